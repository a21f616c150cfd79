// The first step of opening an account: the personnummer, then BankID for that very person.
import { useRef, useState } from "preact/hooks";
import { Problem, api } from "../../api";
import type { After, Enrolment } from "../../api-types";
import { useBankId } from "../../bankid";
import { t } from "../../i18n";
import { words } from "../../i18n/open";
import { checkPersonnummer } from "../../personnummer";
import { enter } from "../../session";
import { BankId } from "../../ui/BankId";
import { Button, LinkButton } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Form } from "../../ui/Form";
import { Heading } from "../../ui/Heading";

export function Identify({ show }: { show: (enrolment: Enrolment) => void }) {
  const [typed, setTyped] = useState("");
  const [error, refuse] = useState<string | null>(null);
  const [young, setYoung] = useState(false);
  const digits = useRef("");

  const after = async (next: After) => {
    if (next === "underage") setYoung(true);
    else if (next === "enrolment") show(await api.enrolment());
    else await enter("/inbox");
  };
  const begin = async (same_device: boolean) => {
    try {
      return await api.login({ purpose: "open", personnummer: digits.current, same_device });
    } catch (problem) {
      if (problem instanceof Problem && problem.code === "underage") setYoung(true);
      throw problem;
    }
  };
  const order = useBankId("open", begin, (next) => void after(next));

  const identify = () => {
    const checked = checkPersonnummer(typed);
    if ("wrong" in checked) return refuse(words().open.wrong[checked.wrong]);
    refuse(null);
    digits.current = checked.digits;
    order.start(false);
  };

  if (young) return <TooYoung />;
  if (order.view.at === "rest" || order.view.at === "starting") {
    return (
      <>
        <Heading title={words().open.title}>{words().open.title}</Heading>
        <p class="lead">{words().open.lead}</p>
        <Needs />
        <Form onSend={identify}>
          <Field first label={words().open.personnummer} hint={words().open.personnummer_hint} value={typed} onValue={setTyped}
            inputMode="numeric" maxLength={20} error={error} />
          <Button type="submit" look="go" wide busy={order.view.at === "starting"}>{words().open.with_bankid}</Button>
        </Form>
        <p class="door-foot"><a href="/login">{words().open.have_account}</a></p>
      </>
    );
  }
  return (
    <>
      <Heading title={words().open.title}>{words().open.scan_title}</Heading>
      <Scan />
      <BankId order={order} />
    </>
  );
}

const Needs = () => (
  <details class="needs">
    <summary>{words().open.needs_title}</summary>
    <ul>{words().open.needs.map((need) => <li key={need}>{need}</li>)}</ul>
  </details>
);

const Scan = () => <ol class="scan">{words().open.scan.map((step) => <li key={step}>{step}</li>)}</ol>;

const TooYoung = () => (
  <>
    <Heading title={t.login.underage.title}>{t.login.underage.title}</Heading>
    <p class="lead">{t.login.underage.text}</p>
    <LinkButton wide look="go" href="/login">{t.login.underage.back}</LinkButton>
  </>
);
