// The kinds of post, by the type that the sender gave: one line per type, more as the mailbox learns more.
import type { Letter } from "./api-types";

export type Kind = "letter" | "salary" | "credit" | "appointment" | "invitation" | "ticket" | "form" | "registered";
export const KINDS: readonly Kind[] = ["letter", "salary", "credit", "appointment", "invitation", "ticket", "form", "registered"];

const BY_TYPE: Record<string, Kind> = {
  "letter": "letter",
  "letter.salary": "salary",
  "letter.creditnotice": "credit",
  "salaryslip": "salary",
  "booking": "appointment",
  "invite.research": "invitation",
  "invite.gift": "invitation",
  "invite.voucher": "invitation",
  "invite.sign": "invitation",
  "invite.kyc": "invitation",
  "ticket.event": "ticket",
  "letter.form": "form",
  "registered.letter": "registered",
};

export const kindOf = (letter: Letter): Kind => BY_TYPE[letter.type] ?? "letter";
export const isKind = (word: string): word is Kind => (KINDS as readonly string[]).includes(word);
