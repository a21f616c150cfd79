// The sheet with the keyboard shortcuts, and the switch that turns them off.
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { allowShortcuts, shortcuts, useKeys } from "../keys";
import { useStore } from "../store";
import { Dialog } from "./Dialog";
import { Switch } from "./Switch";

const KEYS = ["j", "k", "o", "u", "e", "#", "x", "/", "?", "Ctrl+Z"] as const;

export function KeyHelp() {
  const [shown, show] = useState(false);
  const on = useStore(shortcuts);
  useKeys({ "?": () => show(true) });
  if (!shown) return null;
  return (
    <Dialog title={t.keys.title} onClose={() => show(false)}>
      <dl class="keys">
        {KEYS.map((key) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t.keys.does[key]}</dd></div>)}
      </dl>
      <Switch label={t.keys.use} hint={t.keys.use_hint} on={on} onSwitch={allowShortcuts} />
    </Dialog>
  );
}
