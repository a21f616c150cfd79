// The filters of a list, each with how many letters it shows; the choice is kept in the address.
import { t } from "../i18n";
import { number } from "../dates";
import { SHOWS, address, type Show } from "../lists";
import { go } from "../router";
import type { View } from "./view";

/** All and unread are always there; a kind only where there is any. */
const offered = ({ counts, show }: View): Show[] =>
  SHOWS.filter((one) => one === "all" || one === "unread" || one === show || counts[one] > 0);

export const Chips = ({ view }: { view: View }) => (
  <div class="chips" role="group" aria-label={t.list.filters}>
    {offered(view).map((one) => (
      <button key={one} type="button" class="chip" aria-pressed={one === view.show}
        onClick={() => go(address({ ...view, show: one }), { replace: view.open === null && view.show !== "all" })}>
        {t.shows[one]} <span class="count">{view.state !== "first" && number(view.counts[one])}</span>
      </button>
    ))}
  </div>
);
