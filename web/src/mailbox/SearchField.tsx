// The search field: what is typed is seen first, and narrows the list right after.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { useKeys } from "../keys";
import { afterPaint } from "../later";
import { store, useStore } from "../store";
import { Icon } from "../ui/Icon";
import { searchFor, type View } from "./view";

/** Raised when somebody asks for the search field from elsewhere. */
export const searchWanted = store(0);

const drawing = afterPaint();

export function SearchField({ view }: { view: View }) {
  const field = useRef<HTMLInputElement>(null);
  const asked = useStore(searchWanted);
  const seen = useRef(view);
  seen.current = view;
  useKeys({ "/": () => field.current?.focus() });
  useEffect(() => {
    if (!asked) return;
    field.current?.focus();
    searchWanted.set(0);
  }, [asked]);
  // the field is the typist's own: it is only written to when what is searched for was changed elsewhere
  useEffect(() => {
    if (field.current && !drawing.waits()) field.current.value = view.wanted;
  }, [view.wanted]);
  const look = () => drawing.put(() => {
    if (field.current) searchFor(seen.current, field.current.value, seen.current.open);
  });
  return (
    <>
      <label class="search">
        <Icon name="search" />
        <span class="sr">{t.list.search}</span>
        <input ref={field} type="search" defaultValue={view.wanted} placeholder={t.list.search} autoComplete="off" enterKeyHint="search"
          aria-keyshortcuts="/" aria-describedby="search-hint" onInput={look}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.currentTarget.value = "";
            event.currentTarget.blur();
            look();
          }} />
      </label>
      <p class={view.wanted ? "search-hint" : "sr"} id="search-hint">{t.list.search_hint}</p>
    </>
  );
}
