// English words for filling in a form.
import type { Problem } from "../letter/contents/form/path";
import type { Question } from "../letter/contents/form/types";

const questions = (n: number) => (n === 1 ? "1 question" : `${n} questions`);

const sentences = (...said: string[]) => said.filter(Boolean).join(" ");

function numbers({ min, max }: Question): string {
  if (min === undefined) return max === undefined ? "" : `At most ${max}.`;
  return max === undefined ? `At least ${min}.` : `From ${min} to ${max}.`;
}

function choices({ min, max }: Question): string {
  const least = min === 0 ? "Choose those that are right, or none." : min ? `Choose at least ${min}.` : "Choose one or more.";
  return sentences(least, max ? `At most ${max}.` : "");
}

function letters({ min = 1, max }: Question): string {
  const least = min === 0 ? "You may leave it empty." : min > 1 ? `At least ${min} characters.` : "";
  return sentences(least, max ? `At most ${max} characters.` : "");
}

function bounds(question: Question): string {
  switch (question.type) {
    case "number": return numbers(question);
    case "multi_options": return choices(question);
    case "free_text": return letters(question);
    default: return "";
  }
}

const missing: Record<Question["type"], string> = {
  free_text: "Write an answer.", number: "Write a number.", options: "Choose an answer.", multi_options: "Choose at least one answer.",
  verified_account: "Fill in bank and account number.",
};

function wrong(problem: Problem, question: Question): string {
  const { min, max } = question;
  switch (problem) {
    case "missing": return missing[question.type];
    case "wrong_kind": return "Write a number in digits, such as 12.5.";
    case "too_short": return `Write at least ${min} characters.`;
    case "too_long": return `Write at most ${max ?? 4000} characters.`;
    case "too_small": return `The number should be at least ${min}.`;
    case "too_large": return `The number should be at most ${max}.`;
    case "too_few": return `Choose at least ${min}.`;
    case "too_many": return `Choose at most ${max}.`;
    case "not_an_option": return "Choose one of the answers.";
    case "not_an_account": return "The account number should be 5 to 15 digits.";
    case "not_a_clearing_number": return "The clearing number should be four or five digits.";
  }
}

export const form = {
  answer_by: (day: string) => `Answer by ${day}`,
  how_many: (least: number, most: number) => (least === most ? `${questions(most)}.` : `${least} to ${questions(most)}, depending on what you answer.`),
  saves_itself: "What you fill in is saved all the time, so you can go on when you like. The sender sees nothing until you send it.",
  begin: "Begin",
  go_on: "Go on",
  draft_from: (when: string) => `You have a saved draft from ${when}.`,
  progress: "How far you have come",
  question_of: (n: number, of: number, most: boolean) => `Question ${n} of ${most ? "at most " : ""}${of}`,
  next: "Next",
  back: "Back",
  saving: "Saving …",
  saved: (time: string) => `Draft saved ${time}`,
  not_saved: "The draft is not saved yet. We are trying again.",
  review: "Check your answers",
  review_do: "Change what is not right before you send it.",
  change: "Change",
  change_this: (question: string) => `Change: ${question}`,
  left_empty: "No answer",
  only_once: "You can answer once only. When you have sent the answers, they cannot be changed.",
  send: "Send the answers",
  thanks: "Thank you! Your answers have been sent.",
  your_answers: "Your answers",
  sent_at: (when: string) => `Sent ${when}.`,
  about: "About the form",
  expired: (day: string) => `It can no longer be answered. The last day was ${day}.`,
  account: {
    bank_name: "Bank",
    clearing_number: "Clearing number (if the account has one)",
    account_number: "Account number",
    hint: "Check the digits carefully: nobody else does.",
  },
  bounds,
  wrong,
};
