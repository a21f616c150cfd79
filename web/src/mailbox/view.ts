// What the mailbox shows now: a folder, a filter, a search and the letter that is open.
import { useEffect, useMemo } from "preact/hooks";
import { index, type Index } from "../letters";
import { FOLDERS, address, contents, countFolders, isIn, matches, showFrom, type Counts, type Folder, type Where } from "../lists";
import type { Letter } from "../api-types";
import { place, readdress, usePlace } from "../router";
import { prepare, search } from "../search";
import { onLeave } from "../session";
import { store, useStore } from "../store";

const inAddress = () => new URLSearchParams(location.hash.slice(1)).get("q") ?? "";

/** What is searched for: in the address, and narrowing the list with every key pressed. */
export const searched = store(inAddress());
place.watch(() => searched.set(inAddress()));
onLeave.add(() => searched.set(""));

export function searchFor(where: Where, wanted: string, open: string | null): void {
  searched.set(wanted);
  readdress(address({ ...where, wanted }, open ?? undefined));
}

export interface View extends Where {
  /** The key of the letter that is open. */
  open: string | null;
  state: Index["state"];
  error: unknown;
  /** How many letters each filter shows, of what was found when something is searched for. */
  counts: Counts;
  /** How many unread letters lie here, found or not. */
  unread: number;
  /** What the list shows, all of it. */
  listed: Letter[];
  /** Where else there is something of what is searched for. */
  elsewhere: { folder: Folder; count: number }[];
}

/** How many of what was found lie in each folder and not in what is shown. */
function elsewhereOf(found: readonly Letter[], folder: Folder, label: string | null): View["elsewhere"] {
  const counts = countFolders(found.filter((letter) => !isIn(letter, folder, label)));
  return FOLDERS.filter((other) => counts[other]).map((other) => ({ folder: other, count: counts[other] }));
}

export function useView(folder: Where["folder"], open: string | null): View {
  const { query } = usePlace();
  const { letters, state, error } = useStore(index);
  const wanted = useStore(searched);
  const show = showFrom(query);
  const label = query.get("label");
  const inside = useMemo(() => contents(letters, folder, label), [letters, folder, label]);
  useEffect(() => {
    if (state === "whole") prepare(letters);
  }, [state]);
  const found = useMemo(() => search(letters, wanted), [letters, wanted]);
  const here = useMemo(() => (wanted ? contents(found, folder, label) : inside), [found, inside]);
  const listed = useMemo(
    () => (show === "all" ? here.letters : here.letters.filter((letter) => matches(letter, show, open))), [here, show, open],
  );
  const elsewhere = useMemo(
    () => (wanted && show === "all" ? elsewhereOf(found, folder, label) : []), [found, folder, show, label],
  );
  return { folder, show, label, wanted, open, state, error, counts: here.counts, unread: inside.counts.unread, listed, elsewhere };
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
