// The dialog that asks for BankID once more.
import { api } from "../api";
import { useBankId } from "../bankid";
import { t } from "../i18n";
import { asked, type Asked } from "../step-up";
import { useStore } from "../store";
import { BankId } from "./BankId";
import { Dialog } from "./Dialog";

export function StepUp() {
  const question = useStore(asked);
  return question && <StepUpDialog {...question} />;
}

function StepUpDialog({ answer }: Asked) {
  const order = useBankId("step-up", api.stepUp, (next) => answer(next === "stepped_up"));
  return (
    <Dialog title={t.step_up.title} onClose={() => answer(false)}>
      <p>{t.step_up.text}</p>
      <BankId order={order} />
    </Dialog>
  );
}
