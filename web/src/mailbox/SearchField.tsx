// The search field: what is typed is seen first, and narrows the list right after.
import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { afterPaint } from "../later";
import { Icon } from "../ui/Icon";
import { atOnce } from "./to-search";
import { searchFor, type View } from "./view";

const drawing = afterPaint();

export function SearchField({ view }: { view: View }) {
  const field = useRef<HTMLInputElement>(null);
  const seen = useRef(view);
  seen.current = view;
  // the field is the typist's own: it is only written to when what is searched for was changed elsewhere
  useEffect(() => {
    if (field.current && !drawing.waits()) field.current.value = view.wanted;
  }, [view.wanted]);
  const search = () => field.current && searchFor(seen.current, field.current.value, seen.current.open);
  const look = () => drawing.put(search);
  const press = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    const { key, currentTarget: typed } = event;
    if (key === "Escape") {
      typed.value = "";
      typed.blur();
      look();
    } else if (key === "Enter" && matchMedia("(pointer: coarse)").matches) {
      typed.blur(); // the keyboard that lies over what was found goes away
    } else if (key === "Enter" || key === "ArrowDown") {
      event.preventDefault();
      atOnce(search);
      typed.closest(".list")?.querySelector<HTMLElement>("a.row")?.focus();
    }
  };
  return (
    <>
      <label class="search">
        <Icon name="search" />
        <span class="sr">{t.list.search}</span>
        <input ref={field} type="search" defaultValue={view.wanted} placeholder={t.list.search} autoComplete="off" enterKeyHint="search"
          aria-keyshortcuts="/" aria-describedby="search-hint" onInput={look} onKeyDown={press} />
      </label>
      <p class="sr" id="search-hint">{t.list.search_hint}</p>
    </>
  );
}
