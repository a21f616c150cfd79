// Getting at a document: a short-lived address to show it, save it or print it.
import { api } from "../api";
import type { DocumentLink, LetterDocument } from "../api-types";
import { showsPdf } from "../device";
import { t } from "../i18n";
import { say } from "../toasts";

export type Form = "pdf" | "html" | "text" | "image" | "other";

export function formOf({ content_type }: LetterDocument): Form {
  if (content_type === "application/pdf") return "pdf";
  if (content_type.startsWith("text/html")) return "html";
  if (content_type.startsWith("text/")) return "text";
  return content_type.startsWith("image/") ? "image" : "other";
}

/** The browser saves it under the name that the server gave it. */
export async function download(letterKey: string, part: LetterDocument): Promise<void> {
  try {
    save(await api.documentLink(letterKey, part.n, "download"));
  } catch {
    say(t.letter.no_document);
  }
}

/** Let the browser save what a link leads to. */
export function save({ url, file_name }: Pick<DocumentLink, "url" | "file_name">): void {
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = file_name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}

/** Let the browser save a file that was made here. */
export function hand(file: Blob, file_name: string): void {
  const url = URL.createObjectURL(file);
  save({ url, file_name });
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** In a tab of its own. The tab is opened at once, in the press, or the browser would stop it. */
export async function openAlone(letterKey: string, part: LetterDocument): Promise<void> {
  const tab = open("about:blank", "_blank");
  try {
    const link = await api.documentLink(letterKey, part.n, "inline");
    if (!tab) return void location.assign(link.url);
    tab.opener = null;
    tab.location.replace(link.url);
  } catch {
    tab?.close();
    say(t.letter.no_document);
  }
}

/** A PDF, a text or an image is printed from here; a web page from its own tab. */
export async function print(letterKey: string, part: LetterDocument): Promise<void> {
  const form = formOf(part);
  if (form === "html" || form === "other" || (form === "pdf" && !showsPdf())) {
    say(t.letter.print_there);
    return openAlone(letterKey, part);
  }
  try {
    const link = await api.documentLink(letterKey, part.n, "inline");
    await printed(await (await fetch(link.url)).blob());
  } catch {
    say(t.letter.no_document);
  }
}

/** Printed from a frame of our own: one from another origin may not be. */
function printed(file: Blob): Promise<void> {
  const url = URL.createObjectURL(file);
  const frame = document.createElement("iframe");
  frame.className = "print-frame";
  frame.title = t.acts.print;
  frame.src = url;
  return new Promise((resolve) => {
    frame.onload = () => {
      frame.contentWindow?.focus();
      frame.contentWindow?.print();
      resolve();
    };
    document.body.append(frame);
    addEventListener("afterprint", () => release(frame, url), { once: true });
    setTimeout(() => release(frame, url), 300_000);
  });
}

function release(frame: HTMLIFrameElement, url: string): void {
  frame.remove();
  URL.revokeObjectURL(url);
}
