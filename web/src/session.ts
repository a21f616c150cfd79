// Who is here: the session, how to come in and how to leave.
import { Problem, api, hooks } from "./api";
import type { Language, Session, Site, Theme } from "./api-types";
import { setClock } from "./clock";
import { forget as forgetEarly } from "./early";
import { language, speak } from "./i18n";
import { keep, recall } from "./memory";
import { operator } from "./operator";
import { go, place, type Memory } from "./router";
import { saved } from "./saving";
import { store } from "./store";

/** undefined: not known yet; null: nobody. */
export const session = store<Session | null | undefined>(undefined);
export const site = store<Site | null>(null);

/** Called when somebody leaves: whatever belongs to them is forgotten. */
export const onLeave = new Set<() => void>();

let choseLanguage = false;

/** A language chosen before logging in is kept after it too. */
export function chooseLanguage(chosen: Language): void {
  choseLanguage = true;
  void speak(chosen).catch(() => {});
}

/** The language one has used up to here is the new account's. */
export const keepLanguage = (): void => void (choseLanguage = true);

export function wear(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  keep("theme", theme);
}

export async function adopt(found: Session): Promise<void> {
  setClock(found.now);
  wear(found.theme);
  if (choseLanguage && found.language !== language.get()) void api.changeSettings({ language: language.get() }).catch(() => {});
  else if (found.language !== language.get()) await speak(found.language).catch(() => {});
  choseLanguage = false;
  session.set(found);
}

export const refreshSession = (): Promise<void> => api.session().then(adopt);

/** After BankID: fetch the session and go where one was going. */
export async function enter(to = place.get().memory.back ?? "/inbox"): Promise<void> {
  try {
    await adopt(await api.session());
    pushing(({ renew }) => renew());
    tell("in");
    go(to, { replace: true });
  } catch {
    arrive(); // shows that the server cannot be reached, or the login page again
  }
}

/** What a browser that shows notices does when somebody comes or leaves; for others there is nothing to fetch. */
function pushing(act: (push: typeof import("./push")) => Promise<unknown>): void {
  if (globalThis.Notification?.permission === "granted") void import("./push").then(act).catch(() => {});
}

function leave(memory: Memory): void {
  for (const forget of onLeave) forget();
  session.set(null);
  go("/login", { memory });
}

/** The server no longer knows us. */
function signedOut(): void {
  if (!session.get()) return;
  const { path, query } = place.get();
  leave({ why: "gone", back: path + (query.size ? `?${query}` : "") });
}

export async function logOut(why: NonNullable<Memory["why"]> = "left"): Promise<void> {
  if (why !== "idle") await saved(); // what was changed last is the mailbox's too
  const back = why === "idle" ? { back: place.get().path } : {};
  if (why === "everywhere") await api.logOutEverywhere();
  else await api.logOut(why === "idle").catch(() => {});
  if (why !== "idle") pushing(({ forget }) => forget());
  tell("out");
  leave({ why, ...back });
}

// The tabs of one browser share one session: what happens in one is told to the others.

type News = "in" | "out" | "present";

const others = new BroadcastChannel("kuvert");
const tell = (news: News) => others.postMessage(news);

export const presence = { last: Date.now() };

others.onmessage = ({ data }: MessageEvent<News>) => {
  if (data === "present") presence.last = Date.now();
  else if (data === "out" && session.get()) leave({ why: "left" });
};

/** Who is here is asked at once; the words are there when this is done. */
export function start(): Promise<void> {
  hooks.language = () => language.get();
  hooks.signedOut = signedOut;
  hooks.present = () => {
    presence.last = Date.now();
    tell("present");
  };
  arrive();
  return speak(recall("language") ?? "sv").catch(() => {});
}

/** True when the server could not be reached at start. */
export const unreachable = store(false);

/** Find out who the operator is and whether somebody is logged in. */
export function arrive(): void {
  unreachable.set(false);
  api.site().then((found) => {
    setClock(found.now);
    site.set(found);
    operator.set(found.operator);
  }, () => {});
  api.findSession().then((found) => {
    hooks.present();
    pushing(({ renew }) => renew());
    return adopt(found);
  }, (error: unknown) => {
    forgetEarly();
    if (error instanceof Problem && error.status === 401) session.set(null);
    else unreachable.set(true);
  });
}
