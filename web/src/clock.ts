// The server's time: every deadline on the page is counted by it, not by this device's clock.
import { useEffect, useState } from "preact/hooks";
import type { Moment } from "./api-types";

let ahead = 0;

export function setClock(serverNow: Moment): void {
  ahead = Date.parse(serverNow) - Date.now();
}

export const now = (): number => Date.now() + ahead;

/** The time now, redrawn every so many milliseconds. */
export function useNow(every: number): number {
  const [time, tick] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => tick(now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return time;
}

const DAY = 86_400_000;

/** Whole days left, as people count them: less than a day is one day, and what has passed is none. */
export const daysUntil = (moment: Moment): number => Math.max(0, Math.ceil((Date.parse(moment) - now()) / DAY));

export const plusDays = (moment: Moment, days: number): Moment =>
  new Date(Date.parse(moment) + days * DAY).toISOString();
