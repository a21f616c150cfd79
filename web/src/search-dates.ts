// The dates that a search may say: 2026, 2026-03, 2026-03-15, today and yesterday, and months by name, in both languages.
import { now } from "./clock";

const ZONE = "Europe/Stockholm";
const DATE = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/;
/** What may become a date when more of it is typed. */
const BEGUN = /^(\d{1,3}|\d{4}-(\d{1,2}-)?)$/;
const MONTHS = 12;

const PLAIN: Record<string, string> = { å: "a", ä: "a", ö: "o", é: "e", è: "e", ü: "u", æ: "a", ø: "o" };

/** Small letters without the dots and rings that some keyboards lack, as many as before. */
export const fold = (text: string): string => text.replace(/[åäöéèüæø]/g, (letter) => PLAIN[letter]!);

const months = ["sv", "en"].map((language) => Array.from({ length: MONTHS }, (_, month) =>
  new Date(2026, month, 15).toLocaleString(language, { month: "long" }).toLowerCase()));
const DAYS: Record<string, number> = { idag: 0, "i dag": 0, today: 0, igar: 1, "i gar": 1, yesterday: 1 };
const NAMES = [...months.flat(), ...Object.keys(DAYS)];

const here = (moment: number): string => new Date(moment).toLocaleString("sv-SE", { timeZone: ZONE });

/** The month of this name that is or was last: "nov" is enough. */
function latest(name: string): string | undefined {
  if (name.length < 3) return undefined;
  const found = months.map((names) => names.findIndex((month) => month.startsWith(name))).find((month) => month >= 0);
  if (found === undefined) return undefined;
  const [year, month] = here(now()).split("-").map(Number) as [number, number];
  return `${found < month ? year : year - 1}-${found + 1}`;
}

/** What was said, as a day, a month or a year in figures. */
function inFigures(said: string): string | undefined {
  const ago = DAYS[said];
  return ago !== undefined ? here(now() - ago * 86_400_000).slice(0, 10) : (latest(said) ?? said);
}

/** The first moment of a day, a month or a year here, as letters are stamped; null for what is no date, or not yet. */
export function firstMoment(text: string): string | null {
  const [, year, month = "1", day = "1"] = DATE.exec(inFigures(fold(text)) ?? "") ?? [];
  if (!year || +month < 1 || +month > MONTHS || +day < 1 || +day > 31) return null;
  const midnight = Date.UTC(+year, +month - 1, +day);
  const shown = Date.parse(`${here(midnight).replace(" ", "T")}Z`);
  return new Date(midnight - (shown - midnight)).toISOString();
}

/** Whether it is no date, however much more of it is typed. */
export const isNoDate = (text: string): boolean =>
  firstMoment(text) === null && !BEGUN.test(text) && !NAMES.some((name) => name.startsWith(fold(text)));
