// Where we are: the path, its query, and what the history entry remembers.
import { store, useStore } from "./store";

export interface Place {
  path: string;
  query: URLSearchParams;
  /** Kept with the history entry and never sent anywhere. */
  memory: Memory;
  /** Changes with every move, so that a page can tell a move from a redraw. */
  move: number;
}

export interface Memory {
  /** Why the login page is shown, and where to go afterwards. */
  why?: "idle" | "gone" | "left" | "everywhere" | "closed";
  back?: string;
  /** Whose page that is, when it is known: nobody else is led there. */
  who?: string;
  /** The address one came from, so that going back there is really going back. */
  from?: string;
  /** Where one is in what the page leads through step by step, the step before, and how many there have been. */
  step?: string;
  before?: string;
  steps?: number;
}

let moves = 0;

const here = (): Place => ({
  path: location.pathname,
  query: new URLSearchParams(location.search),
  memory: (history.state as Memory | null) ?? {},
  move: moves++,
});

export const place = store<Place>(here());
addEventListener("popstate", () => {
  goingBack = false;
  place.set(here());
});

let goingBack = false; // asked of the browser, which does it when it comes to it

const address = () => location.pathname + location.search + location.hash;

export function go(to: string, { memory = {}, replace = false }: { memory?: Memory; replace?: boolean } = {}): void {
  const from = replace ? place.get().memory.from : address();
  const kept = from === undefined ? memory : { ...memory, from };
  if (replace) history.replaceState(kept, "", to);
  else history.pushState(kept, "", to);
  place.set(here());
  if (location.hash) requestAnimationFrame(() => document.getElementById(location.hash.slice(1))?.scrollIntoView());
}

/** A step of what the page leads through: the browser's own way back is to the step before, too. */
export function goToStep(step: string): void {
  const { memory } = place.get();
  if (memory.steps && memory.before === step) {
    history.back();
    return;
  }
  const kept: Memory = { ...memory, step, before: memory.step ?? "", steps: (memory.steps ?? 0) + 1 };
  history.pushState(kept, "", address());
  place.set(here());
}

/** Another step in the place of this one, to which there is no way back. */
export function stepInstead(step: string): void {
  history.replaceState({ ...place.get().memory, step }, "", address());
  place.set(here());
}

/** Out of the steps, when they have led to their end. */
export function leaveSteps(): void {
  const { steps } = place.get().memory;
  if (steps) history.go(-steps);
}

/** The same place by another address, as when what is searched for is being typed. */
export function readdress(to: string): void {
  try {
    history.replaceState(history.state, "", to);
  } catch {
    // typed faster than the browser lets addresses change: the next letter does it
  }
}

/** To where digital post from a letter's sender is turned on and off; a hidden sender has no such place. */
export function toSender({ sender }: { sender: { key: string } }): void {
  if (sender.key) go(`/senders#${sender.key}`);
}

/** Go up to an address: back, when one came from there. Pressed twice it goes there once. */
export function goUp(to: string): void {
  if (goingBack) return;
  const { from, steps = 0 } = place.get().memory;
  if (from !== to) {
    go(to, { replace: true });
    return;
  }
  goingBack = true;
  history.go(-1 - steps);
}

export const usePlace = (): Place => useStore(place);

const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** Follow links between our own pages without loading the page again. */
export function followLinks(): void {
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || !isPlainClick(event) || link.target || link.hasAttribute("download")) return;
    if (link.origin !== location.origin || link.pathname.startsWith("/_local") || link.pathname.includes(".")) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}
