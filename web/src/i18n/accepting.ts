// The words of what tells one of which post, fetched with the settings.
import { both } from "./index";
import { accepting as en } from "./accepting.en";
import { accepting as sv } from "./accepting.sv";

export const words = both<typeof sv>(sv, en);
