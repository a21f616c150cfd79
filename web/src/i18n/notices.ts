// The words of what tells one of which post, fetched with the settings.
import { both } from "./index";
import { notices as en } from "./notices.en";
import { notices as sv } from "./notices.sv";

export const words = both<typeof sv>(sv, en);
