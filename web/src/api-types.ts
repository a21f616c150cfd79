// What the recipient API says and hears, in its own names.

import type { Context } from "./letter/contents/types";

export type Language = "sv" | "en";
export type Theme = "system" | "light" | "dark";

/** A moment, as ISO 8601 with a zone. */
export type Moment = string;

export interface Site {
  operator: { name: string; support_email: string; support_phone: string };
  terms_version: string;
  content_origin: string;
  now: Moment;
  languages: Language[];
  demo: boolean;
}

export interface Order {
  /** What to draw in each of the coming seconds. */
  qr: string[];
  auto_start: { app: string; web: string };
  message: string;
}

export type After = "inbox" | "enrolment" | "underage" | "no_account" | "already_member" | "stepped_up" | "received";

export interface Progress {
  state: "pending" | "failed" | "complete";
  hint?: string;
  message: string;
  qr?: string[];
  next?: After;
}

export type EnrolmentStep = "terms" | "email" | "email_code" | "mobile" | "mobile_code" | "done";

/** A code that has been sent and not yet been proved. */
export interface CodeState {
  code_expires_at?: Moment;
  tries_left?: number;
  can_resend_at?: Moment;
}

export interface Enrolment extends CodeState {
  name: string;
  step: EnrolmentStep;
  email?: string;
  mobile?: string;
}

export interface Closing {
  closed_at: Moment;
  accepts_until: Moment;
  erase_at: Moment;
}

export interface Session {
  name: string;
  language: Language;
  theme: Theme;
  now: Moment;
  idle_expires_at: Moment;
  expires_at: Moment;
  stepped_up_until?: Moment | null;
  closing?: Closing | null;
  email_bounced: boolean;
}

export interface Device {
  id: string;
  current: boolean;
  device: string;
  created_at: Moment;
  last_seen_at: Moment;
}

/** One look into the mailbox; `letter` is a key. */
export interface Access {
  at: Moment;
  who: "you" | "other";
  act: "login" | "open" | "inline" | "download" | "responsive";
  letter?: string;
  part?: number;
  device?: string;
}

export interface Letter {
  key: string;
  /** Empty while it is hidden; `icon` when there is one at /img/tenant/. */
  sender: { key: string; name: string; icon?: true };
  subject: string;
  type: string;
  received_at: Moment;
  generated_at?: string | null;
  unread: boolean;
  trashed_at?: Moment | null;
  archived: boolean;
  labels: string[];
  parts: number;
  corrected_by?: string | null;
  /** When one is expected somewhere. */
  starts_at?: Moment | null;
  /** Until when its form can be answered; absent when it has been. */
  answer_by?: Moment | null;
  /** A registered letter: signed for before it is opened. */
  registered?: { state: "waiting" | "signed" | "expired"; expires_at: Moment; signed_at?: Moment; hidden: ("sender" | "subject")[] };
}

/** What is to become of many letters. */
export interface LettersChange {
  unread?: boolean;
  trashed?: boolean;
  archived?: boolean;
  add_label?: string;
  remove_label?: string;
}

export interface Label {
  id: string;
  name: string;
  colour: "clay" | "moss" | "sea" | "plum" | "sand" | "slate";
}

export interface LetterDocument {
  n: number;
  name: string;
  content_type: string;
  size: number;
  has_responsive: boolean;
}

export interface LetterPage extends Letter {
  documents: LetterDocument[];
  switched_off: boolean;
  /** The structured data of its type. */
  context: Context;
}

export interface LetterChange {
  unread?: boolean;
  trashed?: boolean;
  archived?: boolean;
}

/** Where a document can be fetched for a short while. */
export interface DocumentLink {
  url: string;
  content_type: string;
  file_name: string;
  expires_at: Moment;
}

export type DocumentUse = "inline" | "download" | "responsive";

export interface Sender {
  key: string;
  name: string;
  on: boolean;
  letters_until?: Moment | null;
  last_letter_at?: Moment | null;
}

export interface Settings {
  name: string;
  email: { address: string; bounced: boolean };
  mobile: { number: string };
  notices: { email: boolean };
  language: Language;
  theme: Theme;
  terms: { version: string; accepted_at: Moment };
}

export interface SettingsChange {
  language?: Language;
  theme?: Theme;
  notices?: { email: boolean };
}

/** A new address or number, waiting for its code. */
export interface ContactChange extends CodeState {
  address: string;
}

export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  tries_left?: number;
  number?: number;
  correlation_id?: string;
}
