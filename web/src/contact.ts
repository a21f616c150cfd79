// Whether an address or a number could be one: the code that is sent to it proves it.

export const isAddress = (typed: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed.trim());

/** Codes by SMS go to Swedish mobiles: 070-123 45 67, +46 70 123 45 67. */
export const isMobileNumber = (typed: string): boolean =>
  /^(\+46|0046|0)7\d{8}$/.test(typed.replace(/[\s()\-]/g, "").replace(/^\+460/, "+46"));
