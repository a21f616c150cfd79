// The one way to talk to the recipient API: typed calls, and errors that say what went wrong.
import type {
  Access, ContactChange, Device, DocumentLink, DocumentUse, Enrolment, Label, Language, Letter, LetterChange, LetterPage, LettersChange, Order,
  ProblemBody, Progress, Sender, Session, Settings, SettingsChange, Site, Closing,
} from "./api-types";
import type { Answers, Draft, Filling } from "./letter/contents/form/types";

/** The server said no, and why. */
export class Problem extends Error {
  readonly code: string;
  readonly triesLeft: number | undefined;
  readonly reference: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(readonly status: number, body: ProblemBody, headers: Headers) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.code = body.code ?? (status === 404 ? "not_found" : "unknown");
    this.triesLeft = body.tries_left;
    this.reference = body.correlation_id ?? headers.get("x-correlation-id") ?? undefined;
    this.retryAfter = Number(headers.get("retry-after")) || undefined;
  }
}

/** There was no answer: the network, or the server, is not there. */
export class NoAnswer extends Error {}

export const isProblem = (error: unknown, code: string): error is Problem =>
  error instanceof Problem && error.code === code;

/** What the rest of the app wants to know about each call; set once at start. */
export const hooks = {
  language: (): Language => "sv",
  /** The session is gone, whatever was being done. */
  signedOut: () => {},
  /** The server has counted us as present. */
  present: () => {},
};

type Verb = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

async function call<T>(verb: Verb, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json", "accept-language": hooks.language() };
  if (verb !== "GET") headers["content-type"] = "application/json";
  const sent = verb === "GET" ? null : JSON.stringify(body ?? {});
  const response = await fetch(`/api${path}`, { method: verb, headers, body: sent }).catch(() => {
    throw new NoAnswer(path);
  });
  if (!response.ok) throw new Problem(response.status, await json<ProblemBody>(response, {}), response.headers);
  return json<T>(response, undefined as T);
}

async function json<T>(response: Response, otherwise: T): Promise<T> {
  if (!response.headers.get("content-type")?.includes("json")) return otherwise;
  return response.json().catch(() => otherwise);
}

/** A call that needs a session: without one, we are signed out. */
async function signedIn<T>(verb: Verb, path: string, body?: unknown): Promise<T> {
  try {
    const answer = await call<T>(verb, path, body);
    hooks.present();
    return answer;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) hooks.signedOut();
    throw error;
  }
}

const query = (fields: Record<string, string | number | null | undefined>) => {
  const given = Object.entries(fields).filter(([, value]) => value != null);
  return given.length ? "?" + new URLSearchParams(given.map(([name, value]) => [name, String(value)])) : "";
};

export const api = {
  site: () => call<Site>("GET", "/site"),

  login: (order: { purpose: "login" | "open"; personnummer?: string; same_device?: boolean }) =>
    call<Order>("POST", "/login", order),
  pollLogin: () => call<Progress>("POST", "/login/poll"),
  cancelLogin: () => call<void>("POST", "/login/cancel"),

  enrolment: () => call<Enrolment>("GET", "/enrolment"),
  enrol: (step: string, body: object = {}) => call<Enrolment>("POST", `/enrolment/${step}`, body),

  /** Whether there is a session; asking is no sign-out. */
  findSession: () => call<Session>("GET", "/session"),
  session: () => signedIn<Session>("GET", "/session"),
  logOut: () => signedIn<void>("DELETE", "/session"),
  devices: () => signedIn<{ sessions: Device[] }>("GET", "/sessions").then((answer) => answer.sessions),
  logOutDevice: (id: string) => signedIn<void>("DELETE", `/sessions/${id}`),
  logOutEverywhere: () => signedIn<void>("DELETE", "/sessions"),
  stepUp: (same_device: boolean) => signedIn<Order>("POST", "/step-up", { same_device }),

  calendarLink: () => signedIn<{ made_at?: string }>("GET", "/calendar-link"),
  makeCalendarLink: () => signedIn<{ url: string; made_at: string }>("POST", "/calendar-link"),
  endCalendarLink: () => signedIn<void>("DELETE", "/calendar-link"),

  accesses: (cursor: string | null) =>
    signedIn<{ accesses: Access[]; next?: string }>("GET", "/accesses" + query({ cursor })),

  letters: (cursor: string | null, limit: number) =>
    signedIn<{ letters: Letter[]; next: string | null }>("GET", "/letters" + query({ cursor, limit })),
  receive: (key: string, same_device: boolean) => signedIn<Order>("POST", `/letters/${key}/receive`, { same_device }),
  letter: (key: string) => signedIn<LetterPage>("GET", `/letters/${key}`),
  changeLetter: (key: string, change: LetterChange) => signedIn<Letter>("PATCH", `/letters/${key}`, change),
  changeLetters: (keys: string[], set: LettersChange) =>
    signedIn<{ unchanged: string[] }>("POST", "/letters/actions", { keys, set }).then((answer) => answer.unchanged),
  labels: () => signedIn<{ labels: Label[] }>("GET", "/labels").then((answer) => answer.labels),
  putLabel: (id: string, label: { name: string; colour?: Label["colour"] }) => signedIn<Label>("PUT", `/labels/${id}`, label),
  deleteLabel: (id: string) => signedIn<void>("DELETE", `/labels/${id}`),
  deleteLetter: (key: string) => signedIn<void>("DELETE", `/letters/${key}`),
  documentLink: (key: string, n: number, use: DocumentUse) =>
    signedIn<DocumentLink>("GET", `/letters/${key}/parts/${n}${query({ as: use })}`),

  form: (key: string) => signedIn<Filling>("GET", `/letters/${key}/form`),
  saveForm: (key: string, answers: Answers) => signedIn<Draft>("PUT", `/letters/${key}/form/draft`, { answers }),
  answerForm: (key: string, answers: Answers) => signedIn<Draft>("POST", `/letters/${key}/form/answer`, { answers }),

  senders: () => signedIn<{ senders: Sender[] }>("GET", "/senders").then((answer) => answer.senders),
  switchSender: (key: string, on: boolean) => signedIn<Sender>("PUT", `/senders/${key}`, { on }),

  settings: () => signedIn<Settings>("GET", "/settings"),
  changeSettings: (change: SettingsChange) => signedIn<Settings>("PATCH", "/settings", change),
  changeEmail: (email: string) =>
    signedIn<{ change: ContactChange }>("POST", "/settings/email", { email }).then((answer) => answer.change),
  changeMobile: (mobile: string) =>
    signedIn<{ change: ContactChange }>("POST", "/settings/mobile", { mobile }).then((answer) => answer.change),
  proveContact: (kind: "email" | "mobile", code: string) =>
    signedIn<Settings>("POST", `/settings/${kind}/code`, { code }),
  resendContact: (kind: "email" | "mobile") =>
    signedIn<{ change: ContactChange }>("POST", `/settings/${kind}/resend`).then((answer) => answer.change),

  closeAccount: () => signedIn<Closing>("POST", "/account/close"),
  undoClose: () => signedIn<void>("DELETE", "/account/close"),
};
