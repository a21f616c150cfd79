// What the app calls the shapes that the recipient API says and hears; the shapes come from its OpenAPI document.
import type { AccessOut, ActionsIn, EnrolmentOut, LetterIn, LetterPageOut, PreviewOut, ProgressOut, SessionOut, SettingsIn } from "./api-schema";
import type { Context } from "./letter/contents/types";

export type {
  AccessOut as Access, BrowserIn, BrowserOut as Browser, Category, ClosingOut as Closing, ContactChange, DeviceOut as Device, DocumentOut as LetterDocument,
  EnrolmentOut as Enrolment, LabelOut as Label, LetterOut as Letter, LinkOut as DocumentLink,
  LoginIn, OperatorOut as Operator, OrderOut as Order, ProgressOut as Progress, SenderOut as Sender, SessionOut as Session,  SettingsOut as Settings, SiteOut as Site, TermsIn, TermsTextOut as TermsText,
} from "./api-schema";

/** A moment, as ISO 8601 with a zone. */
export type Moment = string;

export type Language = SessionOut["language"];
export type Theme = SessionOut["theme"];
export type After = NonNullable<ProgressOut["next"]>;
export type DocumentUse = Extract<AccessOut["act"], "inline" | "download" | "responsive">;

export type EnrolmentStep = EnrolmentOut["step"];

/** Only what is to be changed is said. */
type Change<T> = { [K in keyof T]: Exclude<T[K], null> };

export type LetterChange = Change<LetterIn>;
export type LettersChange = Change<ActionsIn["set"]>;
export type SettingsChange = Change<Omit<SettingsIn, "notices">> & { notices?: Change<NonNullable<SettingsIn["notices"]>> };

/** A code that has been sent and not yet been proved. */
export interface CodeState {
  code_expires_at?: Moment;
  tries_left?: number;
  can_resend_at?: Moment;
}

/** The structured data is the sender's own, and free as far as the API knows. */
export type LetterPage = LetterPageOut & { context: Context };

/** What a sender's dry run shows. */
export type Preview = PreviewOut & { letter: LetterPage };
