// The e-mail and the mobile: each typed, then proved with the six digits sent to it.
import { useState } from "preact/hooks";
import { api } from "../../api";
import { isAddress, isMobileNumber } from "../../contact";
import { t } from "../../i18n";
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
  const words = t.open[kind];
  return (
    <>
      <Heading title={words.code_title}>{words.code_title}</Heading>
      <p class="lead">{words.code_sent} <b>{given}</b>.</p>
      <CodeForm
        key={given}
        state={enrolment}
        hint={<p class="hint">{words.code_hint}</p>}
        change={words.change}
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
  const words = t.open[kind];
  const [isRight, tell] = kind === "email" ? [isAddress, api.giveEmail] : [isMobileNumber, api.giveMobile];
  const give = () =>
    isRight(typed) ? send(async () => onGiven(await tell(typed.trim()))) : refuse(words.wrong);
  return (
    <>
      <Heading title={words.title}>{words.title}</Heading>
      <p class="lead">{words.lead}</p>
      <Form onSend={give}>
        {kind === "email"
          ? <Field first label={words.label} type="email" inputMode="email" autoComplete="email" value={typed} onValue={setTyped} error={error} />
          : <Field first label={words.label} hint={words.hint} type="tel" inputMode="tel" autoComplete="tel" value={typed} onValue={setTyped} error={error} />}
        <Button type="submit" look="go" wide busy={busy}>{t.actions.continue}</Button>
      </Form>
    </>
  );
}
