// The words for forms, fetched with them: most people's post holds none.
import { both } from "../../../i18n";
import { form as en } from "../../../i18n/form.en";
import { form as sv } from "../../../i18n/form.sv";

export const words = both(sv, en);
