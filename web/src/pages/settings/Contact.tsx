// The e-mail and the mobile we reach a member on: changed with BankID and a code to the new one.
import { useEffect, useState } from "preact/hooks";
import { api, isProblem } from "../../api";
import type { ContactChange, Settings } from "../../api-types";
import { isAddress, isMobileNumber, mobileNumber } from "../../contact";
import { t } from "../../i18n";
import { words as openWords } from "../../i18n/open";
import { words as settingsWords } from "../../i18n/settings";
import { expectLetters } from "../../letters";
import { refreshSession } from "../../session";
import { confirmed } from "../../step-up";
import { say } from "../../toasts";
import { Button } from "../../ui/Button";
import { CodeForm } from "../../ui/CodeForm";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Form, useSending } from "../../ui/Form";
import { Section } from "../../ui/Page";
import { Loading, Note } from "../../ui/States";
import type { SettingsProps } from "./Settings";

type Kind = "email" | "mobile";

export function Contact({ values, put }: SettingsProps) {
  const [changing, change] = useState<Kind | null>(null);
  const { email, mobile } = values;
  const done = (next: Settings) => {
    put(next);
    say(settingsWords().settings.contact[changing ?? "email"].changed);
    change(null);
    void refreshSession().catch(() => {});
  };
  return (
    <Section id="contact" title={settingsWords().settings.contact_title}>
      {email.bounced && <Note kind="late" icon="warning"><b>{settingsWords().settings.bounced(email.address)}</b> {settingsWords().settings.bounced_do}</Note>}
      <dl class="details">
        <Detail kind="email" value={email.address} onChange={change} />
        <Detail kind="mobile" value={mobileNumber(mobile.number)} onChange={change} />
      </dl>
      {changing && <Change kind={changing} done={done} close={() => change(null)} />}
    </Section>
  );
}

const Detail = ({ kind, value, onChange }: { kind: Kind; value: string; onChange: (kind: Kind) => void }) => (
  <div>
    <dt>{settingsWords().settings.contact[kind].label}</dt>
    <dd>
      <span class="value">{value}</span>
      <button type="button" class="button" aria-label={settingsWords().settings.contact[kind].change} onClick={() => onChange(kind)}>{t.actions.change}</button>
    </dd>
  </div>
);

function Change({ kind, done, close }: { kind: Kind; done: (settings: Settings) => void; close: () => void }) {
  const [sent, setSent] = useState<ContactChange | null | undefined>(undefined);
  const [taken, take] = useState("");
  // who has fetched the code, and come back to a page loaded anew, types it where they were
  useEffect(() => void api.contactChange(kind).then(setSent, () => setSent(null)), [kind]);
  return (
    <Dialog title={settingsWords().settings.contact[kind].change} onClose={close}>
      {sent === undefined ? <Loading />
        : sent ? <Prove kind={kind} sent={sent} setSent={setSent} done={done} take={take} />
        : <NewContact kind={kind} taken={taken} onSent={setSent} />}
    </Dialog>
  );
}

function Prove({ kind, sent, setSent, done, take }: {
  kind: Kind; sent: ContactChange; setSent: (sent: ContactChange | null) => void; done: (settings: Settings) => void;
  take: (address: string) => void;
}) {
  const said = openWords().open[kind];
  const prove = async (code: string) => {
    try {
      done(await api.proveContact(kind, code));
      if (kind === "email") expectLetters(); // what was sent to the address has waited for this
    } catch (problem) {
      if (!isProblem(problem, "email_taken")) throw problem;
      take(sent.address); // said where another address can be given
      setSent(null);
    }
  };
  return (
    <>
      <p>{said.code_sent} <b>{mobileNumber(sent.address)}</b>.</p>
      <CodeForm state={sent} hint={<p class="hint">{said.code_hint}</p>} change={said.change}
        onCode={prove} onResend={async () => setSent(await api.resendContact(kind))} onChange={() => setSent(null)} />
    </>
  );
}

function NewContact({ kind, taken, onSent }: { kind: Kind; taken: string; onSent: (change: ContactChange) => void }) {
  const [typed, setTyped] = useState(taken);
  const { error, busy, send, refuse } = useSending();
  const words = settingsWords().settings.contact[kind];
  const [isRight, change] = kind === "email" ? [isAddress, api.changeEmail] : [isMobileNumber, api.changeMobile];
  const give = () =>
    isRight(typed) ? send(async () => onSent(await confirmed(() => change(typed.trim())))) : refuse(openWords().open[kind].wrong);
  return (
    <Form onSend={give}>
      <p>{words.change_text}</p>
      <Field first label={words.new_label} type={kind === "email" ? "email" : "tel"} inputMode={kind === "email" ? "email" : "tel"}
        autoComplete={kind === "email" ? "email" : "tel"} value={typed} onValue={setTyped}
        error={error ?? (taken && typed === taken ? t.problems.email_taken : null)} />
      <Button type="submit" look="go" wide busy={busy}>{t.actions.continue}</Button>
    </Form>
  );
}
