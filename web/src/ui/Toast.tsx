// The word about what was just done, always in a live region, with "Undo".
import { number } from "../dates";
import { t } from "../i18n";
import { AT_ONCE, saving } from "../saving";
import { useStore } from "../store";
import { hide, hold, restart, toast } from "../toasts";
import { Icon } from "./Icon";

export function Toast() {
  const shown = useStore(toast);
  return (
    <div class="toast-place">
      <Saving />
      <div role="status" onMouseEnter={hold} onMouseLeave={restart} onFocusIn={hold} onFocusOut={restart}>
        {shown && (
          <div class="toast">
            <span>{shown.text}</span>
            {shown.undo && <button type="button" aria-keyshortcuts="Control+Z" onClick={shown.undo}>{t.actions.undo}</button>}
            {shown.again && <button type="button" onClick={shown.again}>{t.states.retry}</button>}
            <button type="button" class="toast-close" aria-label={t.dialog.close} onClick={hide}><Icon name="close" /></button>
          </div>
        )}
      </div>
    </div>
  );
}

/** What takes more than one call is not said to be done before it is. */
function Saving() {
  const { left, of } = useStore(saving);
  if (of <= AT_ONCE) return null;
  return (
    <section class="saving" aria-label={t.bulk.saves}>
      <label>{t.bulk.saving(number(of - left), number(of))}<progress value={of - left} max={of} /></label>
    </section>
  );
}
