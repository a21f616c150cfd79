// The words for what is more than a document, fetched with its views.
import { contents as en } from "./contents.en";
import { contents as sv } from "./contents.sv";
import { both } from "./index";

export const contentWords = both(sv, en);
