// A form in the words of the API.
import type { AccountIn, DraftOut, FillingOut } from "../../../api-schema";

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

export type Account = Required<AccountIn>;

/** What is filled in; a number that cannot be read yet is kept as it was typed. */
export type Value = string | number | string[] | Account;
export type Answers = Record<string, Value>;

/** The API leaves questions and answers free; these are what they are. */
export type Draft = DraftOut & { answers: Answers };
export type Filling = Omit<FillingOut, "questions" | "draft"> & { questions: Question[]; draft?: Draft };
