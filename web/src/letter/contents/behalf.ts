// On whose behalf somebody writes, in words.
import type { Behalf } from "./types";

/** "Forskarna AB (556000-4755)". */
export function behind({ name, vat_number }: Behalf): string {
  const digits = /^SE(\d{6})(\d{4})01$/.exec(vat_number);
  return `${name} (${digits ? `${digits[1]}-${digits[2]}` : vat_number})`;
}
