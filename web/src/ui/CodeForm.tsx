// Six digits that were sent to somebody: type or paste them, ask for new ones, or correct where they went.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { CodeState } from "../api-types";
import { now, useNow } from "../clock";
import { clockTime } from "../dates";
import { t } from "../i18n";
import { words } from "../i18n/open";
import { Button } from "./Button";
import { Field } from "./Field";
import { Form, useSending } from "./Form";

interface CodeFormProps {
  state: CodeState;
  hint: ComponentChildren;
  change: string;
  onCode: (code: string) => Promise<unknown>;
  onResend: () => Promise<unknown>;
  onChange: () => void;
}

export function CodeForm({ state, hint, change, onCode, onResend, onChange }: CodeFormProps) {
  const [code, setCode] = useState("");
  const [resent, setResent] = useState(false);
  const sending = useSending();
  const asking = useSending();

  const prove = () => (code.length === 6 ? sending.send(() => onCode(code)) : sending.refuse(words().code.six));
  const resend = async () => {
    sending.refuse(null);
    setResent(await asking.send(onResend));
    setCode("");
  };
  return (
    <Form onSend={prove}>
      <Field first code label={words().code.label} value={code} onValue={(typed) => setCode(typed.replace(/\D/g, "").slice(0, 6))}
        inputMode="numeric" autoComplete="one-time-code" error={sending.error} />
      <Validity state={state} />
      <Button type="submit" look="go" wide busy={sending.busy}>{t.actions.continue}</Button>
      <div class="code-help">
        {hint}
        <p role="status">{resent && words().code.resent}</p>
        {asking.error && <p class="field-error" role="alert">{asking.error}</p>}
        <Resend at={state.can_resend_at} busy={asking.busy} onPress={resend} />
        <button type="button" class="link" onClick={onChange}>{change}</button>
      </div>
    </Form>
  );
}

const Validity = ({ state: { code_expires_at, tries_left } }: { state: CodeState }) => (
  <p class="hint">
    {code_expires_at && words().code.valid_until(clockTime(code_expires_at))}
    {tries_left !== undefined && tries_left < 5 && ` ${words().code.tries_left(tries_left)}`}
  </p>
);

function Resend({ at, busy, onPress }: { at: string | undefined; busy: boolean; onPress: () => void }) {
  useNow(1_000);
  const wait = at ? Math.ceil((Date.parse(at) - now()) / 1_000) : 0;
  if (wait > 0) return <p class="hint">{words().code.wait(wait)}</p>;
  return <button type="button" class="link" aria-disabled={busy} onClick={() => busy || onPress()}>{words().code.resend}</button>;
}
