// The words of the settings and of closing the account, fetched with their pages.
import { both } from "./index";
import * as en from "./settings.en";
import * as sv from "./settings.sv";

export const words = both<typeof sv>(sv, en);
