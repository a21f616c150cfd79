// BankID on this device leads away from the page, and back to one that may have been loaded anew, or to another tab.
const NAME = "kuvert.bankid";
const CAME_BACK = "#bankid";

let cameBack = location.hash === CAME_BACK;
if (cameBack) history.replaceState(history.state, "", location.pathname + location.search);

/** Remember what was begun here; no secret, and for this tab alone. */
export function noteBegun(what: string | null): void {
  try {
    if (what) sessionStorage.setItem(NAME, what);
    else sessionStorage.removeItem(NAME);
  } catch {
    // storage is switched off: one begins anew
  }
}

/** Whether this may be the end of what was begun; asked once. */
export function takeBegun(what: string): boolean {
  let begun = cameBack;
  try {
    begun ||= sessionStorage.getItem(NAME) === what;
  } catch {
    // storage is switched off
  }
  cameBack = false;
  noteBegun(null);
  return begun;
}

/** BankID's link, leading back to a page of ours. */
export function leadingBack(link: string, to: string): string {
  const address = new URL(link);
  address.searchParams.set("redirect", location.origin + to + CAME_BACK);
  return address.href;
}
