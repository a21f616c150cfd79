// What there is to do, by date: times to attend, forms to answer, registered letters to sign for.
import type { Letter, Moment } from "./api-types";
import { now } from "./clock";
import { kindOf } from "./kinds";
import { folderOf } from "./lists";

export type Act = "attend" | "go" | "answer" | "sign";

export interface Task {
  letter: Letter;
  act: Act;
  /** When it begins, or until when it can be done. */
  at: Moment;
}

/** The last moment before one: what ends at midnight belongs to the day before. */
const justBefore = (moment: Moment): Moment => new Date(Date.parse(moment) - 1).toISOString();

/** What a letter asks for; what is corrected by a newer letter asks for nothing. */
export function taskOf(letter: Letter): Task | null {
  const folder = folderOf(letter);
  if (!folder || folder === "trash" || letter.corrected_by) return null;
  const { registered, answer_by, starts_at } = letter;
  if (registered?.state === "waiting") return { letter, act: "sign", at: justBefore(registered.expires_at) };
  if (answer_by) return { letter, act: "answer", at: justBefore(answer_by) };
  return starts_at ? { letter, act: kindOf(letter) === "ticket" ? "go" : "attend", at: starts_at } : null;
}

const isAhead = ({ at }: Task): boolean => Date.parse(at) > now();

/** Whether a letter asks for something that can still be done. */
export function asksFor(letter: Letter): boolean {
  const task = taskOf(letter);
  return task !== null && isAhead(task);
}

/** What is still ahead, the next first. */
export function todo(letters: readonly Letter[]): Task[] {
  const ahead = letters.flatMap((letter) => taskOf(letter) ?? []).filter(isAhead);
  return ahead.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
