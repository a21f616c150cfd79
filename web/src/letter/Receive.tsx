// A registered letter before it is opened: what it is, until when it can be signed for, and signing.
import type { ComponentChildren } from "preact";
import { api } from "../api";
import type { Letter } from "../api-types";
import { useBankId } from "../bankid";
import { lastDay } from "../dates";
import { t } from "../i18n";
import { BankId } from "../ui/BankId";
import { Icon } from "../ui/Icon";
import { Note } from "../ui/States";

export const Receive = ({ letter, opened }: { letter: Letter; opened: () => void }) => (
  <Sealed letter={letter}><Sign letterKey={letter.key} opened={opened} /></Sealed>
);

/** What is told before it is opened; `children` is the way to open it. */
export function Sealed({ letter, children }: { letter: Letter; children: ComponentChildren }) {
  const { registered } = letter;
  if (!registered || registered.state === "signed") return null;
  const until = lastDay(registered.expires_at);
  if (registered.state === "expired") return <Note kind="late" icon="registered">{t.registered.expired(until)}</Note>;
  return (
    <section class="content-card receive" aria-labelledby="receive">
      <h2 id="receive"><Icon name="registered" />{t.registered.title}</h2>
      <p>{t.registered.waiting}</p>
      <p><b>{t.registered.until(until)}</b></p>
      <p>{t.registered.told}</p>
      {children}
    </section>
  );
}

function Sign({ letterKey, opened }: { letterKey: string; opened: () => void }) {
  const order = useBankId(`receive ${letterKey}`, (sameDevice) => api.receive(letterKey, sameDevice), (next) => next === "received" && opened());
  return <BankId order={order} />;
}
