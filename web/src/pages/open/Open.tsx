// Opening an account, one thing at a time: who you are, the terms, the e-mail, the mobile, done.
import type { EnrolmentStep } from "../../api-types";
import { words } from "../../i18n/open";
import { Button } from "../../ui/Button";
import { Door } from "../../ui/Door";
import { Loading } from "../../ui/States";
import { EmailStep, MobileStep } from "./Contact";
import { Done } from "./Done";
import { Identify } from "./Identify";
import { TermsStep } from "./TermsStep";
import { useWay, type Way } from "./way";

const STEPS = ["identify", "terms", "email", "mobile", "done"] as const;
type Step = (typeof STEPS)[number];

const stepOf = (step: EnrolmentStep | undefined): Step =>
  step === undefined ? "identify" : (step.replace("_code", "") as Step);

export function Open() {
  const { way, show } = useWay();
  if (way === undefined) return <Door><Loading /></Door>;
  return (
    <Door steps={<Steps at={stepOf(way?.step)} />}>
      {way ? <Page way={way} /> : <Identify show={show} />}
      {way?.back && <p class="door-foot"><Button look="quiet" icon="back" onPress={way.back}>{words().open.back}</Button></p>}
    </Door>
  );
}

function Page({ way }: { way: Way }) {
  switch (stepOf(way.step)) {
    case "terms": return <TermsStep way={way} />;
    case "email": return <EmailStep way={way} />;
    case "mobile": return <MobileStep way={way} />;
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
