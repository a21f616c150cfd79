// The search field: what is typed narrows the list at once.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { useKeys } from "../keys";
import { store, useStore } from "../store";
import { Icon } from "../ui/Icon";
import { searchFor, type View } from "./view";

/** Raised when somebody asks for the search field from elsewhere. */
export const searchWanted = store(0);

export function SearchField({ view }: { view: View }) {
  const field = useRef<HTMLInputElement>(null);
  const asked = useStore(searchWanted);
  useKeys({ "/": () => field.current?.focus() });
  useEffect(() => {
    if (!asked) return;
    field.current?.focus();
    searchWanted.set(0);
  }, [asked]);
  const look = (wanted: string) => searchFor(view, wanted, view.open);
  return (
    <>
      <label class="search">
        <Icon name="search" />
        <span class="sr">{t.list.search}</span>
        <input ref={field} type="search" value={view.wanted} placeholder={t.list.search} autoComplete="off" enterKeyHint="search"
          aria-keyshortcuts="/" aria-describedby="search-hint" onInput={(event) => look(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            look("");
            event.currentTarget.blur();
          }} />
      </label>
      <p class={view.wanted ? "search-hint" : "sr"} id="search-hint">{t.list.search_hint}</p>
    </>
  );
}
