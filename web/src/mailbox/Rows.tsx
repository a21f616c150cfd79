// The rows of a list, under the day or the month they came.
import { Fragment } from "preact";
import { useMemo } from "preact/hooks";
import type { Label, Letter } from "../api-types";
import { daysUntil, plusDays } from "../clock";
import { dayGroup, longWhen, rowLastDay, rowWhen, shortWhen } from "../dates";
import { t } from "../i18n";
import { kindOf } from "../kinds";
import { labels } from "../labels";
import { TRASH_DAYS, address } from "../lists";
import { useStore } from "../store";
import { senderOf, subjectOf } from "../registered";
import { dueOf } from "../todo";
import { Avatar } from "../ui/Avatar";
import { Icon } from "../ui/Icon";
import { selected, toggle } from "./selection";
import type { View } from "./view";

interface Group {
  name: string;
  letters: Letter[];
}

function grouped(letters: Letter[]): Group[] {
  const groups: Group[] = [];
  for (const letter of letters) {
    const name = dayGroup(letter.received_at);
    const last = groups.at(-1);
    if (last?.name === name) last.letters.push(letter);
    else groups.push({ name, letters: [letter] });
  }
  return groups;
}

export const Rows = ({ letters, view }: { letters: Letter[]; view: View }) => (
  <div class="rows">
    {grouped(letters).map(({ name, letters: inside }) => (
      <Fragment key={name}>
        <p class="day" aria-hidden="true">{name}</p>
        <ul aria-label={name}>{inside.map((letter) => <Row key={letter.key} letter={letter} view={view} />)}</ul>
      </Fragment>
    ))}
  </div>
);

function Row({ letter, view }: { letter: Letter; view: View }) {
  const { key, unread } = letter;
  const chosen = useStore(selected);
  const known = useStore(labels);
  const pick = (event: MouseEvent) => toggle(key, event.shiftKey ? view.listed.map((each) => each.key) : null);
  // what a row says is kept between drawings: while one types a search, only its address changes
  const inside = useMemo(() => <Heading letter={letter} known={known} />, [letter, known, t]);
  return (
    <li class={chosen ? "picking" : undefined}>
      {chosen && (
        <label class="pick">
          <span class="sr">{t.bulk.pick(senderOf(letter), subjectOf(letter))}</span>
          <input type="checkbox" checked={chosen.has(key)} onClick={pick} />
        </label>
      )}
      <a class={`row${unread ? " unread" : ""}`} href={address(view, key)} data-key={key}
        aria-current={key === view.open ? "true" : undefined}>{inside}</a>
    </li>
  );
}

function Heading({ letter, known }: { letter: Letter; known: readonly Label[] }) {
  const { sender, unread, received_at } = letter;
  const kind = kindOf(letter);
  return (
    <>
      <Avatar sender={sender} />
      <span class="from">
        {unread && <><i class="dot" aria-hidden="true" /><span class="sr">{t.list.unread} </span></>}
        <b>{senderOf(letter)}</b>
      </span>
      <time class="when" dateTime={received_at} title={longWhen(received_at)}>{shortWhen(received_at)}</time>
      <span class="subject">{subjectOf(letter)}</span>
      <span class="kind" title={t.kinds[kind]}><Icon name={kind} /><span class="sr">{t.kinds[kind]}</span></span>
      <Tags letter={letter} known={known} />
    </>
  );
}

/** What is special about a letter, beside each other in one line while there is room. */
function Tags({ letter, letter: { labels: on, starts_at, registered, trashed_at, corrected_by }, known }: { letter: Letter; known: readonly Label[] }) {
  const asked = dueOf(letter);
  if (!(on.length || starts_at || asked || registered || trashed_at || corrected_by)) return null;
  return (
    <span class="tags">
      {starts_at && <span class="tag"><time dateTime={starts_at}>{rowWhen(starts_at)}</time></span>}
      {known.filter(({ id }) => on.includes(id)).map(({ id, name, colour }) => <span key={id} class="tag"><i class={`pile ${colour}`} aria-hidden="true" />{name}</span>)}
      {asked && <span class="tag due">{t.list.due[asked.act](rowLastDay(asked.by))}</span>}
      {registered?.state === "waiting" && <span class="tag due">{t.registered.tag(rowLastDay(registered.expires_at))}</span>}
      {registered?.state === "expired" && <span class="tag">{t.registered.tag_expired}</span>}
      {trashed_at && <span class="tag">{t.list.gone_in(daysUntil(plusDays(trashed_at, TRASH_DAYS)))}</span>}
      {corrected_by && <span class="tag due">{t.list.corrected}</span>}
    </span>
  );
}
