// What there is to do, by date: times to attend, forms and questions to answer, what is to be signed, fetched or received.
import type { Letter, Moment } from "./api-types";
import { now } from "./clock";
import { clockTime } from "./dates";
import { kindOf, type Kind } from "./kinds";
import { folderOf } from "./lists";

export type Act = "attend" | "go" | "answer" | "sign" | "collect" | "receive";

export interface Task {
  letter: Letter;
  act: Act;
  /** When it begins, or until when it can be done; null when nobody has said. */
  at: Moment | null;
}

/** What invitations ask for. We never hear that it is done, so one that is put away is done with. */
const INVITED: Partial<Record<Kind, Act>> = { signing: "sign", questions: "answer", gift: "collect", voucher: "collect" };

/** Until when, as it is said: what ends at midnight belongs to the day before. */
const lastMoment = (until: Moment): Moment =>
  clockTime(until) === "00:00" ? new Date(Date.parse(until) - 1).toISOString() : until;

/** What a letter asks for; what is corrected by a newer letter asks for nothing. */
export function taskOf(letter: Letter): Task | null {
  const folder = folderOf(letter);
  if (!folder || folder === "trash" || letter.corrected_by) return null;
  const { registered, answer_by, starts_at } = letter;
  const [kind, until] = [kindOf(letter), answer_by ? lastMoment(answer_by) : null];
  const invited = INVITED[kind];
  if (invited) return letter.archived ? null : { letter, act: invited, at: until };
  if (registered?.state === "waiting") return { letter, act: "receive", at: lastMoment(registered.expires_at) };
  if (until) return { letter, act: "answer", at: until };
  return starts_at ? { letter, act: kind === "ticket" ? "go" : "attend", at: starts_at } : null;
}

const isAhead = ({ at }: Task): boolean => at === null || Date.parse(at) > now();

/** What is to be answered, signed or fetched, and the moment after the last. */
export function dueOf(letter: Letter): { act: "answer" | "sign" | "collect"; by: Moment } | null {
  const [task, by] = [taskOf(letter), letter.answer_by];
  if (!task || !by || !isAhead(task) || (task.act !== "answer" && task.act !== "sign" && task.act !== "collect")) return null;
  return { act: task.act, by };
}

/** Whether a letter asks for something that can still be done. */
export function asksFor(letter: Letter): boolean {
  const task = taskOf(letter);
  return task !== null && isAhead(task);
}

const order = ({ at }: Task): number => (at ? Date.parse(at) : Number.MAX_VALUE);

/** What is still ahead, the next first and what has no day last. */
export function todo(letters: readonly Letter[]): Task[] {
  const ahead = letters.flatMap((letter) => taskOf(letter) ?? []).filter(isAhead);
  return ahead.sort((one, other) => order(one) - order(other));
}
