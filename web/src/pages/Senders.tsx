// Everybody who sends post here, and all who could: looked up by name, with digital post from each on or off.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import type { Sender } from "../api-types";
import { useFetched } from "../fetched";
import { words } from "../i18n/senders";
import { index } from "../letters";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Page } from "../ui/Page";
import { Empty, Failed, Loading } from "../ui/States";
import { SenderCard } from "./SenderCard";

const PAUSE = 250; // between two keys; the directory is asked when the hand rests

const low = (text: string): string => text.trim().toLocaleLowerCase("sv");
const byName = (one: Sender, other: Sender): number => one.name.localeCompare(other.name, "sv");

/** All of one's own, some at a time; a sender that was pointed at is there even before its letter has been counted. */
async function ownSenders(): Promise<Sender[]> {
  let page = await api.senders(null);
  const found = [...page.senders];
  while (page.next) {
    page = await api.senders(page.next);
    found.push(...page.senders);
  }
  const pointed = location.hash.slice(1);
  const letter = found.some(({ key }) => key === pointed) ? null : index.get().letters.find(({ sender }) => sender.key === pointed);
  if (letter) found.push(...(await api.directory(letter.sender.name, null)).senders.filter(({ key }) => key === pointed));
  return found.sort(byName);
}

interface Others {
  senders: Sender[];
  next: string | null;
}

const look = (name: string, cursor: string | null): Promise<Others> =>
  api.directory(name, cursor).then(({ senders, next = null }) => ({ senders, next }));

export function Senders() {
  const said = words().senders;
  const [typed, type] = useState("");
  return (
    <Page title={said.title} lead={said.lead}>
      <label class="search">
        <Icon name="search" />
        <span class="sr">{said.search}</span>
        <input type="search" value={typed} placeholder={said.search} autoComplete="off" onInput={(event) => type(event.currentTarget.value)} />
      </label>
      <Lists wanted={typed} />
      <details class="more-words">
        <summary>{said.what_happens}</summary>
        {said.explained.map((text) => <p key={text}>{text}</p>)}
      </details>
    </Page>
  );
}

function Lists({ wanted }: { wanted: string }) {
  const own = useFetched(ownSenders, []);
  useEffect(() => {
    if (!own.value) return;
    const pointed = document.getElementById(location.hash.slice(1));
    pointed?.scrollIntoView({ block: "center" });
    if (document.activeElement?.matches("body, h1")) pointed?.querySelector("input")?.focus({ preventScroll: true }); // unless one is elsewhere already
  }, [own.value !== undefined]);
  if (own.error) return <Failed error={own.error} retry={own.again} />;
  if (!own.value) return <Loading />;
  const senders = own.value;
  const shown = senders.filter(({ name }) => low(name).includes(low(wanted)));
  const said = words().senders;
  return (
    <>
      {!senders.length && <Empty icon="senders" title={said.none}><p>{said.none_text}</p></Empty>}
      {shown.length > 0 && (
        <Cards title={said.yours} senders={shown}
          changed={(next) => own.put(senders.map((sender) => (sender.key === next.key ? next : sender)))} />
      )}
      <p class="sr" role="status">{wanted && said.found(shown.length)}</p>
      <Directory wanted={useResting(wanted.trim())} own={senders} />
    </>
  );
}

const Cards = ({ title, senders, changed }: { title: string; senders: Sender[]; changed: (next: Sender) => void }) => (
  <section class="card-list">
    <h2>{title}</h2>
    <ul class="cards">{senders.map((sender) => <SenderCard key={sender.key} sender={sender} changed={changed} />)}</ul>
  </section>
);

/** Those that may write and have not, so far. */
function Directory({ wanted, own }: { wanted: string; own: Sender[] }) {
  const { value, error, again, put } = useFetched(() => look(wanted, null), [wanted]);
  const [busy, setBusy] = useState(false);
  const said = words().senders;
  if (error) return <Failed error={error} retry={again} />;
  if (!value) return wanted ? null : <Loading />;
  const mine = new Set(own.map(({ key }) => key));
  const others = value.senders.filter(({ key }) => !mine.has(key));
  const more = async () => {
    setBusy(true);
    await look(wanted, value.next).then(({ senders, next }) => put({ senders: [...value.senders, ...senders], next }), again);
    setBusy(false);
  };
  return (
    <>
      {others.length > 0 && (
        <Cards title={wanted ? said.others_found(wanted) : said.others} senders={others}
          changed={(next) => put({ ...value, senders: value.senders.map((sender) => (sender.key === next.key ? next : sender)) })} />
      )}
      {wanted && !others.length && !value.next && <p class="hint none-found">{said.no_others}</p>}
      {value.next && <Button busy={busy} onPress={() => void more()}>{said.more}</Button>}
    </>
  );
}

/** A value once it has stopped changing. */
function useResting(value: string): string {
  const [resting, rest] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => rest(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return resting;
}
