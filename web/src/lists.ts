// Which letters a list shows: the folder, the filter in the URL and what is searched for.
import type { Letter } from "./api-types";
import { now } from "./clock";
import { asksFor } from "./todo";
import { PILES, isPile, kindOf, pileOf, type Pile } from "./kinds";

export type Folder = "inbox" | "archive" | "trash";
export type Show = "all" | "unread" | "todo" | Pile;

export const FOLDERS: readonly Folder[] = ["inbox", "archive", "trash"];
export const SHOWS: readonly Show[] = ["all", "unread", "todo", ...PILES];

export const TRASH_DAYS = 30;
const TRASH_TIME = TRASH_DAYS * 86_400_000;

export const isFolder = (word: string | undefined): word is Folder => (FOLDERS as readonly string[]).includes(word ?? "");

export const showFrom = (query: URLSearchParams): Show => {
  const word = query.get("show") ?? "all";
  return word === "unread" || word === "todo" || isPile(word) ? word : "all";
};

/** The folder a letter lies in; null when its time in the trash is over. */
export function folderOf(letter: Letter): Folder | null {
  if (letter.trashed_at) return now() < Date.parse(letter.trashed_at) + TRASH_TIME ? "trash" : null;
  return letter.archived ? "archive" : "inbox";
}

/** How many letters lie in each folder. */
export function countFolders(letters: readonly Letter[]): Record<Folder, number> {
  const counts = { inbox: 0, archive: 0, trash: 0 };
  for (const letter of letters) {
    const folder = folderOf(letter);
    if (folder) counts[folder]++;
  }
  return counts;
}

export type Counts = Record<Show, number>;

export interface Contents {
  letters: Letter[];
  counts: Counts;
}

/** A label gathers what it is on, put away or not; but not from the trash. */
export function isIn(letter: Letter, folder: Folder, label: string | null): boolean {
  const place = folderOf(letter);
  return label ? letter.labels.includes(label) && place !== null && (place === "trash") === (folder === "trash") : place === folder;
}

/** The letters of a folder and how many each filter would show, in one pass. */
export function contents(letters: readonly Letter[], folder: Folder, label: string | null = null): Contents {
  const counts = Object.fromEntries(SHOWS.map((show) => [show, 0])) as Counts;
  const inside = letters.filter((letter) => isIn(letter, folder, label));
  for (const letter of inside) {
    counts.all++;
    if (letter.unread) counts.unread++;
    if (asksFor(letter)) counts.todo++;
    counts[pileOf(kindOf(letter))]++;
  }
  return { letters: inside, counts };
}

/** The open letter stays in the list of unread ones, or of those to do something about, while it is being read. */
export function matches(letter: Letter, show: Show, open: string | null): boolean {
  if (show === "unread" || show === "todo") return letter.key === open || (show === "unread" ? letter.unread : asksFor(letter));
  return show === "all" || pileOf(kindOf(letter)) === show;
}

/** A list as its address tells it. */
export interface Where {
  folder: Folder;
  show: Show;
  /** The id of a label whose letters are shown. */
  label: string | null;
  /** What is searched for. It stands after #, which no browser sends: what somebody looks for stays with them. */
  wanted: string;
}

/** The address of a list, or of a letter in it. */
export function address({ folder, show, label, wanted }: Where, key?: string): string {
  const asked = new URLSearchParams({ ...(label && { label }), ...(show !== "all" && { show }) });
  const query = asked.size ? `?${asked}` : "";
  return `/${folder}${key ? `/${key}` : ""}${query}${wanted && `#${new URLSearchParams({ q: wanted })}`}`;
}

/** Where a letter is opened, whichever folder it lies in; null when its time in the trash is over. */
export function addressOf(letter: Letter): string | null {
  const folder = folderOf(letter);
  return folder && address({ folder, show: "all", label: null, wanted: "" }, letter.key);
}
