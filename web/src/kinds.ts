// The kinds of post, by the type that the sender gave: one line per type, more as the mailbox learns more.
import type { Letter } from "./api-types";

export type Kind = "letter" | "salary" | "credit";
export const KINDS: readonly Kind[] = ["letter", "salary", "credit"];

const BY_TYPE: Record<string, Kind> = {
  "letter": "letter",
  "letter.salary": "salary",
  "letter.creditnotice": "credit",
};

export const kindOf = (letter: Letter): Kind => BY_TYPE[letter.type] ?? "letter";
export const isKind = (word: string): word is Kind => (KINDS as readonly string[]).includes(word);
