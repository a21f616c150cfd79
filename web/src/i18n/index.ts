// The words of the app in the language chosen. A text that is missing in one language is a type error.
import type { Language } from "../api-types";
import { keep } from "../memory";
import { store } from "../store";
import { sv } from "./sv";

export type Dictionary = typeof sv;

export const language = store<Language>("sv");

/** The dictionary in use: read it while drawing (`t.inbox.empty`), never at the top of a file. */
export let t: Dictionary = sv;

/** Swedish is always at hand; English is fetched when it is asked for. */
export async function speak(chosen: Language): Promise<void> {
  t = chosen === "sv" ? sv : (await import("./en")).en;
  document.documentElement.lang = chosen;
  keep("language", chosen);
  language.set(chosen);
}

/** Words that are fetched with what uses them: called while drawing, they are in the language chosen. */
export const both = <T>(inSwedish: T, inEnglish: T) => (): T => (language.get() === "sv" ? inSwedish : inEnglish);
