// Strips above every page: no network, a newer version, the account is closing, our mails bounce.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { daysUntil } from "../clock";
import { longDate } from "../dates";
import { t } from "../i18n";
import { changeOver, newer } from "../installed";
import { refreshSession, session } from "../session";
import { useStore } from "../store";
import { say } from "../toasts";
import { Icon } from "./Icon";
import { explain } from "./States";

export function useOnline(): boolean {
  const [online, set] = useState(navigator.onLine);
  useEffect(() => {
    const changed = () => set(navigator.onLine);
    addEventListener("online", changed);
    addEventListener("offline", changed);
    return () => {
      removeEventListener("online", changed);
      removeEventListener("offline", changed);
    };
  }, []);
  return online;
}

export async function undoClose(): Promise<void> {
  try {
    await api.undoClose();
    await refreshSession();
    say(t.banners.undone);
  } catch (error) {
    say(explain(error));
  }
}

/** Nothing changes under anybody's hands: the newer version comes when it is asked for, or when the app is opened again. */
function Newer() {
  const ready = useStore(newer);
  return (
    <div role="status">
      {ready && (
        <p class="banner info">
          <Icon name="restore" />
          <span>{t.banners.newer}</span>
          <button type="button" class="button" onClick={changeOver}>{t.banners.change_over}</button>
        </p>
      )}
    </div>
  );
}

export function Banners() {
  const online = useOnline();
  const here = useStore(session);
  return (
    <aside class="banners" aria-label={t.banners.title}>
      <div role="status" class={online ? undefined : "stays"}>{!online && <p class="banner due"><Icon name="offline" /><span>{t.banners.offline}</span></p>}</div>
      <Newer />
      {here?.closing && (
        <p class="banner late">
          <Icon name="warning" />
          <span>{t.banners.closing(longDate(here.closing.erase_at), daysUntil(here.closing.erase_at))}</span>
          <button type="button" class="button" onClick={() => void undoClose()}>{t.banners.undo}</button>
        </p>
      )}
      {here?.new_terms && !here.closing && (
        <p class="banner info">
          <Icon name="signing" />
          <span>{t.banners.new_terms} <a href="/terms">{t.banners.new_terms_do}</a></span>
        </p>
      )}
      {here?.email_bounced && (
        <p class="banner due">
          <Icon name="warning" />
          <span>{t.banners.bounced} <a href="/settings#contact">{t.banners.bounced_do}</a></span>
        </p>
      )}
    </aside>
  );
}
