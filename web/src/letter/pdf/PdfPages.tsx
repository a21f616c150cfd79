// A PDF where the browser has no viewer of its own: all its pages below each other, as large as one wants them.
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useRef, useState } from "preact/hooks";
import { useFetched } from "../../fetched";
import { percent } from "../../dates";
import { t } from "../../i18n";
import { words } from "../../i18n/pdf";
import { Button, IconButton } from "../../ui/Button";
import { Loading, Note } from "../../ui/States";
import { read, shape } from "./reading";
import { Sheet } from "./Sheet";

const STEPS = [1, 1.25, 1.5, 2, 3, 4];

/** `file` fetches the document; `onOpen` shows it in whatever else the device has for it. */
export function PdfPages({ file, name, onOpen }: { file: () => Promise<Blob>; name: string; onOpen: () => void }) {
  const { value: pdf, error } = useFetched(async () => read(await file()), []);
  const [step, set] = useState(0);
  useEffect(() => () => void pdf?.loadingTask.destroy(), [pdf]);
  return (
    <>
      <div class="pdf-tools">
        {pdf && <Zoom step={step} set={set} />}
        <Button icon="open" name={t.letter.open_document} onPress={onOpen}>{words().open}</Button>
      </div>
      {error ? <Note kind="due" icon="warning">{words().broken}</Note>
        : pdf ? <Sheets pdf={pdf} name={name} zoom={STEPS[step] ?? 1} /> : <Loading label={t.letter.fetching} />}
    </>
  );
}

const Zoom = ({ step, set }: { step: number; set: (step: number) => void }) => (
  <div class="zoom" role="group" aria-label={words().tools}>
    <IconButton name="minus" label={words().smaller} disabled={step === 0} onPress={() => set(step - 1)} />
    <output>{percent(STEPS[step] ?? 1)}</output>
    <IconButton name="plus" label={words().larger} disabled={step === STEPS.length - 1} onPress={() => set(step + 1)} />
  </div>
);

function Sheets({ pdf, name, zoom }: { pdf: PDFDocumentProxy; name: string; zoom: number }) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { value: like } = useFetched(() => pdf.getPage(1).then(shape), [pdf]);
  return (
    <div ref={frame} class="sheets" role="group" aria-label={name} tabIndex={0}>
      {width > 0 && like && Array.from({ length: pdf.numPages }, (_, n) => (
        <Sheet key={n} pdf={pdf} n={n + 1} width={Math.floor(width * zoom)} like={like} />
      ))}
    </div>
  );
}

/** How wide something is, also after the phone has been turned. */
function useWidth(place: { current: HTMLElement | null }): number {
  const [width, set] = useState(0);
  useEffect(() => {
    const watcher = new ResizeObserver(([seen]) => set(seen?.contentRect.width ?? 0));
    watcher.observe(place.current!);
    return () => watcher.disconnect();
  }, []);
  return width;
}
