// Notices in browsers: this one turned on and off, a test, and the others that are told.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api";
import type { Browser } from "../../api-types";
import { plainDate } from "../../dates";
import { words } from "../../i18n/notices";
import { forget, leave, subscription, turnOn } from "../../push";
import { say } from "../../toasts";
import { Note, explain } from "../../ui/States";
import { Switch } from "../../ui/Switch";
import { Test } from "./Test";

export interface Told {
  key: string;
  browsers: Browser[];
}

export function Push({ told, again }: { told: Told; again: () => void }) {
  const w = words();
  const [here, setHere] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => void subscription().then((found) => setHere(!!found), () => {}), [told]);
  const current = told.browsers.find((browser) => browser.current);
  const on = here && !!current;
  const others = told.browsers.filter((browser) => browser !== (on ? current : undefined));

  const act = async (doing: () => Promise<unknown>) => {
    setBusy(true);
    await doing().catch((problem) => say(explain(problem)));
    setBusy(false);
    again();
  };
  const turn = () => act(async () => {
    if (!on) return void ((await turnOn(told.key)) || say(w.push.refused));
    await api.turnOffPush(current.id);
    await forget();
  });
  const remove = (browser: Browser) => act(async () => {
    await api.turnOffPush(browser.id);
    say(w.push.removed(browser.device));
  });

  const may = leave();
  return (
    <div class="channel">
      {may === "no" ? <Note><b>{w.push.label}</b> <p>{w.push.impossible}</p></Note>
        : <Switch label={w.push.label} hint={may === "refused" ? w.push.refused : w.push.hint} on={on} busy={busy} onSwitch={() => void turn()} />}
      {on && <Test channel="push" sent={w.tested.push} />}
      {others.length > 0 && (
        <>
          <h3>{w.push.others}</h3>
          <ul class="cards">{others.map((browser) => <Other key={browser.id} browser={browser} remove={() => void remove(browser)} />)}</ul>
        </>
      )}
    </div>
  );
}

const Other = ({ browser: { device, created_at, told_at }, remove }: { browser: Browser; remove: () => void }) => (
  <li class="card">
    <div class="card-words">
      <b>{device}</b>
      <p class="hint">{told_at ? words().push.told(plainDate(told_at)) : words().push.since(plainDate(created_at))}</p>
    </div>
    <button type="button" class="button" aria-label={words().push.remove_from(device)} onClick={remove}>{words().push.remove}</button>
  </li>
);
