// What can be done with a letter: at once, with a word about it and a way back.
import type { Letter, LetterChange } from "./api-types";
import { t } from "./i18n";
import { changeLetter } from "./letters";
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
