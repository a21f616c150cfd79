// The words around a PDF that the app shows itself, fetched with what shows it.
import { both } from "./index";
import { pdf as en } from "./pdf.en";
import { pdf as sv } from "./pdf.sv";

export const words = both<typeof sv>(sv, en);
