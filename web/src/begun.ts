// What was begun with BankID outlives its page, which may be loaded anew: BankID on this device leads away from it, and
// back to it or to another tab.
const NAME = "kuvert.bankid";
const CAME_BACK = "#bankid";

let cameBack = location.hash === CAME_BACK;
if (cameBack) history.replaceState(history.state, "", location.pathname + location.search);

export interface Begun {
  what: string;
  sameDevice: boolean;
}

/** Remember what was begun here; no secret, and for this tab alone. */
export function noteBegun(begun: Begun | null): void {
  try {
    if (begun) sessionStorage.setItem(NAME, JSON.stringify(begun));
    else sessionStorage.removeItem(NAME);
  } catch {
    // storage is switched off: one begins anew
  }
}

/** What may have been begun here for the same; asked once. */
export function takeBegun(what: string): Begun | null {
  let begun: Begun | null = null;
  try {
    begun = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
  } catch {
    // storage is switched off
  }
  const back = cameBack ? { what, sameDevice: true } : null;
  cameBack = false;
  noteBegun(null);
  return begun?.what === what ? begun : back;
}

/** BankID's link, leading back to a page of ours. */
export function leadingBack(link: string, to: string): string {
  const address = new URL(link);
  address.searchParams.set("redirect", location.origin + to + CAME_BACK);
  return address.href;
}
