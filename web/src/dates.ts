// Dates in words, by Swedish time: "i dag 09:12", "tisdag 17 november", and the groups of a list.
import type { Moment } from "./api-types";
import { now } from "./clock";
import { language, t } from "./i18n";

const ZONE = "Europe/Stockholm";
const LOCALES = { sv: "sv-SE", en: "en-GB" };

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formatters are slow to make and are made once. */
function maker(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = LOCALES[language.get()];
  const name = locale + JSON.stringify(options);
  let made = formats.get(name);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
    formats.set(name, made);
  }
  return made;
}

const format = (options: Intl.DateTimeFormatOptions, moment: Moment | number): string =>
  together(maker(options).format(typeof moment === "number" ? moment : Date.parse(moment)));

/** A day stays on the line of its month: "3 december". */
const together = (text: string): string => text.replace(/(\d) (?=\p{L})/gu, "$1\u00a0");

/** What is torn apart by no line's end: "852 29 Sundsvall". */
export const unbroken = (text: string): string => text.replaceAll(" ", "\u00a0");

const iso = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" });

const daysOf = new Map<Moment, string>();
const MOST_DAYS = 2_000;
const DAY = 86_400_000;

/** The calendar day, "2026-11-17"; remembered, because a list asks for the same ones each time that it is drawn. */
export function calendarDay(moment: Moment | number): string {
  if (typeof moment === "number") return iso.format(moment);
  let day = daysOf.get(moment);
  if (!day) {
    if (daysOf.size > MOST_DAYS) daysOf.clear();
    day = iso.format(Date.parse(moment));
    daysOf.set(moment, day);
  }
  return day;
}

const daysAgo = (moment: Moment): number =>
  Math.round((Date.parse(calendarDay(now())) - Date.parse(calendarDay(moment))) / DAY);

const isThisYear = (moment: Moment): boolean => calendarDay(moment).slice(0, 4) === calendarDay(now()).slice(0, 4);

const withYear = (moment: Moment, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormatOptions =>
  isThisYear(moment) ? options : { ...options, year: "numeric" };

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const clockTime = (moment: Moment): string => format({ hour: "2-digit", minute: "2-digit" }, moment);

/** "tisdag 17 november", with the year when it is another one. */
export const longDate = (moment: Moment): string =>
  format(withYear(moment, { weekday: "long", day: "numeric", month: "long" }), moment);

/** The last day before a moment, for what is promised through that day. */
export const lastDay = (until: Moment): string => longDate(new Date(Date.parse(until) - 1).toISOString());

/** "17 november", with the year when it is another one. */
export const plainDate = (moment: Moment): string => format(withYear(moment, { day: "numeric", month: "long" }), moment);

/** "i dag 09:12", "i går 14:03", "tisdag 17 november 09:12". */
export function longWhen(moment: Moment): string {
  const ago = daysAgo(moment);
  const day = ago === 0 ? t.dates.today : ago === 1 ? t.dates.yesterday : longDate(moment);
  return `${day}\u00a0${clockTime(moment)}`;
}

/** "tisdag 1 december 2026": with the year, for what is to be kept. */
export const fullDate = (moment: Moment): string =>
  format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }, moment);

/** A calendar day, "2026-11-25", as "25 november 2026"; at noon it is the same day in every zone. */
export const day = (date: string): string => format({ day: "numeric", month: "long", year: "numeric" }, `${date}T12:00:00Z`);

/** The days from one to another, in as few words as they need: "november 2026", "1–15 november 2026". */
export function days(first: string, last: string): string {
  const [from, to] = [first, last].map((date) => new Date(`${date}T12:00:00Z`)) as [Date, Date];
  const whole = first.endsWith("-01") && first.slice(0, 7) === last.slice(0, 7) && new Date(to.getTime() + DAY).getUTCDate() === 1;
  if (whole) return format({ month: "long", year: "numeric" }, from.getTime());
  return maker({ day: "numeric", month: "long", year: "numeric" }).formatRange(from, to);
}

const short = (moment: Moment): string =>
  format(withYear(moment, { weekday: "short", day: "numeric", month: "short" }), moment).replaceAll(".", "");

/** The last day before a moment, in a list: "fre 4 dec". */
export const rowLastDay = (until: Moment): string => short(new Date(Date.parse(until) - 1).toISOString());

/** When one is expected somewhere, in a list: "tis 1 dec 09:30". */
export const rowWhen = (moment: Moment): string => `${short(moment)}\u00a0${clockTime(moment)}`;

/** The day of something to come, in words: "I dag", "I morgon", "Tisdag 1 december". */
export function dayAhead(moment: Moment): string {
  const ahead = -daysAgo(moment);
  return ahead <= 0 ? t.dates.group_today : ahead === 1 ? t.dates.group_tomorrow : capital(longDate(moment));
}

/** As short as it can be in a list, under the heading that it has there: "09:12", "tis", "28 okt", "28 okt 2025". */
export function shortWhen(moment: Moment): string {
  const ago = daysAgo(moment);
  if (ago <= 1) return clockTime(moment);
  if (ago < 7) return format({ weekday: "short" }, moment);
  return format(withYear(moment, { day: "numeric", month: "short" }), moment).replaceAll(".", "");
}

/** The heading that a letter stands under in a list: "I dag", "I går", "Senaste veckan", "Oktober", "Oktober 2025". */
export function dayGroup(moment: Moment): string {
  const ago = daysAgo(moment);
  if (ago <= 0) return t.dates.group_today;
  if (ago === 1) return t.dates.group_yesterday;
  if (ago < 7) return t.dates.group_week;
  return capital(format(withYear(moment, { month: "long" }), moment));
}

export const number = (value: number): string => value.toLocaleString(LOCALES[language.get()]);

/** A number written with a decimal point, as people here write it. */
export const decimal = (text: string): string => number(Number(text));

/** "31 250,00 kr", "SEK 31,250.00". */
export const money = (amount: string, currency: string): string =>
  Number(amount).toLocaleString(LOCALES[language.get()], { style: "currency", currency });

/** "125 %". */
export const percent = (part: number): string => part.toLocaleString(LOCALES[language.get()], { style: "percent" });

/** "84 kB", "1,2 MB". */
export function fileSize(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [Math.max(1, Math.round(bytes / 1e3)), "kB"] : [Math.round(bytes / 1e5) / 10, "MB"];
  return `${number(value)} ${unit}`;
}
