// What can be done with a letter: at once, with a word about it and a way back.
import type { Label, Letter, LettersChange } from "./api-types";
import { isProblem } from "./api";
import { t } from "./i18n";
import { changeLetter, changeLetters, index } from "./letters";
import { subjectOf } from "./registered";
import { say, sayFailed } from "./toasts";

async function actOnOne(letter: Letter, act: Act, words: string): Promise<void> {
  const { change, back, done } = MANY[act]();
  const failed = (error: unknown, again: () => void) =>
    isProblem(error, "not_found") ? void say(t.letter.missing) : sayFailed(t.acts.failed(subjectOf(letter)), again);
  const undo = () => void changeLetter(letter, back).catch((error) => failed(error, undo));
  const unsay = say(words, undo, { act, n: 1, words: done });
  await changeLetter(letter, change).catch((error) => {
    unsay();
    failed(error, () => void actOnOne(letter, act, words));
  });
}

export const archive = (letter: Letter) => actOnOne(letter, "archive", t.acts.archived);
export const unarchive = (letter: Letter) => actOnOne(letter, "unarchive", t.acts.unarchived);
export const trash = (letter: Letter) => actOnOne(letter, "trash", t.acts.trashed);
export const restore = (letter: Letter) => actOnOne(letter, "restore", t.acts.restored);
export const markUnread = (letter: Letter) => actOnOne(letter, "unread", t.acts.unread);

/** Opening a letter marks it read, without a word. */
export const markRead = (letter: Letter): void => void changeLetter(letter, { unread: false }).catch(() => {});

export type Act = "archive" | "unarchive" | "trash" | "restore" | "read" | "unread";

interface Many {
  change: LettersChange;
  back: LettersChange;
  /** Whether a letter is changed by it at all. */
  concerns: (letter: Letter) => boolean;
  done: (n: number) => string;
}

const MANY: Record<Act, () => Many> = {
  archive: () => ({ change: { archived: true }, back: { archived: false }, concerns: ({ archived }) => !archived, done: t.bulk.archived }),
  unarchive: () => ({ change: { archived: false }, back: { archived: true }, concerns: ({ archived }) => archived, done: t.bulk.unarchived }),
  trash: () => ({ change: { trashed: true }, back: { trashed: false }, concerns: ({ trashed_at }) => !trashed_at, done: t.bulk.trashed }),
  restore: () => ({ change: { trashed: false }, back: { trashed: true }, concerns: ({ trashed_at }) => !!trashed_at, done: t.bulk.restored }),
  read: () => ({ change: { unread: false }, back: { unread: true }, concerns: ({ unread }) => unread, done: t.bulk.marked_read }),
  unread: () => ({ change: { unread: true }, back: { unread: false }, concerns: ({ unread }) => !unread, done: t.bulk.marked_unread }),
};

async function actOnMany(letters: Letter[], act: string, { change, back, concerns, done }: Many): Promise<void> {
  const concerned = letters.filter(concerns);
  const now = () => concerned.map((letter) => index.get().byKey.get(letter.key) ?? letter);
  const tell = (failed: Letter[]) => failed.length && say(t.bulk.failed(failed.length));
  let failed: readonly Letter[] = [];
  const undo = () => void changeLetters(now().filter(({ key }) => !failed.some((one) => one.key === key)), back).then(tell);
  if (concerned.length) say(done(concerned.length), undo, { act, n: concerned.length, words: done });
  else say(done(0));
  failed = await changeLetters(concerned, change);
  tell([...failed]);
}

/** The same with many letters, and one way back for all of them. */
export const actOn = (letters: Letter[], act: Act): Promise<void> => actOnMany(letters, act, MANY[act]());

export function setLabel(letters: Letter[], { id, name }: Label, on: boolean): Promise<void> {
  const [add, remove] = [{ add_label: id }, { remove_label: id }];
  const concerns = (letter: Letter) => letter.labels.includes(id) !== on;
  const done = (n: number) => (on ? t.labels.on(name, n) : t.labels.off(name, n));
  return actOnMany(letters, `${on} ${id}`, { change: on ? add : remove, back: on ? remove : add, concerns, done });
}
