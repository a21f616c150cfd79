// The button that shows whether a channel works, and what came of it right beneath.
import { useState } from "preact/hooks";
import { api } from "../../api";
import { words } from "../../i18n/notices";
import { Button } from "../../ui/Button";
import { useSending } from "../../ui/Form";

export function Test({ channel, sent }: { channel: "email" | "push" | "sms"; sent: string }) {
  const [told, tell] = useState(false);
  const { error, busy, send } = useSending();
  const test = async () => {
    tell(false);
    tell(await send(() => api.testNotice(channel)));
  };
  return (
    <>
      <Button busy={busy} onPress={() => void test()}>{words().test}</Button>
      <p class="hint" role="status">{told && sent}</p>
      {error && <p class="field-error" role="alert">{error}</p>}
    </>
  );
}
