// Selecting many letters, all of the filter if one likes, and what can be done with them together.
import { useEffect, useState } from "preact/hooks";
import { actOn, type Act } from "../acts";
import { number } from "../dates";
import { t } from "../i18n";
import { useKeys } from "../keys";
import { useStore } from "../store";
import { Button, IconButton } from "../ui/Button";
import type { IconName } from "../ui/Icon";
import { lazy } from "../ui/lazy";
import { Rest } from "../ui/Rest";
import { LabelMenu } from "./LabelMenu";
import { select, selected, stopSelecting } from "./selection";
import type { View } from "./view";

const TakeHome = lazy(() => import("./TakeHome").then((file) => file.TakeHome));

const OFFERED: Record<View["folder"], readonly [Act, ...Act[]]> = {
  inbox: ["archive", "trash"], archive: ["unarchive", "trash"], trash: ["restore"],
};

/** Each in a word, with more of them for who cannot see what it is about. */
const WORDS: Record<Act, () => readonly [icon: IconName, word: string, name?: string]> = {
  archive: () => ["archive", t.acts.archive], unarchive: () => ["inbox", t.acts.unarchive], trash: () => ["trash", t.acts.trash],
  restore: () => ["restore", t.acts.restore], read: () => ["letter", t.bulk.read, t.bulk.read_name],
  unread: () => ["unread", t.acts.mark_unread, t.acts.mark_unread_name],
};

/** The way into selecting; it stands at the title while nobody is. */
export function StartSelecting({ view }: { view: View }) {
  const chosen = useStore(selected);
  if (chosen || !view.listed.length) return null;
  return <Button look="quiet" icon="check" onPress={() => select([])}>{t.bulk.start}</Button>;
}

export function SelectBar({ view }: { view: View }) {
  const chosen = useStore(selected);
  useEffect(stopSelecting, [view.folder, view.show, view.label, view.wanted]);
  return chosen && view.listed.length ? <Selecting view={view} chosen={chosen} /> : null;
}

/** All that the filter holds, also what has not been fetched yet: it waits until the whole list is here. */
function Everything({ view: { listed, state }, chosen }: { view: View; chosen: number }) {
  const [wanted, want] = useState(false);
  const [coming, there] = [state === "first" || state === "more", listed.length];
  useEffect(() => {
    if (!wanted || coming) return;
    select(listed.map(({ key }) => key));
    want(false);
  }, [wanted, coming]);
  if (chosen === there && !coming) return <Button look="quiet" onPress={() => select([])}>{t.bulk.none}</Button>;
  const said = wanted ? t.bulk.collecting(number(there)) : coming ? t.bulk.all_of_them : t.bulk.all(there);
  return <Button look="quiet" busy={wanted} onPress={() => want(true)}>{said}</Button>;
}

function Selecting({ view, chosen }: { view: View; chosen: ReadonlySet<string> }) {
  const [labelling, label] = useState(false);
  const [taking, take] = useState(false);
  const letters = view.listed.filter(({ key }) => chosen.has(key));
  const act = (wanted: Act) => {
    if (!letters.length) return;
    stopSelecting();
    void actOn(letters, wanted);
  };
  // while a letter is open the keys are that letter's
  const [putAway] = OFFERED[view.folder];
  const acts = { e: () => act(putAway), "#": () => act("trash"), l: () => letters.length > 0 && label(true) };
  useKeys({ Escape: stopSelecting, ...(!view.open && view.folder !== "trash" && acts) });
  return (
    <div class="select-bar" role="group" aria-label={t.bulk.bar}>
      <span class="select-count" role="status">{t.bulk.chosen(letters.length)}</span>
      <Everything view={view} chosen={letters.length} />
      <span class="select-stop"><IconButton name="close" label={t.bulk.stop} onPress={stopSelecting} /></span>
      <div class="select-acts">
        {OFFERED[view.folder].map((wanted) => <ActButton key={wanted} wanted={wanted} none={!letters.length} act={act} />)}
        <Button icon="label" disabled={!letters.length} onPress={() => label(true)}>{t.labels.set}</Button>
        <Button icon="download" disabled={!letters.length} onPress={() => take(true)}>{t.acts.download}</Button>
        {view.folder !== "trash" && (
          <Rest>
            <ActButton wanted="read" none={!letters.length} act={act} />
            <ActButton wanted="unread" none={!letters.length} act={act} />
          </Rest>
        )}
      </div>
      {taking && <TakeHome letters={letters} close={() => take(false)} />}
      {labelling && <LabelMenu letters={letters} close={() => label(false)} done={stopSelecting} />}
    </div>
  );
}

function ActButton({ wanted, none, act }: { wanted: Act; none: boolean; act: (wanted: Act) => void }) {
  const [icon, word, name] = WORDS[wanted]();
  return <Button icon={icon} {...(name && { name })} disabled={none} onPress={() => act(wanted)}>{word}</Button>;
}
