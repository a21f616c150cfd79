// Work that must not keep what was pressed from being seen.

/** A place for one thing to do right after the next painting; a newer one takes its place. */
export function afterPaint(): { put: (act: () => void) => void; waits: () => boolean } {
  let [frame, timer] = [0, 0];
  const clear = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = timer = 0;
  };
  const put = (act: () => void) => {
    clear();
    frame = requestAnimationFrame(() => {
      timer = window.setTimeout(() => {
        clear();
        act();
      });
    });
  };
  return { put, waits: () => frame !== 0 };
}
