// Keyboard shortcuts: single keys that can be switched off, and Ctrl+Z for undo.
import { useLayoutEffect, useRef } from "preact/hooks";
import { keep, recall } from "./memory";
import { store } from "./store";
import { undo } from "./toasts";

export const shortcuts = store(recall("shortcuts") !== "off");

export function allowShortcuts(on: boolean): void {
  keep("shortcuts", on ? "on" : "off");
  shortcuts.set(on);
}

type Keys = Record<string, () => void>;

/** What is on the page now binds keys; the latest comes first. */
const bound: { current: Keys }[] = [];

export function useKeys(keys: Keys): void {
  const mine = useRef(keys);
  mine.current = keys;
  useLayoutEffect(() => { // at once: a quick hand presses the next key before anything is painted
    bound.unshift(mine);
    return () => void bound.splice(bound.indexOf(mine), 1);
  }, []);
}

const MAY_REPEAT = ["j", "k"];
const SECOND_WITHIN = 1_500;

let begun: { key: string; at: number } | null = null; // the first of two keys pressed after each other: g i

/** What a key does now, alone or after the one before it. */
function find(key: string, at: number): (() => void) | undefined {
  const pressed = begun && at - begun.at < SECOND_WITHIN ? `${begun.key} ${key}` : key;
  begun = null;
  const act = bound.find((keys) => keys.current[pressed])?.current[pressed];
  if (!act && bound.some((keys) => Object.keys(keys.current).some((known) => known.startsWith(`${key} `)))) begun = { key, at };
  return act;
}

/** Whether keys are text where the focus is; a box to tick takes none. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])"));

const inDialog = () => document.querySelector("dialog[open]") !== null;

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || isTyping(event.target) || inDialog()) return;
  if (event.repeat && !MAY_REPEAT.includes(event.key)) return; // a heavy hand puts away one letter, not five
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "z") {
    if (undo()) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !shortcuts.get()) return;
  const act = find(event.key, event.timeStamp);
  if (!act) return;
  event.preventDefault();
  act();
}

export const listenToKeys = (): void => addEventListener("keydown", press);
