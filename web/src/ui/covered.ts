// What sticks at the top of something that scrolls must not hide what takes the focus below it.
import { useEffect } from "preact/hooks";

/** Keeps what is scrolled to clear of the part of a scroller that stays at its top, however high that is just now. */
export function useCovered(scroller: { current: HTMLElement | null }, top: string, there = true): void {
  useEffect(() => {
    const cover = scroller.current?.querySelector<HTMLElement>(top);
    if (!cover) return;
    const watch = new ResizeObserver(() => {
      if (scroller.current) scroller.current.style.scrollPaddingTop = `${cover.offsetHeight + 4}px`;
    });
    watch.observe(cover);
    return () => watch.disconnect();
  }, [there]);
}
