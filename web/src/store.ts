// A value that the page watches: set it, and what shows it is drawn again.
import { useLayoutEffect, useState } from "preact/hooks";

export interface Store<T> {
  get(): T;
  set(value: T): void;
  watch(listener: () => void): () => void;
}

export function store<T>(value: T): Store<T> {
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The store's value now, and a redraw whenever it changes. */
export function useStore<T>(watched: Store<T>): T {
  const [value, show] = useState(() => ({ now: watched.get() }));
  useLayoutEffect(() => { // at once: what a quick hand changes before the first painting is drawn too
    const changed = () => show({ now: watched.get() });
    if (!Object.is(watched.get(), value.now)) changed(); // it changed between drawing and watching
    return watched.watch(changed);
  }, [watched]);
  return Object.is(watched.get(), value.now) ? value.now : watched.get();
}
