// Taking letters home as one ZIP: fetched a few at a time, each noted as opened and downloaded, named as when taken one by one.
import { api } from "../api";
import type { Letter, LetterPage } from "../api-types";
import { isSealed } from "../registered";
import { Zip } from "../zip";

/** What a phone's browser can be asked to hold; the whole mailbox is made on the server. */
export const MOST_LETTERS = 100;
const MOST_BYTES = 200_000_000;

/** Why letters are not in the file, and how many. */
export type Left = Record<"empty" | "sealed" | "failed" | "full", number>;

export interface Taken {
  file: Blob;
  documents: number;
  left: Left;
}

/** Answers null when it was stopped. */
export async function take(letters: readonly Letter[], stop: AbortSignal, went: (done: number) => void): Promise<Taken | null> {
  const zip = new Zip();
  const left: Left = { empty: 0, sealed: 0, failed: 0, full: 0 };
  let room = MOST_BYTES;
  for (const [at, letter] of letters.entries()) {
    if (stop.aborted) return null;
    went(at + 1);
    try {
      const page = await api.letter(letter.key);
      const size = page.documents.reduce((sum, document) => sum + document.size, 0);
      if (size > room) left.full++;
      else if (!page.documents.length) left.empty++;
      else await add(zip, page, stop);
      if (size <= room) room -= size;
    } catch (error) {
      if (stop.aborted) return null;
      left[isSealed(error) ? "sealed" : "failed"]++;
    }
  }
  return { file: zip.finished(), documents: zip.files, left };
}

/** All of a letter or nothing of it. */
async function add(zip: Zip, page: LetterPage, stop: AbortSignal): Promise<void> {
  const fetched = await Promise.all(page.documents.map(async ({ n }) => {
    const link = await api.documentLink(page.key, n, "download");
    const response = await fetch(link.url, { signal: stop });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return { name: link.file_name, file: await response.blob() };
  }));
  for (const { name, file } of fetched) await zip.add(name, file, new Date(page.received_at));
}
