// The words of the app in the language chosen. A text that is missing in one language is a type error.
import type { Language } from "../api-types";
import { keep } from "../memory";
import { store } from "../store";
import { en } from "./en";
import { sv } from "./sv";

export type Dictionary = typeof sv;

const dictionaries: Record<Language, Dictionary> = { sv, en };

export const language = store<Language>("sv");

/** The dictionary in use: read it while drawing (`t.inbox.empty`), never at the top of a file. */
export let t: Dictionary = sv;

export function speak(chosen: Language): void {
  t = dictionaries[chosen];
  document.documentElement.lang = chosen;
  keep("language", chosen);
  language.set(chosen);
}
