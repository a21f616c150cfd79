// Registered letters: what they are called while sender and subject are hidden.
import { Problem } from "./api";
import type { Letter } from "./api-types";
import { t } from "./i18n";

export const senderOf = ({ sender }: Letter): string => sender.name || t.registered.hidden_sender;
export const subjectOf = ({ subject }: Letter): string => subject || t.registered.hidden_subject;

/** Whether a letter was not opened because it must be signed for, or could have been. */
export const isSealed = (error: unknown): boolean =>
  error instanceof Problem && (error.code === "signature_required" || error.code === "signing_expired");
