// pdf.js, told to fetch everything from our own origin and to run nothing that a document brings with it.
import { PDFWorker, getDocument, type PDFDocumentProxy, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { scriptAddress } from "../../trusted";

declare const PDFJS: { worker: string; files: string }; // put in by build.mjs

/** Phones draw nothing on a canvas larger than this. */
const MOST_PIXELS = 12_000_000;

let worker: PDFWorker | undefined;

/** One worker reads all documents; it outlives each of them. */
const working = (): PDFWorker =>
  (worker ??= PDFWorker.create({ port: new Worker(scriptAddress(PDFJS.worker) as string, { type: "module" }) }));

export async function read(file: Blob): Promise<PDFDocumentProxy> {
  return getDocument({
    worker: working(),
    data: new Uint8Array(await file.arrayBuffer()),
    standardFontDataUrl: `${PDFJS.files}/fonts/`,
    wasmUrl: `${PDFJS.files}/images/`,
    useWasm: false, // the page's own rules allow none
    enableXfa: false,
  }).promise;
}

export const shape = (page: PDFPageProxy): number => {
  const { width, height } = page.getViewport({ scale: 1 });
  return width / height;
};

/** How a page fits a width, and how sharp it can be drawn there. */
export function fit(page: PDFPageProxy, width: number) {
  const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
  const most = Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height));
  return { viewport, sharpness: Math.min(devicePixelRatio, most) };
}

export interface Link {
  href: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

interface Annotation {
  subtype: string;
  url?: string;
  rect: [number, number, number, number];
}

/** The links to the web on a page, with their place in hundredths of it. */
export async function links(page: PDFPageProxy): Promise<Link[]> {
  const viewport = page.getViewport({ scale: 1 });
  const found = (await page.getAnnotations()) as Annotation[];
  return found.filter(({ subtype, url }) => subtype === "Link" && /^https?:/.test(url ?? "")).map(({ url, rect }) => {
    const [x1 = 0, y1 = 0] = viewport.convertToViewportPoint(rect[0], rect[1]) as number[];
    const [x2 = 0, y2 = 0] = viewport.convertToViewportPoint(rect[2], rect[3]) as number[];
    return {
      href: url ?? "", left: (Math.min(x1, x2) / viewport.width) * 100, top: (Math.min(y1, y2) / viewport.height) * 100,
      width: (Math.abs(x2 - x1) / viewport.width) * 100, height: (Math.abs(y2 - y1) / viewport.height) * 100,
    };
  });
}
