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
export function keepLanguage(): void {
  choseLanguage = true;
}

export function wear(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  keep("theme", theme);
}

/** What is chosen in one tab of this browser is seen in the others. */
addEventListener("storage", ({ key, newValue: chosen }) => {
  if (key === "kuvert.theme" && chosen) document.documentElement.dataset.theme = chosen;
  if (key === "kuvert.language" && (chosen === "sv" || chosen === "en")) void speak(chosen).catch(() => {});
});

export async function adopt(found: Session): Promise<void> {
  const before = session.get();
  if (before && before.who !== found.who) makeRoom();
  setClock(found.now);
  wear(found.theme);
  if (choseLanguage && found.language !== language.get()) void api.changeSettings({ language: language.get() }).catch(() => {});
  else if (found.language !== language.get()) await speak(found.language).catch(() => {});
  choseLanguage = false;
  session.set(found);
}

export const refreshSession = (): Promise<void> => api.session().then(adopt);

/** After BankID: fetch the session and go where one was going. */
export async function enter(to?: string): Promise<void> {
  if (await come(to)) tell("in");
}

async function come(to?: string): Promise<boolean> {
  const { back, who } = place.get().memory;
  try {
    const found = await api.session();
    await adopt(found);
    pushing(({ renew }) => renew());
    go(to ?? (who && who !== found.who ? null : back) ?? "/inbox", { replace: true });
    return true;
  } catch {
    arrive(); // shows that the server cannot be reached, or the login page again
    return false;
  }
}

/** What a browser that shows notices does when somebody comes or leaves; for others there is nothing to fetch. */
function pushing(act: (push: typeof import("./push")) => Promise<unknown>): void {
  if (globalThis.Notification?.permission === "granted") void import("./push").then(act).catch(() => {});
}

function forgetAll(): void {
  for (const forget of onLeave) forget();
}

/** Another person has logged in here: nothing of who was here before is shown any more. */
function makeRoom(): void {
  forgetAll();
  session.set(undefined);
  go("/inbox", { replace: true });
}

type Why = NonNullable<Memory["why"]>;

/** The way back to the page one is on, for the same person alone. */
function wayBack(): Memory {
  const { path, query } = place.get();
  const here = session.get();
  return { back: path + (query.size ? `?${query}` : ""), ...(here && { who: here.who }) };
}

/** Whoever did not mean to leave comes back to the same page. */
function leave(why: Why, back = wayBack()): void {
  forgetAll();
  session.set(null);
  go("/login", { memory: { why, ...(why === "idle" || why === "gone" ? back : {}) } });
}

/** The server no longer knows us. */
function signedOut(): void {
  if (!session.get()) return;
  tell("gone");
  leave("gone");
}

export async function logOut(why: Why = "left"): Promise<void> {
  const back = wayBack();
  if (why !== "idle") await saved(); // what was changed last is the mailbox's too
  if (why === "everywhere") await api.logOutEverywhere();
  else await api.logOut(why === "idle").catch(() => {});
  if (why !== "idle") pushing(({ forget }) => forget());
  tell("out", why);
  leave(why, back);
}

// The tabs of one browser share one session: what happens in one is told to the others.

interface News {
  /** Somebody has come, has left or is there; or the server no longer knows them. */
  what: "in" | "out" | "present" | "gone";
  /** Whom it is about. */
  who: string | undefined;
  why?: Why | undefined;
  /** When they last were there. */
  at: number;
}

const others = new BroadcastChannel("kuvert");
const tell = (what: News["what"], why?: Why) =>
  others.postMessage({ what, who: session.get()?.who, why, at: presence.last } satisfies News);

export const presence = { last: Date.now() };
function wasThere(at: number): void {
  presence.last = Math.max(presence.last, at);
}

others.onmessage = ({ data: { what, who, why, at } }: MessageEvent<News>) => {
  const here = session.get();
  if (what === "in") somebodyCame(who);
  else if (!here || here.who !== who) return; // it is about somebody who is not shown here
  else if (what === "present") wasThere(at);
  else if (what === "out") leave(why ?? "left");
  else lookAgain(); // what is gone there may have been an older session than ours
};

function somebodyCame(who: string | undefined): void {
  const here = session.get();
  if (here && here.who !== who) makeRoom();
  if (here) lookAgain();
  else if (here === null && place.get().path === "/login") void come();
}

/** Who is here now? Nobody at all signs us out. */
const lookAgain = (): void => void api.session().then(adopt, () => {});

/** Who is here is asked at once; the words are there when this is done. */
export function start(): Promise<void> {
  hooks.language = () => language.get();
  hooks.signedOut = signedOut;
  hooks.present = (asked) => {
    wasThere(asked);
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
  const asked = Date.now();
  api.findSession().then((found) => {
    hooks.present(asked);
    pushing(({ renew }) => renew());
    return adopt(found);
  }, (error: unknown) => {
    forgetEarly();
    if (error instanceof Problem && error.status === 401) session.set(null);
    else unreachable.set(true);
  });
}
