// The first step of opening an account: the personnummer, then BankID for that very person.
import { useRef, useState } from "preact/hooks";
import { Problem, api } from "../../api";
import type { After, Enrolment } from "../../api-types";
import { useBankId, type BankId as Order } from "../../bankid";
import { isMobile } from "../../device";
import { t } from "../../i18n";
import { words } from "../../i18n/open";
import { checkPersonnummer } from "../../personnummer";
import { enter } from "../../session";
import { BankId, Trouble, Ways } from "../../ui/BankId";
import { LinkButton } from "../../ui/Button";
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

  const identify = (sameDevice: boolean) => {
    const checked = checkPersonnummer(typed);
    refuse("wrong" in checked ? words().open.wrong[checked.wrong] : null);
    if ("wrong" in checked) return;
    digits.current = checked.digits;
    order.start(sameDevice);
  };

  if (young) return <TooYoung />;
  if (order.view.at === "waiting") return <Waiting order={order} scan={!order.view.sameDevice} />;
  return (
    <>
      <Heading title={words().open.title}>{words().open.title}</Heading>
      <p class="lead">{words().open.lead}</p>
      <Needs />
      <Form onSend={() => identify(isMobile())}>
        <Trouble view={order.view} />
        <Field first label={words().open.personnummer} hint={words().open.personnummer_hint} value={typed} onValue={setTyped}
          inputMode="numeric" maxLength={20} error={error} />
        <Ways submits start={identify} busy={order.view.at === "starting"} />
      </Form>
      <p class="door-foot"><a href="/login">{words().open.have_account}</a></p>
    </>
  );
}

const Waiting = ({ order, scan }: { order: Order; scan: boolean }) => (
  <>
    <Heading title={words().open.title}>{words().open.scan_title}</Heading>
    {scan && <ol class="scan">{words().open.scan.map((step) => <li key={step}>{step}</li>)}</ol>}
    <BankId order={order} />
  </>
);

const Needs = () => (
  <details class="needs">
    <summary>{words().open.needs_title}</summary>
    <ul>{words().open.needs.map((need) => <li key={need}>{need}</li>)}</ul>
  </details>
);

const TooYoung = () => (
  <>
    <Heading title={t.login.underage.title}>{t.login.underage.title}</Heading>
    <p class="lead">{t.login.underage.text}</p>
    <LinkButton wide look="go" href="/login">{words().open.back}</LinkButton>
  </>
);
