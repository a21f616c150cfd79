// The filters of a list, each with how many letters it shows; the choice is kept in the address.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { number } from "../dates";
import { isKind, KINDS } from "../kinds";
import { address, type Show } from "../lists";
import { go } from "../router";
import type { View } from "./view";

const FIRST: readonly Show[] = ["all", "unread", "todo"];

export function Chips({ view }: { view: View }) {
  const { show, counts, state, open } = view;
  const choose = (one: Show) => go(address({ ...view, show: one }), { replace: open === null && show !== "all" });
  const menu = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (isKind(show)) menu.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [show]);
  const kinds = KINDS.filter((kind) => kind === show || counts[kind] > 0);
  return (
    <div class="chips" role="group" aria-label={t.list.filters}>
      {FIRST.map((one) => (
        <button key={one} type="button" class="chip" aria-pressed={one === show} onClick={() => choose(one)}>
          {t.shows[one]} <span class="count">{state !== "first" && number(counts[one])}</span>
        </button>
      ))}
      {kinds.length > 0 && (
        <select ref={menu} class="chip" aria-label={t.list.kind} data-chosen={isKind(show) ? "" : undefined} value={isKind(show) ? show : ""}
          onChange={(event) => choose((event.currentTarget.value || "all") as Show)}>
          <option value="">{isKind(show) ? t.list.all_kinds : t.list.kind}</option>
          {kinds.map((kind) => <option key={kind} value={kind}>{t.shows[kind]} ({number(counts[kind])})</option>)}
        </select>
      )}
    </div>
  );
}
