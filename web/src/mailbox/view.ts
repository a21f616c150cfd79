// What the mailbox shows now: a folder, a filter, a search and the letter that is open.
import { useMemo } from "preact/hooks";
import { index, type Index } from "../letters";
import { contents, matches, search, showFrom, type Counts, type Folder, type Show } from "../lists";
import type { Letter } from "../api-types";
import { usePlace } from "../router";
import { onLeave } from "../session";
import { store, useStore } from "../store";

/** What is searched for: kept while letters are opened and closed, and never in an address. */
export const searched = store("");
onLeave.add(() => searched.set(""));

export interface View {
  folder: Folder;
  show: Show;
  /** The key of the letter that is open. */
  open: string | null;
  state: Index["state"];
  counts: Counts;
  /** What the list shows, all of it. */
  listed: Letter[];
}

export function useView(folder: Folder, open: string | null): View {
  const { query } = usePlace();
  const { letters, state } = useStore(index);
  const wanted = useStore(searched);
  const show = showFrom(query);
  const inside = useMemo(() => contents(letters, folder), [letters, folder]);
  const listed = useMemo(
    () => search(inside.letters, wanted).filter((letter) => matches(letter, show, open)),
    [inside, wanted, show, open],
  );
  return { folder, show, open, state, counts: inside.counts, listed };
}

export interface Near {
  previous: string | null;
  next: string | null;
}

/** The letters before and after the open one, as the list shows them. */
export function neighbours({ listed, open }: View): Near {
  const at = open ? listed.findIndex((letter) => letter.key === open) : -1;
  if (at < 0) return { previous: null, next: null };
  return { previous: listed[at - 1]?.key ?? null, next: listed[at + 1]?.key ?? null };
}
