// The way through a form: which question follows which, and what is wrong with an answer, as the server judges it.
import type { Account, Answers, Filling, Question, Value } from "./types";

export type Problem = "missing" | "wrong_kind" | "too_short" | "too_long" | "too_small" | "too_large" | "too_few"
  | "too_many" | "not_an_option" | "not_an_account" | "not_a_clearing_number";

export const LONGEST_TEXT = 4000;

export const optionsOf = (question: Question) => (question.type === "options" ? question.options : question.multi_options) ?? [];

const digits = (text: string) => text.replace(/[\s.-]/g, "");

function textProblem({ min = 1, max = LONGEST_TEXT }: Question, value: Value): Problem | null {
  const length = [...String(value).trim()].length;
  if (length < min) return length ? "too_short" : "missing";
  return length > Math.min(max, LONGEST_TEXT) ? "too_long" : null;
}

function numberProblem({ min = -1e15, max = 1e15 }: Question, value: Value): Problem | null {
  if (typeof value !== "number") return value === "" ? "missing" : "wrong_kind";
  return value < min ? "too_small" : value > max ? "too_large" : null;
}

function severalProblem(question: Question, value: Value): Problem | null {
  const chosen = Array.isArray(value) ? value.length : 0;
  if (chosen < (question.min ?? 1)) return chosen ? "too_few" : "missing";
  return question.max !== undefined && chosen > question.max ? "too_many" : null;
}

function accountProblem(value: Account): Problem | null {
  if (!value.bank_name.trim() || !digits(value.account_number)) return "missing";
  if (!/^\d{5,15}$/.test(digits(value.account_number))) return "not_an_account";
  return /^(\d{4,5})?$/.test(digits(value.clearing_number)) ? null : "not_a_clearing_number";
}

/** What is wrong with an answer, if anything. */
export function problemOf(question: Question, value: Value | undefined): Problem | null {
  switch (question.type) {
    case "free_text": return textProblem(question, value ?? "");
    case "number": return numberProblem(question, value ?? "");
    case "options": return optionsOf(question).some(({ id }) => id === value) ? null : "missing";
    case "multi_options": return severalProblem(question, value ?? []);
    case "verified_account": return value === undefined ? "missing" : accountProblem(value as Account);
  }
}

/** The question that follows an answer: the chosen option's own, or else the question's. */
export function after(question: Question, value: Value | undefined): string | undefined {
  const chosen = question.type === "options" ? question.options?.find(({ id }) => id === value) : undefined;
  return chosen?.next_question ?? question.next_question;
}

export const questionOf = (form: Filling, id: string | undefined): Question | undefined =>
  form.questions.find((question) => question.id === id);

export interface Walk {
  /** The questions on the path, the one that it stops at included. */
  path: Question[];
  /** The first whose answer is missing or wrong. */
  stuck: Question | undefined;
}

/** Walk as far as the answers lead. */
export function walk(form: Filling, answers: Answers): Walk {
  const path: Question[] = [];
  let question = questionOf(form, form.start_question);
  while (question) {
    path.push(question);
    if (problemOf(question, answers[question.id])) return { path, stuck: question };
    question = questionOf(form, after(question, answers[question.id]));
  }
  return { path, stuck: undefined };
}

const onwards = (question: Question): (string | undefined)[] =>
  question.type === "options" && question.options?.length
    ? question.options.map((option) => option.next_question ?? question.next_question)
    : [question.next_question];

/** How many questions there are from one on, itself included: at least, and at most. */
export function lengths(form: Filling, from: string | undefined): readonly [least: number, most: number] {
  const known = new Map<string, readonly [number, number]>();
  const count = (id: string | undefined): readonly [number, number] => {
    const question = questionOf(form, id);
    if (!question) return [0, 0];
    const before = known.get(question.id);
    if (before) return before;
    const each = onwards(question).map(count);
    const found = [1 + Math.min(...each.map(([least]) => least)), 1 + Math.max(...each.map(([, most]) => most))] as const;
    known.set(question.id, found);
    return found;
  };
  return count(from);
}

/** "12,5" as a number; what cannot be read stays as it was typed. */
export function read(text: string): number | string {
  const plain = text.trim().replace(/[\s\u00a0]/g, "").replace("−", "-").replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text.trim() && text;
}
