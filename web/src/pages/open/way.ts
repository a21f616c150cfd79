// The way through the guide: how far one has come, which step one looks at, and back to those before, by the browser too.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api";
import type { Enrolment, EnrolmentStep } from "../../api-types";
import { goToStep, leaveSteps, stepInstead, usePlace } from "../../router";
import { markMove } from "../../ui/Heading";

const STEPS: readonly EnrolmentStep[] = ["terms", "email", "email_code", "mobile", "mobile_code"];
const BEFORE: Partial<Record<EnrolmentStep, EnrolmentStep>> = { email: "terms", email_code: "email", mobile: "email", mobile_code: "mobile" };

const isCode = (step: EnrolmentStep): boolean => step.endsWith("_code");

/** What has been done can be looked at again, until all is done; a code that has been used cannot. */
function shown(come: EnrolmentStep, wanted: string | undefined): EnrolmentStep {
  const place = STEPS.findIndex((step) => step === wanted && !isCode(step));
  return place >= 0 && place < STEPS.indexOf(come) ? STEPS[place]! : come;
}

export interface Way {
  enrolment: Enrolment;
  step: EnrolmentStep;
  /** Go on with what the server answers; null when the opening has been left. `taken` is an address that is another's. */
  show: (next: Enrolment | null, taken?: string) => void;
  /** On from a step that was looked at again and not changed. */
  onward: () => void;
  back: (() => void) | undefined;
  taken: string;
}

/** undefined: not known yet whether an opening is under way; null: it is not. */
export function useWay(): { way: Way | null | undefined; show: Way["show"] } {
  const [enrolment, set] = useState<Enrolment | null | undefined>(undefined);
  const [taken, take] = useState("");
  const { memory } = usePlace();
  const step = enrolment ? shown(enrolment.step, memory.step) : enrolment;
  const before = useRef(step);
  if (before.current !== step && before.current !== undefined) markMove();
  before.current = step;

  useEffect(() => void api.enrolment().then((found) => set(found.step === "done" ? null : found), () => set(null)), []);

  const show = (next: Enrolment | null, address = "") => {
    set(next);
    take(address);
    if (next?.step === "done") leaveSteps();
    else if (next && next.step !== step) (!step || (isCode(step) && !address) ? stepInstead : goToStep)(next.step);
  };
  if (!enrolment || !step) return { way: enrolment ? undefined : enrolment, show };

  const last = BEFORE[step];
  const next = STEPS.find((one, place) => place > STEPS.indexOf(step) && shown(enrolment.step, one) === one);
  return {
    show,
    way: {
      enrolment, step, show, taken,
      onward: () => next && goToStep(next),
      back: last && (() => (memory.before === last ? goToStep : stepInstead)(last)),
    },
  };
}
