// The words of opening an account, fetched with their pages.
import { both } from "./index";
import * as en from "./open.en";
import * as sv from "./open.sv";

export const words = both<typeof sv>(sv, en);
