// A form in the words of the API.
import type { Moment } from "../../../api-types";

export interface Option { id: string; label: string; next_question?: string }

export interface Question {
  type: "free_text" | "number" | "options" | "multi_options" | "verified_account";
  id: string;
  label: string;
  help_text?: string;
  next_question?: string;
  options?: Option[];
  multi_options?: Option[];
  min?: number;
  max?: number;
}

export interface Account { bank_name: string; clearing_number: string; account_number: string }

/** What is filled in; a number that cannot be read yet is kept as it was typed. */
export type Value = string | number | string[] | Account;
export type Answers = Record<string, Value>;

export interface Draft { answers: Answers; saved_at: Moment; responded_at?: Moment }

export interface Filling {
  title: string;
  description: string;
  start_question: string;
  questions: Question[];
  expires_at: Moment;
  expired: boolean;
  draft?: Draft;
}
