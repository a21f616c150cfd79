// Something fetched for a page: its value, what went wrong, and a way to try again.
import { useEffect, useState } from "preact/hooks";

export interface Fetched<T> {
  value: T | undefined;
  error: unknown;
  again: () => void;
  put: (value: T) => void;
}

export function useFetched<T>(fetch: () => Promise<T>, of: readonly unknown[]): Fetched<T> {
  const [state, set] = useState<{ value?: T; error?: unknown }>({});
  const [attempt, again] = useState(0);
  useEffect(() => {
    let wanted = true;
    set({});
    fetch().then((value) => wanted && set({ value }), (error: unknown) => wanted && set({ error }));
    return () => {
      wanted = false;
    };
  }, [...of, attempt]);
  return { value: state.value, error: state.error, again: () => again(attempt + 1), put: (value) => set({ value }) };
}
