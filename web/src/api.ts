// Everything that can be asked of the recipient API, in the app's words.
import type { BrowserIn, Category, DocumentUse, Label, LetterChange, LettersChange, LoginIn, Preview, SettingsChange, TermsIn } from "./api-types";
import { call, signedIn, unattended } from "./calls";
import { now } from "./clock";
import type { Answers, Draft, Filling } from "./letter/contents/form/types";

export { NoAnswer, Problem, hooks, isProblem } from "./calls";

type Contact = "email" | "mobile";

/** The key of the letter that a preview shows. It is nobody's, so it is asked for by what follows the hash in its link. */
export const PREVIEW = "preview";

const asked = () => ({ key: location.hash.slice(1) });

/** What is filled in of a preview's form goes nowhere. */
const pretended = (answers: Answers): Promise<Draft> => Promise.resolve({ answers, saved_at: new Date(now()).toISOString() });

/** Where an appointment can be fetched for one's own calendar. */
export const calendarOf = (key: string): string =>
  key === PREVIEW ? `/api/preview/calendar?${new URLSearchParams(asked())}` : `/api/letters/${key}/calendar`;

export const api = {
  site: () => call("get", "/api/site"),
  terms: () => call("get", "/api/terms"),

  login: (body: LoginIn) => call("post", "/api/login", { body }),
  pollLogin: () => call("post", "/api/login/poll"),
  cancelLogin: () => call("post", "/api/login/cancel"),

  enrolment: () => call("get", "/api/enrolment"),
  leaveEnrolment: () => call("delete", "/api/enrolment"),
  acceptTerms: (body: TermsIn) => call("post", "/api/enrolment/terms", { body }),
  giveEmail: (email: string) => call("post", "/api/enrolment/email", { body: { email } }),
  giveMobile: (mobile: string) => call("post", "/api/enrolment/mobile", { body: { mobile } }),
  giveCode: (kind: Contact, code: string) => call("post", `/api/enrolment/${kind}/code`, { body: { code } }),
  askForCode: (kind: Contact) => call("post", `/api/enrolment/${kind}/resend`),

  /** Whether there is a session; asking is no sign-out. */
  findSession: () => call("get", "/api/session"),
  session: () => signedIn("get", "/api/session"),
  logOut: (idle: boolean) => signedIn("delete", "/api/session", { query: { idle: idle ? "1" : null } }),
  devices: () => signedIn("get", "/api/sessions").then(({ sessions }) => sessions),
  logOutDevice: (session: string) => signedIn("delete", "/api/sessions/{session}", { path: { session } }),
  logOutEverywhere: () => signedIn("delete", "/api/sessions"),
  stepUp: (same_device: boolean) => signedIn("post", "/api/step-up", { body: { same_device } }),

  calendarLink: () => signedIn("get", "/api/calendar-link"),
  makeCalendarLink: () => signedIn("post", "/api/calendar-link"),
  endCalendarLink: () => signedIn("delete", "/api/calendar-link"),

  accesses: (cursor: string | null) => signedIn("get", "/api/accesses", { query: { cursor } }),

  letters: (cursor: string | null, limit: number) =>
    signedIn("get", "/api/letters", { query: { cursor, limit: String(limit) } }),
  /** The same, asked for by the page itself. */
  newLetters: (limit: number) => unattended("get", "/api/letters", { query: { limit: String(limit), unattended: "1" } }),
  receive: (key: string, same_device: boolean) =>
    signedIn("post", "/api/letters/{key}/receive", { path: { key }, body: { same_device } }),
  letter: (key: string) => signedIn("get", "/api/letters/{key}", { path: { key } }),
  changeLetter: (key: string, body: LetterChange) => signedIn("patch", "/api/letters/{key}", { path: { key }, body }),
  changeLetters: (keys: string[], set: LettersChange) =>
    signedIn("post", "/api/letters/actions", { body: { keys, set } }).then(({ unchanged }) => unchanged),
  labels: () => signedIn("get", "/api/labels").then(({ labels }) => labels),
  putLabel: (id: string, body: { name: string; colour?: Label["colour"] }) =>
    signedIn("put", "/api/labels/{id}", { path: { id }, body }),
  deleteLabel: (id: string) => signedIn("delete", "/api/labels/{id}", { path: { id } }),
  deleteLetter: (key: string) => signedIn("delete", "/api/letters/{key}", { path: { key } }),
  documentLink: (key: string, n: number, use: DocumentUse) =>
    key === PREVIEW
      ? call("get", "/api/preview/parts/{n}", { path: { n: String(n) }, query: { ...asked(), as: use } })
      : signedIn("get", "/api/letters/{key}/parts/{n}", { path: { key, n: String(n) }, query: { as: use } }),

  preview: () => call("get", "/api/preview", { query: asked() }) as Promise<Preview>,

  form: (key: string) =>
    (key === PREVIEW
      ? api.preview().then(({ form }) => form)
      : signedIn("get", "/api/letters/{key}/form", { path: { key } })) as Promise<unknown> as Promise<Filling>,
  saveForm: (key: string, answers: Answers): Promise<Draft> =>
    key === PREVIEW
      ? pretended(answers)
      : signedIn("put", "/api/letters/{key}/form/draft", { path: { key }, body: { answers } }) as Promise<Draft>,
  answerForm: (key: string, answers: Answers): Promise<Draft> =>
    key === PREVIEW
      ? pretended(answers).then((draft) => ({ ...draft, responded_at: draft.saved_at }))
      : signedIn("post", "/api/letters/{key}/form/answer", { path: { key }, body: { answers } }) as Promise<Draft>,

  /** Those one has post from, or has switched off. */
  senders: (cursor: string | null) => signedIn("get", "/api/senders", { query: { cursor } }),
  /** All that may write, by the beginning of any word of their names. */
  directory: (name: string, cursor: string | null) => signedIn("get", "/api/directory", { query: { name: name || null, cursor } }),
  switchSender: (key: string, on: boolean, category?: Category) =>
    signedIn("put", "/api/senders/{key}", { path: { key }, body: category ? { on, category } : { on } }),

  settings: () => signedIn("get", "/api/settings"),
  changeSettings: (body: SettingsChange) => signedIn("patch", "/api/settings", { body }),
  acceptNewTerms: (version: string) => signedIn("post", "/api/settings/terms", { body: { version } }),
  push: () => signedIn("get", "/api/push"),
  turnOnPush: (body: BrowserIn) => signedIn("post", "/api/push", { body }),
  renewPush: (endpoint: string) => signedIn("post", "/api/push/renew", { body: { endpoint } }),
  turnOffPush: (id: string) => signedIn("delete", "/api/push/{id}", { path: { id } }),
  testNotice: (channel: "email" | "push" | "sms") => signedIn("post", "/api/notices/test", { body: { channel } }),
  changeEmail: (email: string) => signedIn("post", "/api/settings/email", { body: { email } }).then(({ change }) => change),
  changeMobile: (mobile: string) => signedIn("post", "/api/settings/mobile", { body: { mobile } }).then(({ change }) => change),
  contactChange: (kind: Contact) => signedIn("get", `/api/settings/${kind}`).then(({ change }) => change ?? null),
  proveContact: (kind: Contact, code: string) => signedIn("post", `/api/settings/${kind}/code`, { body: { code } }),
  resendContact: (kind: Contact) => signedIn("post", `/api/settings/${kind}/resend`).then(({ change }) => change),

  export: () => unattended("get", "/api/export"),
  orderExport: () => signedIn("post", "/api/export"),
  exportLink: () => signedIn("post", "/api/export/link"),

  closeAccount: () => signedIn("post", "/api/account/close"),
  undoClose: () => signedIn("delete", "/api/account/close"),
};
