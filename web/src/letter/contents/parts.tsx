// What the views of structured post are built of: facts in pairs, links that lead out, when something is.
import type { ComponentChildren } from "preact";
import { calendarOf } from "../../api";
import type { Moment } from "../../api-types";
import { clockTime, fullDate, calendarDay } from "../../dates";
import { contentWords } from "../../i18n/contents";
import { Icon, type IconName } from "../../ui/Icon";

export type Fact = readonly [name: string, value: ComponentChildren];

/** Facts that are known; what was not sent leaves no empty line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false);
  if (known.length === 0) return null;
  return (
    <dl class="pairs">
      {known.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

/** What it is called; where the letter says the same just above, it is there for who hears the page only. */
export const Title = ({ id, icon, subject, children }: { id: string; icon: IconName; subject: string; children: string }) => (
  <h2 id={id} class={children.trim() === subject.trim() ? "sr" : undefined}><Icon name={icon} />{children}</h2>
);

/** Text as it was written, line by line. */
export const Lines = ({ children }: { children: string }) => <p class="lines">{children}</p>;

const hostOf = (uri: string): string | null => {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  return url?.protocol === "https:" ? url.host : null;
};

/** A way out of the mailbox, in a tab of its own, that says where it leads. */
export function WayOut({ uri, children, main }: { uri: string; children: ComponentChildren; main?: boolean }) {
  const host = hostOf(uri);
  if (!host) return null;
  return (
    <p class="way-out">
      <a class={`button ${main ? "go" : "plain"}`} href={uri} target="_blank" rel="noopener noreferrer">
        <Icon name="open" /><span>{children}</span>
      </a>
      <span class="hint">{contentWords().leads_to(host)}</span>
      <span class="on-paper">{children}: {uri}</span>
    </p>
  );
}

/** "tisdag 1 december 2026 kl. 09:30–10:00"; an end on another day is written out. */
export function Span({ start, end }: { start: Moment; end?: Moment | undefined }) {
  const sameDay = end && calendarDay(start) === calendarDay(end);
  return (
    <>
      <time dateTime={start}>{fullDate(start)} {contentWords().at(clockTime(start))}</time>
      {end && (sameDay
        ? <>–<time dateTime={end}>{clockTime(end)}</time></>
        : <> – <time dateTime={end}>{fullDate(end)} {contentWords().at(clockTime(end))}</time></>)}
    </>
  );
}

export const ToCalendar = ({ letterKey }: { letterKey: string }) => (
  <a class="button" href={calendarOf(letterKey)} download>
    <Icon name="appointment" /><span>{contentWords().to_calendar}</span>
  </a>
);
