// A registered letter before it is opened: what it is, until when it can be signed for, and signing.
import { api } from "../api";
import type { Letter } from "../api-types";
import { useBankId } from "../bankid";
import { lastDay } from "../dates";
import { t } from "../i18n";
import { BankId } from "../ui/BankId";
import { Note } from "../ui/States";

export function Receive({ letter, opened }: { letter: Letter; opened: () => void }) {
  const { registered } = letter;
  if (!registered || registered.state === "signed") return null;
  const until = lastDay(registered.expires_at);
  if (registered.state === "expired") return <Note kind="late" icon="registered">{t.registered.expired(until)}</Note>;
  return (
    <section class="receive" aria-labelledby="receive">
      <h2 id="receive">{t.registered.title}</h2>
      <p>{t.registered.waiting}</p>
      <p><b>{t.registered.until(until)}</b></p>
      <p>{t.registered.told}</p>
      <Sign letterKey={letter.key} opened={opened} />
    </section>
  );
}

function Sign({ letterKey, opened }: { letterKey: string; opened: () => void }) {
  const order = useBankId((sameDevice) => api.receive(letterKey, sameDevice), (next) => next === "received" && opened());
  return <BankId order={order} />;
}
