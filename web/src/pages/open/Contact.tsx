// The e-mail and the mobile: each typed, then proved with the six digits sent to it.
import { useState } from "preact/hooks";
import { api } from "../../api";
import { isAddress, isMobileNumber, mobileNumber } from "../../contact";
import { t } from "../../i18n";
import { words } from "../../i18n/open";
import { Button } from "../../ui/Button";
import { CodeForm } from "../../ui/CodeForm";
import { Field } from "../../ui/Field";
import { Form, useSending } from "../../ui/Form";
import { Heading } from "../../ui/Heading";
import type { StepProps } from "./Open";

type Kind = "email" | "mobile";

const step = (kind: Kind) => function ContactStep({ enrolment, show }: StepProps) {
  const [correcting, correct] = useState(false);
  const given = enrolment[kind];
  if (enrolment.step === kind || correcting || !given) {
    return <Ask kind={kind} given={given ?? ""} onGiven={(next) => { correct(false); show(next); }} />;
  }
  const said = words().open[kind];
  return (
    <>
      <Heading title={said.code_title}>{said.code_title}</Heading>
      <p class="lead">{said.code_sent} <b>{mobileNumber(given)}</b>.</p>
      <CodeForm
        key={given}
        state={enrolment}
        hint={<p class="hint">{said.code_hint}</p>}
        change={said.change}
        onCode={async (code) => show(await api.giveCode(kind, code))}
        onResend={async () => show(await api.askForCode(kind))}
        onChange={() => correct(true)}
      />
    </>
  );
};

export const EmailStep = step("email");
export const MobileStep = step("mobile");

function Ask({ kind, given, onGiven }: { kind: Kind; given: string; onGiven: (next: StepProps["enrolment"]) => void }) {
  const [typed, setTyped] = useState(given);
  const { error, busy, send, refuse } = useSending();
  const said = words().open[kind];
  const [isRight, tell] = kind === "email" ? [isAddress, api.giveEmail] : [isMobileNumber, api.giveMobile];
  const give = () =>
    isRight(typed) ? send(async () => onGiven(await tell(typed.trim()))) : refuse(said.wrong);
  return (
    <>
      <Heading title={said.title}>{said.title}</Heading>
      <p class="lead">{said.lead}</p>
      <Form onSend={give}>
        {kind === "email"
          ? <Field first label={said.label} type="email" inputMode="email" autoComplete="email" value={typed} onValue={setTyped} error={error} />
          : <Field first label={said.label} hint={words().open.mobile.hint} type="tel" inputMode="tel" autoComplete="tel" value={typed} onValue={setTyped} error={error} />}
        <Button type="submit" look="go" wide busy={busy}>{t.actions.continue}</Button>
      </Form>
    </>
  );
}
