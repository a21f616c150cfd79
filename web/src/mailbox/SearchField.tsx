// The search field: what is typed narrows the list at once.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { useKeys } from "../keys";
import { store, useStore } from "../store";
import { Icon } from "../ui/Icon";
import { searched } from "./view";

/** Raised when somebody asks for the search field from elsewhere. */
export const searchWanted = store(0);

export function SearchField() {
  const field = useRef<HTMLInputElement>(null);
  const wanted = useStore(searched);
  const asked = useStore(searchWanted);
  useKeys({ "/": () => field.current?.focus() });
  useEffect(() => {
    if (!asked) return;
    field.current?.focus();
    searchWanted.set(0);
  }, [asked]);
  return (
    <label class="search">
      <Icon name="search" />
      <span class="sr">{t.list.search}</span>
      <input ref={field} type="search" value={wanted} placeholder={t.list.search} autoComplete="off" enterKeyHint="search"
        aria-keyshortcuts="/" onInput={(event) => searched.set(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          searched.set("");
          event.currentTarget.blur();
        }} />
    </label>
  );
}
