// The dialog while the selected letters are taken home as one file, and what became of it.
import { useEffect, useState } from "preact/hooks";
import type { Letter } from "../api-types";
import { now } from "../clock";
import { calendarDay } from "../dates";
import { t } from "../i18n";
import { words } from "../i18n/taking";
import { hand } from "../letter/documents";
import { MOST_LETTERS, take, type Left, type Taken } from "../letter/taking";
import { operator } from "../operator";
import { Button, LinkButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Note } from "../ui/States";

const named = (): string => `${operator.get().name} ${calendarDay(now())}.zip`;

export const TakeHome = ({ letters, close }: { letters: Letter[]; close: () => void }) => (
  <Dialog title={words().taking.title} onClose={close}>
    {letters.length > MOST_LETTERS ? <TooMany letters={letters.length} /> : <Taking letters={letters} close={close} />}
  </Dialog>
);

const TooMany = ({ letters }: { letters: number }) => (
  <>
    <p>{words().taking.too_many(MOST_LETTERS, letters)}</p>
    <LinkButton href="/settings#export" icon="download">{words().taking.whole}</LinkButton>
  </>
);

function Taking({ letters, close }: { letters: Letter[]; close: () => void }) {
  const [done, went] = useState(1);
  const [taken, put] = useState<Taken | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    void take(letters, stop.signal, went).then((found) => {
      if (found?.documents) hand(found.file, named());
      put(found);
    });
    return () => stop.abort();
  }, []);
  if (taken) return <Told taken={taken} close={close} />;
  return (
    <>
      <label class="taking"><span role="status">{words().taking.under_way(done, letters.length)}</span><progress value={done - 1} max={letters.length} /></label>
      <div class="dialog-acts"><Button onPress={close}>{words().taking.stop}</Button></div>
    </>
  );
}

const Told = ({ taken: { documents, left }, close }: { taken: Taken; close: () => void }) => (
  <>
    <Note kind={documents ? "ok" : "due"} icon={documents ? "check" : "warning"}>
      {documents ? words().taking.done(documents, named()) : words().taking.nothing}
    </Note>
    <ul class="taking-left">
      {(Object.keys(left) as (keyof Left)[]).filter((why) => left[why]).map((why) => <li key={why}>{words().taking.left[why](left[why])}</li>)}
    </ul>
    <div class="dialog-acts"><Button onPress={close}>{t.dialog.close}</Button></div>
  </>
);
