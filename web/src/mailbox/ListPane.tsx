// The list: search, filters and the rows under their days, a window of them at a time.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Letter } from "../api-types";
import { number } from "../dates";
import { t } from "../i18n";
import { labels } from "../labels";
import { loadLetters } from "../letters";
import { address } from "../lists";
import { notUnderstood } from "../search";
import { useStore } from "../store";
import { Button, LinkButton } from "../ui/Button";
import { useCovered } from "../ui/covered";
import { Foot } from "../ui/Foot";
import { useTitle } from "../ui/Heading";
import { Chips } from "./Chips";
import { LabelMenu } from "./LabelMenu";
import { useListFocus } from "./list-focus";
import { Nothing, Skeleton } from "./ListStates";
import { Rows } from "./Rows";
import { SearchField } from "./SearchField";
import { SelectBar, StartSelecting } from "./SelectBar";
import type { View } from "./view";

const WINDOW = 50;
const FOUND = 12; // rows of a search, which is drawn anew with each key: somewhat more than a screen holds
const AHEAD = 10; // rows shown below the open letter

export function ListPane({ view }: { view: View }) {
  const { folder, show, wanted, open, state, listed, elsewhere } = view;
  const first = wanted ? FOUND : WINDOW;
  const [more, setMore] = useState(0);
  const shown = first + more;
  const pane = useRef<HTMLElement>(null);
  useEffect(() => setMore(0), [folder, show, view.label, wanted]);
  const [labelling, label] = useState<Letter | null>(null);
  useListFocus(pane, view, label);
  useCovered(pane, ".list-top");
  useListTitle(view);

  const at = open ? listed.findIndex((letter) => letter.key === open) : -1;
  const windowed = listed.slice(0, Math.max(shown, at + AHEAD));
  const hidden = listed.length - windowed.length;
  return (
    <section class="list" ref={pane} aria-labelledby="list-title">
      <header class="list-head">
        <ListTitle view={view} />
        <StartSelecting view={view} />
      </header>
      <div class="list-top">
        <SearchField view={view} />
        <Chips view={view} />
        <SelectBar view={view} />
      </div>
      <HowMany view={view} />
      {folder === "trash" && listed.length > 0 && <p class="list-hint">{t.list.trash_hint}</p>}
      {state === "first" && <Skeleton />}
      {listed.length > 0 && <Rows letters={windowed} view={view} />}
      {listed.length === 0 && state !== "first" && <Nothing view={view} />}
      {hidden > 0 &&
        <div class="list-more"><Button wide onPress={() => setMore(more + WINDOW)}>{t.list.more(hidden)}</Button></div>}
      {elsewhere.map(({ folder: other, count }) => (
        <div key={other} class="list-more">
          <LinkButton wide href={address({ folder: other, show: "all", label: null, wanted })} icon={other}>
            {t.list.elsewhere(t.folders[other], number(count))}
          </LinkButton>
        </div>
      ))}
      {listed.length > 0 && state === "failed" && <Partly />}
      {labelling && <LabelMenu letters={[labelling]} close={() => label(null)} />}
      {state !== "first" && <Foot />}
    </section>
  );
}

/** How many there are, or were found; nothing is counted when what was asked for is not understood. */
function HowMany({ view: { wanted, listed, state } }: { view: View }) {
  const misread = notUnderstood(wanted);
  const told = misread ? t.list.misread(misread) : wanted ? t.list.hits(listed.length) : t.list.found(listed.length);
  return (
    <p class={misread || (wanted && listed.length) ? "list-hint" : "sr"} role="status">{state === "whole" ? told : ""}</p>
  );
}

const ListTitle = ({ view }: { view: View }) => {
  const { open } = view;
  const Level = open ? "h2" : "h1";
  return <Level id="list-title" class="list-title" tabIndex={-1}>{useListName(view)}</Level>;
};

const useListName = ({ folder, label }: View): string =>
  useStore(labels).find(({ id }) => id === label)?.name ?? t.folders[folder];

function useListTitle(view: View): void {
  const { folder, open, unread } = view;
  const name = useListName(view);
  useTitle(open ? t.letter.title : folder === "inbox" && unread ? `${name} (${unread})` : name);
}

const Partly = () => (
  <div class="list-more">
    <p>{t.list.partly}</p>
    <Button wide icon="restore" onPress={() => void loadLetters()}>{t.states.retry}</Button>
  </div>
);
