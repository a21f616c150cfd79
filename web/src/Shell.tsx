// The frame of the app for members: the menu, the page, the tabs at the thumb, and what floats above.
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { number } from "./dates";
import { t } from "./i18n";
import { index, loadLetters } from "./letters";
import { labels, loadLabels } from "./labels";
import { contents, countFolders, folderOf, type Folder } from "./lists";
import { searchPost } from "./mailbox/to-search";
import { watchForNew } from "./news";
import { usePlace } from "./router";
import { logOut, session } from "./session";
import { useStore } from "./store";
import { todo } from "./todo";
import { Banners } from "./ui/Banners";
import { Brand } from "./ui/Brand";
import { Foot } from "./ui/Foot";
import { Icon, type IconName } from "./ui/Icon";
import { Idle } from "./ui/Idle";
import { KeyHelp } from "./ui/KeyHelp";
import { StepUp } from "./ui/StepUp";
import { Toast } from "./ui/Toast";

export function Shell({ children }: { children: ComponentChildren }) {
  useEffect(() => {
    void loadLetters();
    void loadLabels().catch(() => {});
    return watchForNew();
  }, []);
  const waiting = useWaiting();
  return (
    <>
      <a class="skip" href="#main">{t.nav.skip}</a>
      <Banners />
      <div class="app">
        <Rail {...waiting} />
        {children}
      </div>
      <Tabs {...waiting} />
      <Toast />
      <KeyHelp />
      <StepUp />
      <Idle />
    </>
  );
}

interface Waiting {
  unread: number;
  tasks: number;
  /** How many letters lie in each folder. */
  lies: Record<Folder, number>;
}

/** What waits for somebody, as the menu counts it. */
function useWaiting(): Waiting {
  const { letters } = useStore(index);
  return useMemo(() => ({ unread: contents(letters, "inbox").counts.unread, tasks: todo(letters).length, lies: countFolders(letters) }), [letters]);
}

const isHere = (path: string, href: string) => path === href || path.startsWith(`${href}/`);

function Place({ href, icon, children, count, of = t.nav.unread, lies, leadsTo = [] }: {
  href: string; icon: IconName; children: string; count?: number; of?: string; lies?: number; leadsTo?: readonly string[];
}) {
  const { path, query } = usePlace();
  const here = isHere(path, href) && !query.has("label"); // a label has its own line
  const within = leadsTo.some((other) => isHere(path, other));
  return (
    <a class="place" href={href} aria-current={here ? "page" : within ? "true" : undefined}>
      <Icon name={icon} />
      <span>{children}</span>
      {lies ? <span class="count">{number(lies)}<span class="sr"> {t.nav.letters}</span></span> : null}
      {count ? <span class="count hot">{number(count)}<span class="sr"> {of}</span></span> : null}
    </a>
  );
}

/** One's own labels, each with how many letters it gathers. */
function Piles() {
  const { path, query } = usePlace();
  const { letters } = useStore(index);
  const known = useStore(labels);
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const letter of letters) {
      const place = letter.labels.length ? folderOf(letter) : null;
      if (place && place !== "trash") for (const id of letter.labels) found.set(id, (found.get(id) ?? 0) + 1);
    }
    return found;
  }, [letters]);
  return (
    <div class="piles">
      {known.map(({ id, name, colour }) => (
        <a key={id} class="place" href={`/inbox?label=${id}`}
          aria-current={isHere(path, "/inbox") && query.get("label") === id ? "true" : undefined}>
          <i class={`pile ${colour}`} aria-hidden="true" /><span>{name}</span><span class="count">{number(counts.get(id) ?? 0)}</span>
        </a>
      ))}
      <Place href="/labels" icon="label">{t.labels.manage}</Place>
    </div>
  );
}

const Rail = ({ unread, tasks, lies }: Waiting) => (
  <nav class="rail" aria-label={t.nav.menu}>
    <Brand />
    <p class="whose"><b>{useStore(session)?.name}</b><small>{t.nav.my_mailbox}</small></p>
    <Place href="/inbox" icon="inbox" count={unread}>{t.folders.inbox}</Place>
    <Place href="/todo" icon="todo" count={tasks} of={t.nav.to_do}>{t.nav.todo}</Place>
    <Place href="/archive" icon="archive" lies={lies.archive}>{t.folders.archive}</Place>
    <Place href="/trash" icon="trash" lies={lies.trash}>{t.folders.trash}</Place>
    <Piles />
    <div class="rail-foot">
      <Place href="/senders" icon="senders">{t.nav.senders}</Place>
      <Place href="/settings" icon="settings">{t.nav.settings}</Place>
      <Place href="/help" icon="help">{t.nav.help}</Place>
      <button type="button" class="place" onClick={() => void logOut()}><Icon name="leave" /><span>{t.nav.log_out}</span></button>
      <Foot />
    </div>
  </nav>
);

const BEHIND_MORE = ["/archive", "/trash", "/labels", "/senders", "/settings", "/help", "/accessibility", "/terms"];

/** The four destinations on a phone, in the same words as the menu. */
const Tabs = ({ unread, tasks }: Waiting) => (
  <nav class="tabs" aria-label={t.nav.menu}>
    <Place href="/inbox" icon="inbox" count={unread}>{t.folders.inbox}</Place>
    <Place href="/todo" icon="todo" count={tasks} of={t.nav.to_do}>{t.nav.todo}</Place>
    <button type="button" class="place" onClick={searchPost}><Icon name="search" /><span>{t.nav.search}</span></button>
    <Place href="/more" icon="more" leadsTo={BEHIND_MORE}>{t.nav.more}</Place>
  </nav>
);
