// An on/off switch: a checkbox by nature, its state also in words.
import { useId } from "preact/hooks";
import { t } from "../i18n";

export function Switch({ label, on, onSwitch, hint, busy }: {
  label: string; on: boolean; onSwitch: (on: boolean) => void; hint?: string | undefined; busy?: boolean;
}) {
  const id = useId();
  return (
    <label class="switch" for={id}>
      <span class="switch-words">
        <span class="switch-label">{label}</span>
        {hint && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      </span>
      <span class="switch-state" aria-hidden="true">{on ? t.actions.on : t.actions.off}</span>
      <input id={id} type="checkbox" role="switch" checked={on} aria-describedby={hint ? `${id}-hint` : undefined}
        aria-busy={busy ? "true" : undefined}
        onChange={(event) => {
          event.currentTarget.checked = on; // shown again as it is, until the answer is here
          if (!busy) onSwitch(!on);
        }} />
    </label>
  );
}

export function Choice<T extends string>({ legend, options, chosen, onChoose }: {
  legend: string; options: readonly { value: T; text: string; lang?: string }[]; chosen: T; onChoose: (value: T) => void;
}) {
  const id = useId();
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="choices">
        {options.map(({ value, text, lang }) => (
          <label key={value} lang={lang}>
            <input type="radio" name={id} value={value} checked={value === chosen} onChange={() => onChoose(value)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
