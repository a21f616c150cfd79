// Opening an account, one thing at a time: who you are, the terms, the e-mail, the mobile, done.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api";
import type { Enrolment, EnrolmentStep } from "../../api-types";
import { words } from "../../i18n/open";
import { Door } from "../../ui/Door";
import { markMove } from "../../ui/Heading";
import { Loading } from "../../ui/States";
import { EmailStep, MobileStep } from "./Contact";
import { Done } from "./Done";
import { Identify } from "./Identify";
import { TermsStep } from "./TermsStep";

const STEPS = ["identify", "terms", "email", "mobile", "done"] as const;
type Step = (typeof STEPS)[number];

const stepOf = (step: EnrolmentStep | undefined): Step =>
  step === undefined ? "identify" : (step.replace("_code", "") as Step);

export function Open() {
  // undefined: not known yet whether an opening is under way; null: it is not
  const [enrolment, set] = useState<Enrolment | null | undefined>(undefined);
  const show = (next: Enrolment | null) => {
    if (next?.step !== enrolment?.step) markMove();
    set(next);
  };
  useEffect(() => void api.enrolment().then((found) => set(found.step === "done" ? null : found), () => set(null)), []);
  if (enrolment === undefined) return <Door><Loading /></Door>;
  const step = stepOf(enrolment?.step);
  return (
    <Door steps={<Steps at={step} />}>
      <Page step={step} enrolment={enrolment} show={show} />
    </Door>
  );
}

export interface StepProps {
  enrolment: Enrolment;
  show: (enrolment: Enrolment | null) => void;
}

function Page({ step, enrolment, show }: { step: Step; enrolment: Enrolment | null; show: StepProps["show"] }) {
  if (!enrolment) return <Identify show={show} />;
  const props = { enrolment, show };
  switch (step) {
    case "terms": return <TermsStep {...props} />;
    case "email": return <EmailStep {...props} />;
    case "mobile": return <MobileStep {...props} />;
    default: return <Done />;
  }
}

/** Where in the opening one is, in words and as a row of marks. */
function Steps({ at }: { at: Step }) {
  const now = STEPS.indexOf(at);
  return (
    <nav class="steps" aria-label={words().open.steps}>
      <p class="steps-words">{words().open.step(now + 1, STEPS.length)}</p>
      <ol>
        {STEPS.map((step, place) => (
          <li key={step} class={place < now ? "past" : place === now ? "now" : undefined}
            aria-current={place === now ? "step" : undefined}>
            <span>{words().open.step_names[step]}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
