// The sheet with the keyboard shortcuts, and the switch that turns them off.
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { allowShortcuts, shortcuts, useKeys } from "../keys";
import { searchHere } from "../mailbox/to-search";
import { go } from "../router";
import { useStore } from "../store";
import { undo } from "../toasts";
import { Dialog } from "./Dialog";
import { Switch } from "./Switch";

const KEYS = ["j", "k", "o", "u", "e", "#", "l", "x", "s", "/", "g i", "g t", "g a", "g s", "z", "?"] as const;

export function KeyHelp() {
  const [shown, show] = useState(false);
  const on = useStore(shortcuts);
  useKeys({
    "?": () => show(true), "/": searchHere, "z": () => void undo(),
    "g i": () => go("/inbox"), "g t": () => go("/todo"), "g a": () => go("/archive"), "g s": () => go("/senders"),
  });
  if (!shown) return null;
  return (
    <Dialog title={t.keys.title} onClose={() => show(false)}>
      <dl class="keys">
        {KEYS.map((key) => <div key={key}><dt>{key.split(" ").map((one) => <kbd key={one}>{one}</kbd>)}</dt><dd>{t.keys.does[key]}</dd></div>)}
      </dl>
      <Switch label={t.keys.use} hint={t.keys.use_hint} on={on} onSwitch={allowShortcuts} />
    </Dialog>
  );
}
