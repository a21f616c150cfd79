// The header index: every letter's heading, newest first, so that lists, counts and search are instant.
import { api, isProblem } from "./api";
import type { Letter, LetterChange, LettersChange } from "./api-types";
import { now } from "./clock";
import { AT_ONCE, inOrder, saving } from "./saving";
import { session, onLeave } from "./session";
import { store } from "./store";

export interface Index {
  letters: readonly Letter[];
  byKey: ReadonlyMap<string, Letter>;
  /** "first": nothing yet. "more": the first page is here, the rest is on its way. */
  state: "first" | "more" | "whole" | "failed";
  /** Why it failed. */
  error?: unknown;
}

const EMPTY: Index = { letters: [], byKey: new Map(), state: "first" };
const FIRST_PAGE = 50;
const NEXT_PAGES = 500;

export const index = store<Index>(EMPTY);

let loading = 0; // counts the loads: an answer to an earlier one is dropped
let fetchedAt = 0;

onLeave.add(() => {
  loading++;
  fetchedAt = 0;
  index.set(EMPTY);
});

/** Newest first: what waited for somebody has an old key and arrives when it is let in. */
const byArrival = (one: Letter, other: Letter): number =>
  one.received_at === other.received_at ? 0 : one.received_at < other.received_at ? 1 : -1;

function put(letters: readonly Letter[], state: Index["state"], error?: unknown): void {
  index.set({ letters, byKey: new Map(letters.map((letter) => [letter.key, letter])), state, error });
}

/** The first letters at once, then all the others in the background. */
export async function loadLetters(): Promise<void> {
  const mine = ++loading;
  put(index.get().letters, index.get().letters.length ? "more" : "first");
  try {
    let page = await api.letters(null, FIRST_PAGE);
    let letters: readonly Letter[] = page.letters;
    fetchedAt = Date.now();
    for (let shown = 0; mine === loading;) {
      if (!page.next || letters.length >= 2 * shown) { // drawn each time they have doubled: drawing costs as many as they are
        put(letters, page.next ? "more" : "whole");
        shown = letters.length;
      }
      if (!page.next) return;
      page = await api.letters(page.next, NEXT_PAGES);
      letters = [...letters, ...page.letters].sort(byArrival);
    }
  } catch (error) {
    if (mine === loading && session.get()) put(index.get().letters, "failed", error);
  }
}

const SELDOM = 30_000;

/** What has come, changed or gone since last time, asked for when the page is looked at again. */
export async function refreshLetters(): Promise<void> {
  if (Date.now() - fetchedAt > SELDOM) await refresh(() => api.letters(null, FIRST_PAGE));
}

/** The same, by the page itself; answers how many unread letters have come. */
export const lookForNew = (): Promise<number> => refresh(() => api.newLetters(FIRST_PAGE));

async function refresh(ask: () => Promise<{ letters: Letter[]; next?: string | null }>): Promise<number> {
  const before = index.get();
  if (before.state !== "whole" || saving.get().left) return 0;
  fetchedAt = Date.now();
  const page = await ask().catch(() => null);
  if (!page || index.get() !== before) return 0; // what was changed here meanwhile is newer than the answer
  if (page.letters.length && !page.letters.some(({ key }) => before.byKey.has(key))) await loadLetters();
  else mend(page.letters, page.next ?? "");
  return page.letters.filter(({ key, unread }) => unread && !before.byKey.has(key)).length;
}

/** A page goes from the newest key to `last`, and is right: what it does not list is there no more. */
function mend(fresh: readonly Letter[], last: string): void {
  const { letters } = index.get();
  const listed = byKey(fresh);
  put([...fresh, ...letters.filter(({ key }) => key < last && !listed.has(key))].sort(byArrival), "whole");
}

const ARRIVES_WITHIN = 5_000;

/** Post that has waited is being delivered, with the keys it had: all is looked through when it has had time to come. */
export function expectLetters(): void {
  setTimeout(() => session.get() && void loadLetters(), ARRIVES_WITHIN);
}

function replace(key: string, next: Letter | null): void {
  const { letters, byKey, state } = index.get();
  if (!byKey.has(key)) return;
  put(letters.flatMap((letter) => (letter.key !== key ? [letter] : next ? [next] : [])), state);
}

