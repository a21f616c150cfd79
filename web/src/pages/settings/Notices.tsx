// How we tell about new post.
import { words } from "../../i18n/settings";
import { Section } from "../../ui/Page";
import { Note } from "../../ui/States";
import { Switch } from "../../ui/Switch";
import type { SettingsProps } from "./Settings";

export const Notices = ({ values, choose }: SettingsProps) => (
  <Section id="notices" title={words().settings.notices}>
    <Switch label={words().settings.by_email} hint={words().settings.by_email_hint(values.email.address)} on={values.notices.email}
      onSwitch={(email) => void choose({ notices: { email } })} />
    {!values.notices.email && <Note kind="due" icon="warning">{words().settings.no_notices}</Note>}
  </Section>
);
