// Quiet hours: when nothing from us makes a sound.
import { useId } from "preact/hooks";
import { words } from "../../i18n/notices";
import { Switch } from "../../ui/Switch";
import type { SettingsProps } from "./Settings";

const NIGHT = { start: "22:00", end: "07:00" };

export function Quiet({ values: { notices: { quiet } }, choose }: SettingsProps) {
  const w = words().quiet;
  const set = (hours: typeof NIGHT | "none") => void choose({ notices: { quiet: hours } });
  return (
    <div class="channel">
      <Switch label={w.label} hint={w.hint} on={!!quiet} onSwitch={(on) => set(on ? NIGHT : "none")} />
      {quiet && (
        <div class="hours" role="group" aria-label={w.label}>
          <Hour label={w.start} value={quiet.start} onHour={(start) => set({ ...quiet, start })} />
          <Hour label={w.end} value={quiet.end} onHour={(end) => set({ ...quiet, end })} />
        </div>
      )}
    </div>
  );
}

function Hour({ label, value, onHour }: { label: string; value: string; onHour: (hour: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type="time" value={value}
        onChange={({ currentTarget: { value: hour } }) => hour && hour !== value && onHour(hour)} />
    </div>
  );
}
