// Swedish words for filling in a form.
import type { Problem } from "../letter/contents/form/path";
import type { Question } from "../letter/contents/form/types";

const questions = (n: number) => (n === 1 ? "1 fråga" : `${n} frågor`);

const sentences = (...said: string[]) => said.filter(Boolean).join(" ");

function numbers({ min, max }: Question): string {
  if (min === undefined) return max === undefined ? "" : `Högst ${max}.`;
  return max === undefined ? `Minst ${min}.` : `Från ${min} till ${max}.`;
}

function choices({ min, max }: Question): string {
  const least = min === 0 ? "Välj de som stämmer, eller ingen." : min ? `Välj minst ${min}.` : "Välj en eller flera.";
  return sentences(least, max ? `Högst ${max}.` : "");
}

function letters({ min = 1, max }: Question): string {
  const least = min === 0 ? "Du kan lämna det tomt." : min > 1 ? `Minst ${min} tecken.` : "";
  return sentences(least, max ? `Högst ${max} tecken.` : "");
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
  free_text: "Skriv ett svar.", number: "Skriv ett tal.", options: "Välj ett svar.", multi_options: "Välj minst ett svar.",
  verified_account: "Fyll i bank och kontonummer.",
};

function wrong(problem: Problem, question: Question): string {
  const { min, max } = question;
  switch (problem) {
    case "missing": return missing[question.type];
    case "wrong_kind": return "Skriv ett tal med siffror, till exempel 12,5.";
    case "too_short": return `Skriv minst ${min} tecken.`;
    case "too_long": return `Skriv högst ${max ?? 4000} tecken.`;
    case "too_small": return `Talet ska vara minst ${min}.`;
    case "too_large": return `Talet ska vara högst ${max}.`;
    case "too_few": return `Välj minst ${min}.`;
    case "too_many": return `Välj högst ${max}.`;
    case "not_an_option": return "Välj ett av svaren.";
    case "not_an_account": return "Kontonumret ska vara 5 till 15 siffror.";
    case "not_a_clearing_number": return "Clearingnumret ska vara fyra eller fem siffror.";
  }
}

export const form = {
  answer_by: (day: string) => `Svara senast ${day}`,
  how_many: (least: number, most: number) => (least === most ? `${questions(most)}.` : `${least} till ${questions(most)}, beroende på vad du svarar.`),
  saves_itself: "Det du fyller i sparas hela tiden, så du kan fortsätta när du vill. Avsändaren ser inget förrän du skickar.",
  begin: "Börja",
  go_on: "Fortsätt",
  draft_from: (when: string) => `Du har ett sparat utkast från ${when}.`,
  progress: "Hur långt du har kommit",
  question_of: (n: number, of: number, most: boolean) => `Fråga ${n} av ${most ? "högst " : ""}${of}`,
  next: "Nästa",
  back: "Tillbaka",
  saving: "Sparar …",
  saved: (time: string) => `Sparat utkast ${time}`,
  not_saved: "Utkastet är inte sparat än. Vi försöker igen.",
  review: "Kontrollera dina svar",
  review_do: "Ändra det som inte stämmer innan du skickar.",
  change: "Ändra",
  change_this: (question: string) => `Ändra: ${question}`,
  left_empty: "Inget svar",
  only_once: "Du kan bara svara en gång. När du har skickat går svaren inte att ändra.",
  send: "Skicka svaren",
  thanks: "Tack! Dina svar är skickade.",
  your_answers: "Dina svar",
  sent_at: (when: string) => `Skickat ${when}.`,
  about: "Om formuläret",
  expired: (day: string) => `Det går inte att svara längre. Sista dagen var ${day}.`,
  account: {
    bank_name: "Bank",
    clearing_number: "Clearingnummer (om kontot har ett)",
    account_number: "Kontonummer",
    hint: "Kontrollera siffrorna noga: ingen annan gör det.",
  },
  bounds,
  wrong,
};
