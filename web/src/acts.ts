// What can be done with a letter: at once, with a word about it and a way back.
import type { Label, Letter, LetterChange, LettersChange } from "./api-types";
import { t } from "./i18n";
import { changeLetter, changeLetters, index } from "./letters";
import { say } from "./toasts";

async function act(letter: Letter, change: LetterChange, done: string, back: LetterChange): Promise<void> {
  const undo = () => void changeLetter(letter, back).catch(() => say(t.acts.failed));
  say(done, undo);
  await changeLetter(letter, change).catch(() => say(t.acts.failed));
}

export const archive = (letter: Letter) => act(letter, { archived: true }, t.acts.archived, { archived: false });
export const unarchive = (letter: Letter) => act(letter, { archived: false }, t.acts.unarchived, { archived: true });
export const trash = (letter: Letter) => act(letter, { trashed: true }, t.acts.trashed, { trashed: false });
export const restore = (letter: Letter) => act(letter, { trashed: false }, t.acts.restored, { trashed: true });
export const markUnread = (letter: Letter) => act(letter, { unread: true }, t.acts.unread, { unread: false });

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

async function actOnMany(letters: Letter[], { change, back, concerns, done }: Many): Promise<void> {
  const concerned = letters.filter(concerns);
  const now = () => concerned.map((letter) => index.get().byKey.get(letter.key) ?? letter);
  const tell = (failed: Letter[]) => failed.length && say(t.bulk.failed(failed.length));
  let failed: readonly Letter[] = [];
  const undo = () => void changeLetters(now().filter(({ key }) => !failed.some((one) => one.key === key)), back).then(tell);
  say(done(concerned.length), concerned.length ? undo : undefined);
  failed = await changeLetters(concerned, change);
  tell([...failed]);
}

/** The same with many letters, and one way back for all of them. */
export const actOn = (letters: Letter[], act: Act): Promise<void> => actOnMany(letters, MANY[act]());

export function setLabel(letters: Letter[], { id, name }: Label, on: boolean): Promise<void> {
  const [add, remove] = [{ add_label: id }, { remove_label: id }];
  const concerns = (letter: Letter) => letter.labels.includes(id) !== on;
  const done = (n: number) => (on ? t.labels.on(name, n) : t.labels.off(name, n));
  return actOnMany(letters, { change: on ? add : remove, back: on ? remove : add, concerns, done });
}
