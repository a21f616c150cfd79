// The words about what there is to do, fetched with their pages.
import { both } from "./index";
import * as en from "./todo.en";
import * as sv from "./todo.sv";

export const words = both<typeof sv>(sv, en);
