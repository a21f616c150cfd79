// Closing the account: what happens on which day, and how to change one's mind.
import { useState } from "preact/hooks";
import { api } from "../../api";
import type { Closing } from "../../api-types";
import { now, plusDays } from "../../clock";
import { lastDay, longDate } from "../../dates";
import { t } from "../../i18n";
import { words } from "../../i18n/settings";
import { refreshSession, session } from "../../session";
import { confirmedAnew } from "../../step-up";
import { useStore } from "../../store";
import { undoClose } from "../../ui/Banners";
import { Button, LinkButton } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { useSending } from "../../ui/Form";
import { Page } from "../../ui/Page";
import { Note } from "../../ui/States";

const GRACE_DAYS = 10;
const ERASED_AFTER_DAYS = 20;

/** The days as they would be if one closed the account now. */
function ifClosedNow(): Closing {
  const closed_at = new Date(now()).toISOString();
  return { closed_at, accepts_until: plusDays(closed_at, GRACE_DAYS), erase_at: plusDays(closed_at, ERASED_AFTER_DAYS) };
}

export function Close() {
  const closing = useStore(session)?.closing;
  return closing ? <UnderWay closing={closing} /> : <Ask />;
}

function Ask() {
  const [asking, ask] = useState(false);
  const { error, busy, send } = useSending();
  const close = () => send(async () => {
    ask(false);
    await confirmedAnew(api.closeAccount);
    await refreshSession();
  });
  return (
    <Page title={words().closing.title} lead={words().closing.lead}>
      <Timeline closing={ifClosedNow()} />
      <Note icon="download"><p>{words().closing.save_first} <a href="/settings#export">{words().closing.take_home}</a></p></Note>
      <p>{words().closing.instead} <a href="/senders">{t.nav.senders}</a>.</p>
      {error && <p class="field-error" role="alert">{error}</p>}
      <div class="acts">
        <Button look="away" busy={busy} onPress={() => ask(true)}>{words().closing.close}</Button>
        <LinkButton href="/settings">{words().closing.stay}</LinkButton>
      </div>
      {asking && (
        <Dialog title={words().closing.sure} alarm onClose={() => ask(false)}>
          <p>{words().closing.sure_text(longDate(ifClosedNow().erase_at))}</p>
          <div class="dialog-acts">
            <Button onPress={() => ask(false)}>{t.dialog.keep}</Button>
            <Button look="away" onPress={() => void close()}>{words().closing.close_now}</Button>
          </div>
        </Dialog>
      )}
    </Page>
  );
}

const UnderWay = ({ closing }: { closing: Closing }) => (
  <Page title={words().closing.under_way} lead={words().closing.under_way_lead(longDate(closing.erase_at))}>
    <Timeline closing={closing} />
    <div class="acts">
      <Button look="go" icon="restore" onPress={() => void undoClose()}>{t.banners.undo}</Button>
      <LinkButton href="/inbox">{t.nav.inbox}</LinkButton>
    </div>
  </Page>
);

const Timeline = ({ closing: { closed_at, accepts_until, erase_at } }: { closing: Closing }) => (
  <ol class="timeline">
    <Day day={longDate(closed_at)} text={words().closing.day_now} />
    <Day day={lastDay(accepts_until)} text={words().closing.day_accepts} />
    <Day day={longDate(erase_at)} text={words().closing.day_erased} />
  </ol>
);

const Day = ({ day, text }: { day: string; text: string }) => <li><b>{day}</b><p>{text}</p></li>;
