// The word about what was just done, always in a live region, with "Undo".
import { t } from "../i18n";
import { useStore } from "../store";
import { hide, hold, restart, toast, undo } from "../toasts";
import { Icon } from "./Icon";

export function Toast() {
  const shown = useStore(toast);
  return (
    <div class="toast-place" role="status" onMouseEnter={hold} onMouseLeave={restart} onFocusIn={hold} onFocusOut={restart}>
      {shown && (
        <div class="toast">
          <span>{shown.text}</span>
          {shown.undo && <button type="button" aria-keyshortcuts="Control+Z" onClick={undo}>{t.actions.undo}</button>}
          <button type="button" class="toast-close" aria-label={t.dialog.close} onClick={hide}><Icon name="close" /></button>
        </div>
      )}
    </div>
  );
}
