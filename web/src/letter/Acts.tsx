// What can be done with the open letter: a bar above it on a computer, at the thumb on a phone.
import { useRef, useState } from "preact/hooks";
import { archive, markUnread, restore, trash, unarchive } from "../acts";
import type { Letter, LetterDocument } from "../api-types";
import { daysUntil, plusDays } from "../clock";
import { t } from "../i18n";
import { useKeys } from "../keys";
import { deleteLetter } from "../letters";
import { TRASH_DAYS, address } from "../lists";
import { LabelMenu } from "../mailbox/LabelMenu";
import { neighbours, type View } from "../mailbox/view";
import { subjectOf } from "../registered";
import { go, toSender } from "../router";
import { say } from "../toasts";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Rest } from "../ui/Rest";
import { Note, explain } from "../ui/States";
import { download, print } from "./documents";

interface ActsProps {
  letter: Letter;
  documents: LetterDocument[];
  /** Whether the page itself is what one would print. */
  printable: boolean;
  view: View;
  up: () => void;
}

export function Acts({ letter, documents, printable, view, up }: ActsProps) {
  const [asking, ask] = useState(false);
  const [labelling, label] = useState(false);
  const leaveAfter = useLeaving(letter, up);
  const throwAway = letter.trashed_at ? () => ask(true) : leaveAfter(trash);
  const putAway = letter.trashed_at ? null : leaveAfter(wayOf(letter).act);
  useKeys({ u: up, s: () => toSender(letter), "#": throwAway, ...(putAway && { e: putAway, l: () => label(true) }) });

  return (
    <>
      <div class="bar">
        <span class="bar-up"><Button look="quiet" icon="back" shortcut="u" onPress={up}>{t.letter.to_list}</Button></span>
        <div class="bar-acts" role="group" aria-label={t.acts.bar}>
          {putAway
            ? <Button icon="archive" shortcut="e" onPress={putAway}>{wayOf(letter).words}</Button>
            : <Button icon="restore" onPress={leaveAfter(restore)}>{t.acts.restore}</Button>}
          <Button icon="trash" shortcut="#" onPress={throwAway}>{letter.trashed_at ? t.acts.remove : t.acts.trash}</Button>
          <Rest>
            {putAway && <Button icon="unread" name={t.acts.mark_unread_name} onPress={leaveAfter(markUnread)}>{t.acts.mark_unread}</Button>}
            {putAway && <Button icon="label" onPress={() => label(true)}>{t.labels.set}</Button>}
            {documents.length === 1 && <DocumentActs letterKey={letter.key} part={documents[0]!} />}
            {printable && <Button icon="print" onPress={() => window.print()}>{t.acts.print}</Button>}
          </Rest>
        </div>
        <Steps view={view} />
      </div>
      {letter.trashed_at && <GoneIn letter={letter} />}
      {labelling && <LabelMenu letters={[letter]} close={() => label(false)} />}
      {asking && <Remove letter={letter} close={() => ask(false)} up={up} />}
    </>
  );
}

/** Into the archive or out of it. */
const wayOf = ({ archived }: Letter) =>
  archived ? { act: unarchive, words: t.acts.unarchive } : { act: archive, words: t.acts.archive };

/** Go up and act; until the page has changed, the second press of two quick ones is for nothing here. */
function useLeaving(letter: Letter, up: () => void) {
  const left = useRef(false);
  return (act: (letter: Letter) => Promise<void>) => () => {
    if (left.current) return;
    left.current = true;
    up();
    void act(letter);
  };
}

export const DocumentActs = ({ letterKey, part }: { letterKey: string; part: LetterDocument }) => (
  <>
    <Button icon="download" onPress={() => void download(letterKey, part)}>{t.acts.download}</Button>
    <Button icon="print" onPress={() => void print(letterKey, part)}>{t.acts.print}</Button>
  </>
);

/** To the letter before or after, as the list shows them. */
function Steps({ view }: { view: View }) {
  const { previous, next } = neighbours(view);
  const to = (key: string | null) => key && go(address(view, key), { replace: true });
  useKeys({ j: () => to(next), k: () => to(previous) });
  return (
    <span class="bar-steps">
      <IconButton name="up" label={t.letter.previous} shortcut="k" disabled={!previous} onPress={() => to(previous)} />
      <IconButton name="down" label={t.letter.next} shortcut="j" disabled={!next} onPress={() => to(next)} />
    </span>
  );
}

const GoneIn = ({ letter }: { letter: Letter }) => (
  <Note kind="due" icon="trash">{t.letter.gone_in(daysUntil(plusDays(letter.trashed_at!, TRASH_DAYS)))}</Note>
);

/** The only thing here that cannot be undone asks once. */
function Remove({ letter, close, up }: { letter: Letter; close: () => void; up: () => void }) {
  const remove = async () => {
    close();
    try {
      await deleteLetter(letter);
      up();
      say(t.acts.removed);
    } catch (error) {
      say(explain(error));
    }
  };
  return (
    <Dialog title={t.acts.remove_title} alarm onClose={close}>
      <p>{t.acts.remove_text(subjectOf(letter))}</p>
      <div class="dialog-acts">
        <Button onPress={close}>{t.dialog.keep}</Button>
        <Button look="away" icon="trash" onPress={() => void remove()}>{t.acts.remove}</Button>
      </div>
    </Dialog>
  );
}
