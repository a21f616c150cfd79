// The words around a preview, fetched with it: senders see it, and their colleagues.
import type { Language } from "../../api-types";
import { language } from "../../i18n";

const sv = {
  title: "Förhandsvisning",
  band: (until: string) => `Förhandsvisning: så ser mottagaren försändelsen. Inget är skickat. Länken gäller till ${until}.`,
  signs_here: "Här kvitterar mottagaren med BankID. Därefter visas brevet.",
  over: "Förhandsvisningen finns inte längre",
  over_text: "En förhandsvisning gäller i en timme. Gör en ny provkörning för att få en ny länk.",
};

const en: typeof sv = {
  title: "Preview",
  band: (until) => `Preview: this is how the recipient sees it. Nothing has been sent. The link is good until ${until}.`,
  signs_here: "Here the recipient signs with BankID. Then the letter is shown.",
  over: "This preview is gone",
  over_text: "A preview is good for an hour. Make another dry run to get a new link.",
};

const dictionaries: Record<Language, typeof sv> = { sv, en };

/** The dictionary in the language chosen: read it while drawing. */
export const words = (): typeof sv => dictionaries[language.get()];
