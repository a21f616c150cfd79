// Fifteen quiet minutes end the session; two minutes before, a dialog asks whether anybody is still there.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api";
import { t } from "../i18n";
import { logOut, presence, session } from "../session";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

const WARNING = 120_000;
const TELL_SERVER_AFTER = 60_000;
const SIGNS = ["pointerdown", "keydown", "wheel", "touchmove"] as const;

/** How long the server lets us be quiet. */
function quietTime(): number {
  const found = session.get();
  return found ? Date.parse(found.idle_expires_at) - Date.parse(found.now) : 15 * 60_000;
}

export function Idle() {
  const [left, setLeft] = useState<number | null>(null);
  const warned = useRef(false);
  warned.current = left !== null;

  useEffect(() => {
    const quiet = quietTime();
    const timer = setInterval(() => {
      const remaining = quiet - (Date.now() - presence.last);
      if (remaining <= 0) void logOut("idle");
      else setLeft(remaining <= Math.min(WARNING, quiet / 2) ? Math.ceil(remaining / 1_000) : null);
    }, 1_000);
    return () => clearInterval(timer);
  }, []);

  useEffect(() => {
    const sign = () => {
      if (!warned.current && Date.now() - presence.last > TELL_SERVER_AFTER) stay();
    };
    for (const name of SIGNS) addEventListener(name, sign, { passive: true });
    return () => {
      for (const name of SIGNS) removeEventListener(name, sign);
    };
  }, []);

  if (left === null) return null;
  return (
    <Dialog title={t.idle.title} alarm onClose={stay}>
      <p>{t.idle.text}</p>
      <p class="countdown" role="timer">{t.idle.left(left)}</p>
      <div class="dialog-acts">
        <Button look="go" onPress={stay}>{t.idle.stay}</Button>
        <Button onPress={() => void logOut()}>{t.nav.log_out}</Button>
      </div>
    </Dialog>
  );
}

/** Tell the server that somebody is here. */
function stay(): void {
  presence.last = Date.now(); // at once; the answer to this call sets it again
  void api.session().catch(() => {});
}
