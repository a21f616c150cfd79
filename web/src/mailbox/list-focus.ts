// Moving about in the list by keyboard, and coming back to the right row after a letter.
import { useEffect, useRef } from "preact/hooks";
import { useKeys } from "../keys";
import { usePlace } from "../router";
import { takeMove } from "../ui/Heading";
import { toggle } from "./selection";
import type { View } from "./view";

const ROW = "a[data-key]";

export function useListFocus(pane: { current: HTMLElement | null }, { open, listed }: View): void {
  const { path } = usePlace();
  const left = useRef<{ key: string; at: number } | null>(null);

  const rows = () => [...(pane.current?.querySelectorAll<HTMLElement>(ROW) ?? [])];
  const row = (key: string | undefined) => rows().find((shown) => shown.dataset.key === key);
  const step = (by: number) => {
    const all = rows();
    const at = all.findIndex((shown) => shown === document.activeElement);
    all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
  };
  const pick = () => {
    const key = (document.activeElement as HTMLElement | null)?.dataset.key;
    if (key) toggle(key);
  };
  useKeys(open ? {} : { x: pick, j: () => step(1), k: () => step(-1), o: () => rows().find((shown) => shown === document.activeElement)?.click() });

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