/** What a change makes of a letter, before the server has said so. */
export function changed(letter: Letter, change: LettersChange): Letter {
  const { trashed, add_label, remove_label, ...rest } = change;
  const next = { ...letter, ...rest };
  if (add_label && !letter.labels.includes(add_label)) next.labels = [...letter.labels, add_label];
  if (remove_label) next.labels = letter.labels.filter((label) => label !== remove_label);
  if (trashed) next.trashed_at = new Date(now()).toISOString();
  if (trashed === false) delete next.trashed_at;
  return next;
}

/** What becomes of a letter when a change was refused: what has been changed besides stays. */
function takenBack(shown: Letter, before: Letter, change: LettersChange): Letter {
  const { trashed, add_label, remove_label, ...rest } = change;
  const fields = Object.keys(rest) as (keyof typeof rest)[];
  const next = { ...shown, ...Object.fromEntries(fields.map((field) => [field, before[field]])) };
  const label = add_label ?? remove_label;
  if (label) next.labels = [...shown.labels.filter((id) => id !== label), ...before.labels.filter((id) => id === label)];
  if (trashed === undefined) return next;
  const { trashed_at: _, ...untouched } = next;
  return before.trashed_at ? { ...untouched, trashed_at: before.trashed_at } : untouched;
}

/** Shown at once, then told to the server; taken back if the server says no. */
export async function changeLetter(letter: Letter, change: LetterChange): Promise<void> {
  const before = index.get().byKey.get(letter.key) ?? letter;
  replace(letter.key, changed(before, change));
  try {
    await inOrder(letter.key, [letter.key], () => api.changeLetter(letter.key, change));
    tellTabs([letter.key]);
  } catch (error) {
    const shown = index.get().byKey.get(letter.key);
    if (shown) replace(letter.key, isProblem(error, "not_found") ? null : takenBack(shown, before, change));
    throw error;
  }
}

const MANY = "many"; // many letters are changed in turn, so that an undo comes after what it undoes

function swap(next: ReadonlyMap<string, Letter>): void {
  const { letters, state } = index.get();
  put(letters.map((letter) => next.get(letter.key) ?? letter), state);
}

const byKey = (letters: readonly Letter[]) => new Map(letters.map((letter) => [letter.key, letter]));

/** Many letters, shown at once, told to the server some at a time; answers those it said no to, as they were. */
export async function changeLetters(before: Letter[], change: LettersChange): Promise<Letter[]> {
  swap(byKey(before.map((letter) => changed(letter, change))));
  const told: Promise<Letter[]>[] = [];
  for (let from = 0; from < before.length; from += AT_ONCE) {
    const some = before.slice(from, from + AT_ONCE);
    const keys = some.map(({ key }) => key);
    const refused = inOrder(MANY, keys, () => api.changeLetters(keys, change).catch(() => keys));
    told.push(refused.then((unchanged) => some.filter(({ key }) => unchanged.includes(key))));
  }
  const failed = (await Promise.all(told)).flat();
  if (failed.length) swap(byKey(failed.map((letter) => takenBack(index.get().byKey.get(letter.key) ?? letter, letter, change))));
  tellTabs(before.map(({ key }) => key));
  return failed;
}

export async function deleteLetter(letter: Letter): Promise<void> {
  await inOrder(letter.key, [letter.key], () => api.deleteLetter(letter.key)).catch((error) => {
    if (!isProblem(error, "not_found")) throw error; // it has been deleted somewhere else
  });
  forgetLetter(letter.key);
}

/** It is not there any more. */
export function forgetLetter(key: string): void {
  if (!index.get().byKey.has(key)) return;
  replace(key, null);
  tellTabs([key]);
}

// What is changed in one tab of a browser is shown in the others, when the server has it.

interface Told {
  who: string | undefined;
  keys: string[];
  letters: Letter[];
}

const tabs = new BroadcastChannel("kuvert-letters");

function tellTabs(keys: string[]): void {
  const letters = keys.flatMap((key) => index.get().byKey.get(key) ?? []);
  tabs.postMessage({ who: session.get()?.who, keys, letters } satisfies Told);
}

tabs.onmessage = ({ data: { who, keys, letters: told } }: MessageEvent<Told>) => {
  if (who !== session.get()?.who) return;
  const { letters, state } = index.get();
  const [about, next] = [new Set(keys), byKey(told)];
  put(letters.flatMap((letter) => (about.has(letter.key) ? next.get(letter.key) ?? [] : [letter])), state);
};
