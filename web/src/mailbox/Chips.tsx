// The filters of a list, each with how many letters it shows of what is here, or found; the choice is in the address.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { number } from "../dates";
import { MAIN_PILES, OTHER_PILES } from "../kinds";
import { address, type Show } from "../lists";
import { go } from "../router";
import type { View } from "./view";

const FIRST: readonly Show[] = ["all", "unread", "todo", ...MAIN_PILES];

/** Going back leads through the filters that were chosen. */
export function Chips({ view }: { view: View }) {
  const { show, counts, state } = view;
  const counted = state !== "first" && (state !== "failed" || counts.all > 0);
  const choose = (one: Show) => one !== show && go(address({ ...view, show: one }));
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => row.current?.querySelector("[aria-pressed=true], [data-chosen]")?.scrollIntoView({ block: "nearest", inline: "center" }), [show]);
  if (state === "whole" && !counts.all && !view.wanted && show === "all") return null; // nothing to choose among
  const others = OTHER_PILES.filter((pile) => pile === show || counts[pile] > 0);
  const other = others.find((pile) => pile === show);
  return (
    <div ref={row} class="chips" role="group" aria-label={t.list.filters}>
      {FIRST.map((one) => (
        <button key={one} type="button" class="chip" aria-pressed={one === show} onClick={() => choose(one)}>
          {t.shows[one]} <span class="count">{counted && number(counts[one])}</span>
        </button>
      ))}
      {others.length > 0 && (
        <select class="chip" aria-label={t.list.kind} data-chosen={other ? "" : undefined} value={other ?? ""}
          onChange={(event) => choose((event.currentTarget.value || "all") as Show)}>
          <option value="">{other ? t.list.all_kinds : t.list.kind}</option>
          {others.map((pile) => <option key={pile} value={pile}>{t.shows[pile]} ({number(counts[pile])})</option>)}
        </select>
      )}
    </div>
  );
}
