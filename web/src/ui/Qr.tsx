// BankID's moving QR code: the next string is drawn each second, as one path.
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";

export type Draw = (text: string) => { path: string; size: number };

let drawing: Promise<Draw> | undefined;

/** The QR code's library is fetched when the first code is to be drawn. */
export const loadDrawing = (): Promise<Draw> =>
  (drawing ??= Promise.all([import("lean-qr"), import("lean-qr/extras/svg")]).then(([{ generate, correction }, { toSvgPath }]) =>
    (text) => {
      const code = generate(text, { minCorrectionLevel: correction.L, maxCorrectionLevel: correction.L });
      return { path: toSvgPath(code), size: code.size };
    }));

export function Qr({ strings }: { strings: string[] }) {
  const [draw, setDraw] = useState<{ with: Draw } | null>(null);
  const [at, setAt] = useState({ strings, step: 0 });
  const step = at.strings === strings ? at.step : 0;

  useEffect(() => void loadDrawing().then((loaded) => setDraw({ with: loaded })), []);
  useEffect(() => {
    let passed = 0;
    const timer = setInterval(() => setAt({ strings, step: Math.min(++passed, strings.length - 1) }), 1_000);
    return () => clearInterval(timer);
  }, [strings]);

  const drawn = draw && strings[step] ? draw.with(strings[step]) : null;
  return (
    <div class="qr" role="img" aria-label={t.bankid.qr}>
      {drawn && <svg viewBox={`0 0 ${drawn.size} ${drawn.size}`} shape-rendering="crispEdges"><path d={drawn.path} /></svg>}
    </div>
  );
}
