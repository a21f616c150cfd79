// The words about taking selected letters home, fetched when somebody does.
import { both } from "./index";
import * as en from "./taking.en";
import * as sv from "./taking.sv";

export const words = both<typeof sv>(sv, en);
