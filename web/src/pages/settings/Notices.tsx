// How we tell about new post.
import { t } from "../../i18n";
import { Section } from "../../ui/Page";
import { Note } from "../../ui/States";
import { Switch } from "../../ui/Switch";
import type { SettingsProps } from "./Settings";

export const Notices = ({ values, choose }: SettingsProps) => (
  <Section id="notices" title={t.settings.notices}>
    <Switch label={t.settings.by_email} hint={t.settings.by_email_hint(values.email.address)} on={values.notices.email}
      onSwitch={(email) => void choose({ notices: { email } })} />
    {!values.notices.email && <Note kind="due" icon="warning">{t.settings.no_notices}</Note>}
  </Section>
);
