// The words about senders, fetched with their pages.
import { both } from "./index";
import * as en from "./senders.en";
import * as sv from "./senders.sv";

export const words = both<typeof sv>(sv, en);
