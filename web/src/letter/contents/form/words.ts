// The words for forms, fetched with them: most people's post holds none.
import type { Language } from "../../../api-types";
import { language } from "../../../i18n";
import { form as en } from "../../../i18n/form.en";
import { form as sv } from "../../../i18n/form.sv";

const dictionaries: Record<Language, typeof sv> = { sv, en };

/** The dictionary in the language chosen: read it while drawing. */
export const words = (): typeof sv => dictionaries[language.get()];
