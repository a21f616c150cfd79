// Which letters are selected; null while nobody is selecting.
import { onLeave } from "../session";
import { store } from "../store";

export const selected = store<ReadonlySet<string> | null>(null);

let last: string | null = null; // where a range begins

export function stopSelecting(): void {
  last = null;
  selected.set(null);
}
onLeave.add(stopSelecting);

export const select = (keys: Iterable<string>): void => selected.set(new Set(keys));

/** Select or unselect one; with a range, all from the one before too. */
export function toggle(key: string, range: readonly string[] | null = null): void {
  const next = new Set(selected.get());
  const [from, to] = [range?.indexOf(last ?? "") ?? -1, range?.indexOf(key) ?? -1];
  if (range && from >= 0) for (const each of range.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
  else if (!next.delete(key)) next.add(key);
  last = key;
  selected.set(next);
}
