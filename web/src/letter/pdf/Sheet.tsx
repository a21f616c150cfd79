// One page of a PDF: drawn when it is near the screen, with its text above it to be read out, searched and copied.
import { TextLayer, type PDFDocumentProxy, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../../i18n/pdf";
import { fit, links, shape, type Link } from "./reading";

interface SheetProps {
  pdf: PDFDocumentProxy;
  n: number;
  width: number;
  /** The shape of the first page, until this one's is known. */
  like: number;
}

export function Sheet({ pdf, n, width, like }: SheetProps) {
  const place = useRef<HTMLDivElement>(null);
  const near = useNear(place);
  const [page, turn] = useState<PDFPageProxy | null>(null);
  useEffect(() => {
    if (near && !page) void pdf.getPage(n).then(turn, () => {});
  }, [near]);
  const height = width / (page ? shape(page) : like);
  const named = words().page(n, pdf.numPages);
  return (
    <div class="sheet-place">
      <div ref={place} class="sheet" role="group" aria-label={named} style={{ width: `${width}px`, height: `${height}px` }}>
        {near && page && <Drawn key={width} page={page} width={width} />}
      </div>
      <p class="sheet-n" aria-hidden="true">{named}</p>
    </div>
  );
}

/** Drawn once: another width has a canvas of its own, since one cannot be drawn on while a stopped drawing ends. */
function Drawn({ page, width }: { page: PDFPageProxy; width: number }) {
  const paper = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [links_, follow] = useState<Link[]>([]);
  useEffect(() => void links(page).then(follow, () => {}), [page]);
  useEffect(() => {
    const { viewport, sharpness } = fit(page, width);
    const canvas = paper.current!, layer = text.current!;
    canvas.width = Math.floor(viewport.width * sharpness);
    canvas.height = Math.floor(viewport.height * sharpness);
    layer.replaceChildren();
    layer.style.setProperty("--total-scale-factor", String(viewport.scale));
    const drawing = page.render({ canvas, viewport, transform: [sharpness, 0, 0, sharpness, 0, 0] });
    const writing = new TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport });
    drawing.promise.then(() => (canvas.dataset.drawn = "yes"), () => {}); // stopped, when it has been scrolled away
    writing.render().catch(() => {});
    return () => {
      drawing.cancel();
      writing.cancel();
    };
  }, []);
  return (
    <>
      <canvas ref={paper} aria-hidden="true" />
      <div ref={text} class="sheet-text" />
      {links_.map(({ href, ...box }) => <Away key={`${href} ${box.top} ${box.left}`} href={href} box={box} />)}
    </>
  );
}

const Away = ({ href, box }: { href: string; box: Omit<Link, "href"> }) => (
  <a class="sheet-link" href={href} target="_blank" rel="noopener noreferrer" aria-label={href} style={{
    left: `${box.left}%`, top: `${box.top}%`, width: `${box.width}%`, height: `${box.height}%`,
  }} />
);

/** Whether something is on the screen, or within a screen of it. */
function useNear(place: { current: HTMLElement | null }): boolean {
  const [near, set] = useState(false);
  useEffect(() => {
    const watcher = new IntersectionObserver(([seen]) => set(seen?.isIntersecting ?? false), { rootMargin: "100% 0px" });
    watcher.observe(place.current!);
    return () => watcher.disconnect();
  }, []);
  return near;
}
