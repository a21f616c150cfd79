// Short words about what was just done, with a way to undo it: one at a time, for ten seconds.
import { store } from "./store";
import { onLeave } from "./session";

export interface Toast {
  text: string;
  undo?: () => void;
}

const SHOWN_FOR = 10_000;

export const toast = store<Toast | null>(null);

let timer: ReturnType<typeof setTimeout> | undefined;

export function say(text: string, undo?: () => void): void {
  toast.set(undo ? { text, undo } : { text });
  restart();
}

export const hide = (): void => toast.set(null);

/** Hold the toast while it is pointed at or has focus. */
export const hold = (): void => clearTimeout(timer);

export function restart(): void {
  clearTimeout(timer);
  timer = setTimeout(hide, SHOWN_FOR);
}

/** Undo what the toast tells of; false when there is nothing to undo. */
export function undo(): boolean {
  const shown = toast.get();
  if (!shown?.undo) return false;
  hide();
  shown.undo();
  return true;
}

onLeave.add(hide);
