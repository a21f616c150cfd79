// The kinds of post, by the type that the sender gave, and the piles that lists are narrowed to.
import type { Letter } from "./api-types";

export const KINDS = [
  "letter", "salary", "credit", "appointment", "ticket", "form", "signing", "questions", "registered", "signed", "invitation", "gift", "voucher",
] as const;
export type Kind = (typeof KINDS)[number];

const BY_TYPE: Record<string, Kind> = {
  "letter": "letter",
  "letter.salary": "salary",
  "letter.creditnotice": "credit",
  "letter.signed": "signed",
  "salaryslip": "salary",
  "booking": "appointment",
  "invite.research": "invitation",
  "invite.gift": "gift",
  "invite.voucher": "voucher",
  "invite.sign": "signing",
  "invite.kyc": "questions",
  "ticket.event": "ticket",
  "letter.form": "form",
  "registered.letter": "registered",
};

/** What a list can be narrowed to: money in two piles of its own, the rest by kind. Nothing that is sent is a receipt yet. */
export type Pile = Exclude<Kind, "credit"> | "invoices" | "receipts";
/** Those that are always at hand, and those that are chosen from a menu. */
export const MAIN_PILES: readonly Pile[] = ["letter", "invoices", "receipts"];
export const OTHER_PILES: readonly Pile[] = KINDS.filter((kind) => kind !== "letter" && kind !== "credit");
export const PILES: readonly Pile[] = [...MAIN_PILES, ...OTHER_PILES];

export const kindOf = (letter: Letter): Kind => BY_TYPE[letter.type] ?? "letter";
export const pileOf = (kind: Kind): Pile => (kind === "credit" ? "invoices" : kind);
export const isPile = (word: string): word is Pile => (PILES as readonly string[]).includes(word);
