// Where one is logged in, and how to log out there.
import { api } from "../../api";
import type { Device } from "../../api-types";
import { longWhen } from "../../dates";
import { useFetched } from "../../fetched";
import { t } from "../../i18n";
import { words } from "../../i18n/settings";
import { logOut } from "../../session";
import { say } from "../../toasts";
import { Button } from "../../ui/Button";
import { Section } from "../../ui/Page";
import { Failed, Loading, explain } from "../../ui/States";

export function Devices() {
  const { value, error, again, put } = useFetched(api.devices, []);
  const out = async (device: Device) => {
    try {
      await api.logOutDevice(device.id);
      put((value ?? []).filter(({ id }) => id !== device.id));
      say(words().settings.device_out(device.device));
    } catch (problem) {
      say(explain(problem));
    }
  };
  return (
    <Section id="devices" title={words().settings.devices}>
      <p>{words().settings.devices_text}</p>
      {error ? <Failed error={error} retry={again} /> : !value ? <Loading /> : (
        <ul class="cards">
          {value.map((device) => <DeviceCard key={device.id} device={device} out={() => void out(device)} />)}
        </ul>
      )}
      <Button icon="leave" onPress={() => void logOut("everywhere").catch((problem) => say(explain(problem)))}>{words().settings.everywhere}</Button>
    </Section>
  );
}

const DeviceCard = ({ device, out }: { device: Device; out: () => void }) => (
  <li class="card">
    <div class="card-words">
      <b>{device.device}</b>{device.current && <span class="tag ok">{words().settings.this_device}</span>}
      <p class="hint">{words().settings.logged_in(longWhen(device.created_at))} · {words().settings.last_seen(longWhen(device.last_seen_at))}</p>
    </div>
    {!device.current && <button type="button" class="button" aria-label={words().settings.out_of(device.device)} onClick={out}>{t.nav.log_out}</button>}
  </li>
);
