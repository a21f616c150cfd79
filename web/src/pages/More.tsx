// The rest of the destinations, for phones: what the menu holds on a computer.
import { useMemo } from "preact/hooks";
import { number } from "../dates";
import { t } from "../i18n";
import { index } from "../letters";
import { countFolders } from "../lists";
import { logOut } from "../session";
import { useStore } from "../store";
import { Icon, type IconName } from "../ui/Icon";
import { Page } from "../ui/Page";

const PLACES: { href: string; icon: IconName; name: () => string }[] = [
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
      <Folders />
      {PLACES.map(({ href, icon, name }) => (
        <li key={href}><a href={href}><Icon name={icon} /><span>{name()}</span><Icon name="next" /></a></li>
      ))}
      <li><button type="button" onClick={() => void logOut()}><Icon name="leave" /><span>{t.nav.log_out}</span></button></li>
    </ul>
  </Page>
);

function Folders() {
  const { letters } = useStore(index);
  const lies = useMemo(() => countFolders(letters), [letters]);
  return (
    <>
      {(["archive", "trash"] as const).map((folder) => (
        <li key={folder}>
          <a href={`/${folder}`}>
            <Icon name={folder} /><span>{t.folders[folder]}</span>
            {lies[folder] > 0 && <span class="count">{number(lies[folder])}<span class="sr"> {t.nav.letters}</span></span>}
            <Icon name="next" />
          </a>
        </li>
      ))}
    </>
  );
}
