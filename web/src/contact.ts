// Whether an address or a number could be one: the code that is sent to it proves it; and how a number is written.

export const isAddress = (typed: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed.trim());

/** Codes by SMS go to Swedish mobiles: 070-123 45 67, +46 70 123 45 67. */
export const isMobileNumber = (typed: string): boolean =>
  /^(\+46|0046|0)7\d{8}$/.test(typed.replace(/[\s()-]/g, "").replace(/^\+460/, "+46"));

/** "+46701740605" as people here write it: "070-174 06 05". */
export const mobileNumber = (kept: string): string => kept.replace(/^\+46(7\d)(\d{3})(\d\d)(\d\d)$/, "0$1-$2\u00a0$3\u00a0$4");
