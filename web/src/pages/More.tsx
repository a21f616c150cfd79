// The rest of the destinations, for phones: what the menu holds on a computer.
import { FOLDERS } from "../lists";
import { t } from "../i18n";
import { logOut } from "../session";
import { Icon, type IconName } from "../ui/Icon";
import { Page } from "../ui/Page";

const PLACES: { href: string; icon: IconName; name: () => string }[] = [
  ...FOLDERS.filter((folder) => folder !== "inbox").map((folder) => ({ href: `/${folder}`, icon: folder, name: () => t.folders[folder] })),
  { href: "/labels", icon: "label", name: () => t.labels.title },
  { href: "/senders", icon: "senders", name: () => t.nav.senders },
  { href: "/settings", icon: "settings", name: () => t.nav.settings },
  { href: "/help", icon: "help", name: () => t.nav.help },
  { href: "/accessibility", icon: "person", name: () => t.nav.accessibility },
  { href: "/terms", icon: "document", name: () => t.nav.terms },
];

export const More = () => (
  <Page title={t.nav.more}>
    <ul class="places">
      {PLACES.map(({ href, icon, name }) => (
        <li key={href}><a href={href}><Icon name={icon} /><span>{name()}</span><Icon name="next" /></a></li>
      ))}
      <li><button type="button" onClick={() => void logOut()}><Icon name="leave" /><span>{t.nav.log_out}</span></button></li>
    </ul>
  </Page>
);
