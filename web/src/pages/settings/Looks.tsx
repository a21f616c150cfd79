// Language, light or dark, and the keyboard.
import type { Theme } from "../../api-types";
import { hasPointer } from "../../device";
import { speak, t } from "../../i18n";
import { words } from "../../i18n/settings";
import { allowShortcuts, shortcuts } from "../../keys";
import { wear } from "../../session";
import { useStore } from "../../store";
import { Section } from "../../ui/Page";
import { Choice, Switch } from "../../ui/Switch";
import type { SettingsProps } from "./Settings";

export function Looks({ values, choose }: SettingsProps) {
  const keys = useStore(shortcuts);
  const choosing = async <T,>(before: T, chosen: T, show: (value: T) => void, change: object) => {
    show(chosen);
    if (!(await choose(change))) show(before);
  };
  return (
    <Section id="looks" title={words().settings.looks}>
      <Choice legend={words().settings.language} chosen={values.language} onChoose={(language) => void choosing(values.language, language, speak, { language })}
        options={[{ value: "sv", text: "Svenska", lang: "sv" }, { value: "en", text: "English", lang: "en" }]} />
      <Choice<Theme> legend={words().settings.theme} chosen={values.theme} onChoose={(theme) => void choosing(values.theme, theme, wear, { theme })}
        options={(["system", "light", "dark"] as const).map((value) => ({ value, text: words().settings.themes[value] }))} />
      {(hasPointer() || !keys) && <Switch label={t.keys.use} hint={t.keys.use_hint} on={keys} onSwitch={allowShortcuts} />}
    </Section>
  );
}
