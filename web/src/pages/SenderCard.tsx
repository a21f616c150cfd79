// One sender: digital post from it on or off, and what that means just now.
import { useState } from "preact/hooks";
import { api } from "../api";
import type { Category, Sender } from "../api-types";
import { now } from "../clock";
import { lastDay, plainDate } from "../dates";
import { words as notice } from "../i18n/notices";
import { words } from "../i18n/senders";
import { expectLetters } from "../letters";
import { say } from "../toasts";
import { Avatar } from "../ui/Avatar";
import { explain } from "../ui/States";
import { Switch } from "../ui/Switch";

const CATEGORIES: readonly Category[] = ["letters", "salary", "invoices", "bookings", "tasks", "registered", "offers"];

export function SenderCard({ sender, changed }: { sender: Sender; changed: (sender: Sender) => void }) {
  const [busy, setBusy] = useState(false);
  const turn = async (on: boolean, category?: Category) => {
    setBusy(true);
    try {
      const next = await api.switchSender(sender.key, on, category);
      changed(next);
      if (on) expectLetters();
      const what = category ? `${next.name}: ${named(category)}` : next.name;
      say(on ? words().senders.turned_on(what) : words().senders.turned_off(what), () => void turn(!on, category));
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
      {sender.on && <Parts sender={sender} busy={busy} turn={(on, category) => void turn(on, category)} />}
    </li>
  );
}

/** The categories of a sender's post, each on or off by itself. */
function Parts({ sender: { name, off = {} }, busy, turn }: { sender: Sender; busy: boolean; turn: (on: boolean, category: Category) => void }) {
  const said = words().senders;
  return (
    <details class="parts">
      <summary>{said.parts}<span class="sr">, {name}</span></summary>
      <p class="hint">{said.parts_text}</p>
      {CATEGORIES.map((category) => (
        <Switch key={category} label={named(category)} on={!off[category]} busy={busy} hint={graceOf(off[category])}
          onSwitch={(on) => turn(on, category)} />
      ))}
    </details>
  );
}

const named = (category: Category): string => notice().categories[category]?.[0] ?? category;

const graceOf = (until: string | undefined): string | undefined =>
  until && (Date.parse(until) > now() ? words().senders.off_soon(lastDay(until)) : words().senders.off_now);

/** What being on or off means just now, with the date it changes. */
function state({ on, letters_until, last_letter_at, off = {} }: Sender): string | undefined {
  const said = words().senders;
  if (!on) return graceOf(letters_until ?? "") ?? said.off_now;
  const without = CATEGORIES.filter((category) => off[category]).map(named).join(", ");
  if (without) return said.without(without);
  return last_letter_at ? said.last_letter(plainDate(last_letter_at)) : undefined;
}
