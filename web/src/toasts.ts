// Short words about what was just done, with a way to undo it: each for ten seconds, and what is alike told together.
import { store } from "./store";
import { onLeave } from "./session";

export interface Toast {
  text: string;
  /** What "Undo" takes back: all that the words tell of. */
  undo?: () => void;
  /** What failed, tried once more. */
  again?: () => void;
}

/** How many letters something was done with, and the words for it and for more of the same. */
export interface Counted {
  act: string;
  n: number;
  words: (n: number) => string;
}

interface Done extends Toast {
  counted?: Counted;
  until: number;
}

const SHOWN_FOR = 10_000;

export const toast = store<Toast | null>(null);

let done: Done[] = []; // what was done in the last ten seconds, the newest last
let timer: ReturnType<typeof setTimeout> | undefined;

/** Say it; what is answered takes the words back, when it was not so. */
export function say(text: string, undo?: () => void, counted?: Counted): () => void {
  const told: Done = { text, until: Date.now() + SHOWN_FOR, ...(undo && { undo }), ...(counted && { counted }) };
  keep([...done, told]);
  return () => keep(done.filter((one) => one !== told));
}

/** Say what did not go, with a way to try it again. */
export function sayFailed(text: string, again: () => void): void {
  const told: Done = { text, until: Date.now() + SHOWN_FOR };
  told.again = () => {
    keep(done.filter((one) => one !== told));
    again();
  };
  keep([...done, told]);
}

function keep(those: Done[]): void {
  done = those;
  show();
  wait();
}

/** The newest, and what came right before it and was the same with other letters. */
function together(): Done[] {
  const last = done.at(-1)?.counted?.act;
  const other = done.findLastIndex(({ counted }) => counted?.act !== last);
  return last === undefined ? done.slice(-1) : done.slice(other + 1);
}

function show(): void {
  const those = together();
  const last = those.at(-1);
  if (!last) {
    toast.set(null);
    return;
  }
  const sum = those.reduce((n, { counted }) => n + (counted?.n ?? 0), 0);
  const text = those.length > 1 ? last.counted!.words(sum) : last.text;
  toast.set({ text, ...(last.undo && { undo: () => takeBack(those) }), ...(last.again && { again: last.again }) });
}

function takeBack(those: Done[]): void {
  keep(done.filter((one) => !those.includes(one)));
  for (const { undo } of [...those].reverse()) undo?.();
}

function wait(): void {
  clearTimeout(timer);
  if (done.length) timer = setTimeout(() => keep(done.filter(({ until }) => until > Date.now())), Math.max(0, done[0]!.until - Date.now()));
}

export const hide = (): void => keep([]);

/** Hold the toast while it is pointed at or has focus. */
export const hold = (): void => clearTimeout(timer);

export function restart(): void {
  for (const one of done) one.until = Date.now() + SHOWN_FOR;
  wait();
}

/** Undo the last thing that can be undone; false when there is none. */
export function undo(): boolean {
  const last = done.findLast((one) => one.undo);
  if (last) takeBack([last]);
  return last !== undefined;
}

onLeave.add(hide);
