// The e-mail and the mobile: each typed, then proved with the six digits sent to it.
import { useState } from "preact/hooks";
import { api, isProblem } from "../../api";
import { isAddress, isMobileNumber, mobileNumber } from "../../contact";
import { t } from "../../i18n";
import { words } from "../../i18n/open";
import { Button } from "../../ui/Button";
import { CodeForm } from "../../ui/CodeForm";
import { Field } from "../../ui/Field";
import { Form, useSending } from "../../ui/Form";
import { Heading } from "../../ui/Heading";
import type { Way } from "./way";

type Kind = "email" | "mobile";

const page = (kind: Kind) => function ContactStep({ way }: { way: Way }) {
  const { enrolment, step, show } = way;
  const given = enrolment[kind];
  if (step === kind || !given) return <Ask kind={kind} given={mobileNumber(given ?? "").replaceAll("\u00a0", " ")} way={way} />;
  const said = words().open[kind];
  const prove = async (code: string) => {
    try {
      show(await api.giveCode(kind, code));
    } catch (problem) {
      if (!isProblem(problem, "email_taken")) throw problem;
      show(await api.enrolment(), enrolment.email); // said where another address can be given
    }
  };
  return (
    <>
      <Heading title={said.code_title}>{said.code_title}</Heading>
      <p class="lead">{said.code_sent} <b>{mobileNumber(given)}</b>.</p>
      <CodeForm
        key={given}
        state={enrolment}
        hint={<p class="hint">{said.code_hint}</p>}
        change={said.change}
        onCode={prove}
        onResend={async () => show(await api.askForCode(kind))}
        onChange={() => way.back?.()}
      />
    </>
  );
};

export const EmailStep = page("email");
export const MobileStep = page("mobile");

function Ask({ kind, given, way: { show, onward, taken } }: { kind: Kind; given: string; way: Way }) {
  const [typed, setTyped] = useState(given || taken);
  const { error, busy, send, refuse } = useSending();
  const said = words().open[kind];
  const [isRight, tell] = kind === "email" ? [isAddress, api.giveEmail] : [isMobileNumber, api.giveMobile];
  const give = () => {
    if (!isRight(typed)) return refuse(said.wrong);
    if (given && typed.trim() === given) return onward(); // looked at again, and left as it was
    return send(async () => show(await tell(typed.trim())));
  };
  const wrong = error ?? (taken && typed === taken ? t.problems.email_taken : null);
  return (
    <>
      <Heading title={said.title}>{said.title}</Heading>
      <p class="lead">{said.lead}</p>
      <Form onSend={give}>
        {kind === "email"
          ? <Field first label={said.label} type="email" inputMode="email" autoComplete="email" value={typed} onValue={setTyped} error={wrong} />
          : <Field first label={said.label} hint={words().open.mobile.hint} type="tel" inputMode="tel" autoComplete="tel" value={typed} onValue={setTyped} error={wrong} />}
        <Button type="submit" look="go" wide busy={busy}>{t.actions.continue}</Button>
      </Form>
    </>
  );
}
