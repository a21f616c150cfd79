// Moving about in the list by keyboard, and coming back to the right row after a letter.
import { useEffect, useRef } from "preact/hooks";
import { archive, trash, unarchive } from "../acts";
import type { Letter } from "../api-types";
import { useKeys } from "../keys";
import { toSender, usePlace } from "../router";
import { takeMove } from "../ui/Heading";
import { toggle } from "./selection";
import type { View } from "./view";

const ROW = "a[data-key]";

/** `label` is called with the letter in focus when its labels are asked for. */
export function useListFocus(pane: { current: HTMLElement | null }, { open, listed, folder }: View, label: (letter: Letter) => void): void {
  const { path } = usePlace();
  const left = useRef<{ key: string; at: number } | null>(null);

  const rows = () => [...(pane.current?.querySelectorAll<HTMLElement>(ROW) ?? [])];
  const row = (key: string | undefined) => rows().find((shown) => shown.dataset.key === key);
  /** The place of the row in focus, or of the one whose box is; -1 when it is elsewhere. */
  const here = () => {
    const focused = document.activeElement?.closest("li")?.querySelector<HTMLElement>(ROW);
    return focused ? rows().indexOf(focused) : -1;
  };
  const step = (by: number) => {
    const [all, at] = [rows(), here()];
    all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
  };
  const pick = () => {
    const key = rows()[here()]?.dataset.key;
    if (key) toggle(key);
  };
  /** The next row takes the focus, and the one that had it is put away: the next key is for the next row, however soon. */
  const act = (away: (letter: Letter) => Promise<void>) => () => {
    const [all, at] = [rows(), here()];
    const letter = listed.find(({ key }) => key === all[at]?.dataset.key);
    if (!letter) return;
    (all[at + 1] ?? all[at - 1])?.focus();
    void away(letter);
  };
  /** Something with the letter in focus, when there is one. */
  const on = (what: (letter: Letter) => void) => () => {
    const letter = listed.find(({ key }) => key === rows()[here()]?.dataset.key);
    if (letter) what(letter);
  };
  const aside = folder === "trash" ? {} : { e: act(folder === "archive" ? unarchive : archive), "#": act(trash), l: on(label) };
  useKeys(open ? {} : { x: pick, s: on(toSender), ...aside, j: () => step(1), k: () => step(-1), o: () => rows()[here()]?.click() });

  useEffect(() => {
    if (open) {
      left.current = { key: open, at: listed.findIndex((letter) => letter.key === open) };
      row(open)?.scrollIntoView({ block: "nearest" });
    } else if (takeMove()) {
      const was = left.current;
      const target = was && (row(was.key) ?? row(listed[Math.min(was.at, listed.length - 1)]?.key));
      (target ?? pane.current?.querySelector<HTMLElement>("#list-title"))?.focus({ preventScroll: !target });
      left.current = null;
    }
  }, [path]);
}
