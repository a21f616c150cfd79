// Who runs this mailbox: what the page was deployed with, until the server has told, or when it cannot be reached.
import type { Operator } from "./api-types";
import { store } from "./store";

const written = document.querySelector<HTMLMetaElement>('meta[name="operator"]')!.content;

export const operator = store<Operator>(JSON.parse(written));
