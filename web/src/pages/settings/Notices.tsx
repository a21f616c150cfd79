// How we tell about new post: which channels are on, whether they work, and what each tells of.
import { api } from "../../api";
import { mobileNumber } from "../../contact";
import { useFetched } from "../../fetched";
import { words } from "../../i18n/notices";
import { Section } from "../../ui/Page";
import { Note } from "../../ui/States";
import { Switch } from "../../ui/Switch";
import { Push } from "./Push";
import { Quiet } from "./Quiet";
import type { SettingsProps } from "./Settings";
import { Test } from "./Test";

const CHANNELS = ["email", "push", "sms"] as const;
type Channel = (typeof CHANNELS)[number];

export function Notices(props: SettingsProps) {
  const w = words();
  const { notices } = props.values;
  const { value: told, again } = useFetched(api.push, []);
  const is = { email: notices.email, push: told ? told.browsers.length > 0 : notices.push, sms: notices.sms };
  const on = CHANNELS.filter((channel) => is[channel]);
  const heard = (category: string) => on.some((channel) => notices.categories[category]?.[channel]);
  return (
    <Section id="notices" title={w.title}>
      <ByEmail {...props} />
      {told && <Push told={told} again={again} />}
      {!on.length && <Note kind="due" icon="warning">{w.nothing}</Note>}
      <BySms {...props} />
      {(is.push || is.sms) && <Quiet {...props} />}
      {on.length > 0 && <Table {...props} on={on} />}
      {on.length > 0 && !heard("registered") && <Note kind="due" icon="warning">{w.silent_registered}</Note>}
    </Section>
  );
}

function ByEmail({ values: { email, notices }, choose }: SettingsProps) {
  const w = words();
  return (
    <div class="channel">
      <Switch label={w.by_email} hint={w.by_email_hint(email.address)} on={notices.email}
        onSwitch={(on) => void choose({ notices: { email: on } })} />
      {email.bounced && <Note kind="late" icon="warning"><b>{w.bounced(email.address)}</b> {w.bounced_do} <a href="#contact">{w.change_address}</a></Note>}
      {notices.email && !email.bounced && <Test channel="email" sent={w.tested.email(email.address)} />}
    </div>
  );
}

function BySms({ values: { mobile, notices }, choose }: SettingsProps) {
  const w = words();
  const number = mobileNumber(mobile.number);
  return (
    <div class="channel">
      <Switch label={w.by_sms} hint={w.by_sms_hint(number)} on={notices.sms}
        onSwitch={(on) => void choose({ notices: { sms: on } })} />
      {notices.sms ? <Test channel="sms" sent={w.tested.sms(number)} /> : notices.email && <p class="hint">{w.sms_instead}</p>}
    </div>
  );
}

/** One row for each kind of post, one column for each channel that is on. */
function Table({ values: { notices }, choose, on }: SettingsProps & { on: Channel[] }) {
  const w = words();
  const turn = (category: string, channel: Channel, hears: boolean) =>
    void choose({ notices: { categories: { [category]: { [channel]: hears } } } });
  return (
    <table class="told">
      <caption><h3>{w.which}</h3><p>{w.which_text}</p></caption>
      <thead>
        <tr><th scope="col"><span class="sr">{w.category}</span></th>{on.map((channel) => <th key={channel} scope="col">{w.channels[channel]}</th>)}</tr>
      </thead>
      <tbody>
        {Object.entries(notices.categories).map(([category, told]) => {
          const [name, hint] = w.categories[category] ?? [category, ""];
          return (
            <tr key={category}>
              <th scope="row">{name}{hint && <span class="hint">{hint}</span>}</th>
              {on.map((channel) => (
                <td key={channel}>
                  <label>
                    <span class="sr">{name}, {w.channels[channel]}</span>
                    <input type="checkbox" checked={told[channel]} onChange={(event) => turn(category, channel, event.currentTarget.checked)} />
                  </label>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
