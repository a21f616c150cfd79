// A Swedish personnummer as people type it: checked before it is sent, never stored or put in an address.

export type Checked = { digits: string } | { wrong: "short" | "length" | "checksum" };

/** Twelve digits, however they were spaced: "1912 1212-1212" is 191212121212. */
export function checkPersonnummer(typed: string): Checked {
  const digits = typed.replace(/[\s\-+]/g, "");
  if (/^\d{10}$/.test(digits)) return { wrong: "short" };
  if (!/^\d{12}$/.test(digits)) return { wrong: "length" };
  return isDate(digits) && luhn(digits.slice(2)) ? { digits } : { wrong: "checksum" };
}

/** A coordination number has sixty added to its day. */
function isDate(digits: string): boolean {
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8)) % 60];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1850 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function luhn(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, place) => {
    const twice = Number(digit) * (place % 2 ? 1 : 2);
    return total + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return sum % 10 === 0;
}
