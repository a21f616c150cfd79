// One sender: digital post from it on or off, and what that means just now.
import { useState } from "preact/hooks";
import { api } from "../api";
import type { Sender } from "../api-types";
import { now } from "../clock";
import { lastDay, plainDate } from "../dates";
import { words } from "../i18n/senders";
import { say } from "../toasts";
import { Avatar } from "../ui/Avatar";
import { explain } from "../ui/States";
import { Switch } from "../ui/Switch";

export function SenderCard({ sender, changed }: { sender: Sender; changed: (sender: Sender) => void }) {
  const [busy, setBusy] = useState(false);
  const turn = async (on: boolean) => {
    setBusy(true);
    try {
      const next = await api.switchSender(sender.key, on);
      changed(next);
      say(on ? words().senders.turned_on(next.name) : words().senders.turned_off(next.name), () => void turn(!on));
    } catch (error) {
      say(explain(error));
    } finally {
      setBusy(false);
    }
  };
  const pointed = location.hash === `#${sender.key}`;
  return (
    <li id={sender.key} class={`card${pointed ? " pointed" : ""}`}>
      <Avatar sender={sender} />
      <Switch label={sender.name} on={sender.on} busy={busy} hint={state(sender)} onSwitch={(on) => void turn(on)} />
    </li>
  );
}

/** What being on or off means just now, with the date it changes. */
function state({ on, letters_until, last_letter_at }: Sender): string | undefined {
  const said = words().senders;
  if (on) return last_letter_at ? said.last_letter(plainDate(last_letter_at)) : undefined;
  const grace = letters_until && Date.parse(letters_until) > now();
  return grace ? said.off_soon(lastDay(letters_until)) : said.off_now;
}
