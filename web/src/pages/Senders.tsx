// Everybody who sends post here: digital post from each of them on or off, and what happens then.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import type { Sender } from "../api-types";
import { now } from "../clock";
import { lastDay, plainDate } from "../dates";
import { useFetched } from "../fetched";
import { words } from "../i18n/senders";
import { Avatar } from "../ui/Avatar";
import { Page } from "../ui/Page";
import { Empty, Failed, Loading, explain } from "../ui/States";
import { Switch } from "../ui/Switch";
import { say } from "../toasts";

const SEARCH_FROM = 8;

export function Senders() {
  const senders = useFetched(api.senders, []);
  const { value, error, again, put } = senders;
  const changed = (next: Sender) => put((value ?? []).map((sender) => (sender.key === next.key ? next : sender)));
  return (
    <Page title={words().senders.title} lead={words().senders.lead}>
      {error ? <Failed error={error} retry={again} /> : value ? <List senders={value} changed={changed} /> : <Loading />}
    </Page>
  );
}

function List({ senders, changed }: { senders: Sender[]; changed: (sender: Sender) => void }) {
  const [wanted, setWanted] = useState("");
  const found = senders.filter(({ name }) => name.toLocaleLowerCase("sv").includes(wanted.trim().toLocaleLowerCase("sv")));
  useEffect(() => document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "center" }), []);
  if (!senders.length) return <Empty icon="senders" title={words().senders.none}><p>{words().senders.none_text}</p></Empty>;
  return (
    <>
      {senders.length >= SEARCH_FROM && (
        <label class="search">
          <span class="sr">{words().senders.search}</span>
          <input type="search" value={wanted} placeholder={words().senders.search} onInput={(event) => setWanted(event.currentTarget.value)} />
        </label>
      )}
      <ul class="cards">
        {found.map((sender) => <SenderCard key={sender.key} sender={sender} changed={changed} />)}
      </ul>
      <p class="hint" role="status">{wanted && words().senders.found(found.length)}</p>
      <details class="more-words">
        <summary>{words().senders.what_happens}</summary>
        {words().senders.explained.map((text) => <p key={text}>{text}</p>)}
      </details>
    </>
  );
}

function SenderCard({ sender, changed }: { sender: Sender; changed: (sender: Sender) => void }) {
  const [busy, setBusy] = useState(false);
  const turn = async (on: boolean) => {
    setBusy(true);
    try {
      const next = await api.switchSender(sender.key, on);
      changed(next);
      say(on ? words().senders.turned_on(next.name) : words().senders.turned_off(next.name), () => void turn(!on));
    } catch (error) {
      say(explain(error));
    } finally {
      setBusy(false);
    }
  };
  const pointed = location.hash === `#${sender.key}`;
  return (
    <li id={sender.key} class={`card${pointed ? " pointed" : ""}`}>
      <Avatar sender={sender} />
      <Switch label={sender.name} on={sender.on} busy={busy} hint={state(sender)} onSwitch={(on) => void turn(on)} />
    </li>
  );
}

/** What being on or off means just now, with the date it changes. */
function state({ on, letters_until, last_letter_at }: Sender): string | undefined {
  if (on) return last_letter_at ? words().senders.last_letter(plainDate(last_letter_at)) : undefined;
  const grace = letters_until && Date.parse(letters_until) > now();
  return grace ? words().senders.off_soon(lastDay(letters_until)) : words().senders.off_now;
}
