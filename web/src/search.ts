// What is searched for: free words in sender and subject, and `från:`, `typ:`, `före:`, `efter:` in both languages.
import type { Letter } from "./api-types";
import { en, sv } from "./i18n/kinds";
import { KINDS, kindOf, pileOf, type Kind } from "./kinds";

type Test = (letter: Letter) => boolean;

const low = (text: string): string => text.toLowerCase();

interface Words {
  sender: string;
  all: string;
}

const known = new WeakMap<Letter, Words>();

function words(letter: Letter): Words {
  let found = known.get(letter);
  if (!found) {
    const sender = low(letter.sender.name);
    found = { sender, all: `${sender} ${low(letter.subject)}` };
    known.set(letter, found);
  }
  return found;
}

const AT_A_TIME = 500;

/** Read the headings while nothing else is to be done, so that the first key pressed does not wait for it. */
export function prepare(letters: readonly Letter[], from = 0): void {
  if (from >= letters.length) return;
  for (const letter of letters.slice(from, from + AT_A_TIME)) words(letter);
  setTimeout(() => prepare(letters, from + AT_A_TIME));
}

const ZONE = "Europe/Stockholm";
const DATE = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/;

/** The first moment of a day, a month or a year here, as letters are stamped; null while it is being typed. */
export function firstMoment(text: string): string | null {
  const [, year, month = "1", day = "1"] = DATE.exec(text) ?? [];
  if (!year || +month < 1 || +month > 12 || +day < 1 || +day > 31) return null;
  const midnight = Date.UTC(+year, +month - 1, +day);
  const here = Date.parse(`${new Date(midnight).toLocaleString("sv-SE", { timeZone: ZONE }).replace(" ", "T")}Z`);
  return new Date(midnight - (here - midnight)).toISOString();
}

function before(text: string): Test | null {
  const moment = firstMoment(text);
  return moment ? (letter) => letter.received_at < moment : null;
}

function after(text: string): Test | null {
  const moment = firstMoment(text);
  return moment ? (letter) => letter.received_at >= moment : null;
}

const names = (kind: Kind): string[] => [sv, en].flatMap(({ kinds, shows }) => [kinds[kind], shows[pileOf(kind)]]).map(low);

function ofKind(text: string): Test {
  const kinds = new Set(KINDS.filter((kind) => names(kind).some((name) => name.startsWith(text))));
  return (letter) => kinds.has(kindOf(letter)) || letter.type.startsWith(text);
}

const fromSender = (text: string): Test => (letter) => words(letter).sender.includes(text);

const OPERATORS: Record<string, (text: string) => Test | null> = {
  "från": fromSender, from: fromSender, typ: ofKind, type: ofKind, "före": before, before, efter: after, after,
};

// `från:"Härnösands kommun"`, `typ:brev`, `"två ord"`, `ord`
const TOKEN = /(?:(\p{L}+):)?(?:"([^"]*)"?|([^\s"]*))/gu;

function test([whole, operator = "", quoted, plain]: RegExpMatchArray): Test | null {
  const make = OPERATORS[operator];
  const text = quoted ?? plain ?? "";
  if (make) return text ? make(text) : null; // nothing after the colon yet
  const word = operator ? whole : text;
  return word ? (letter) => words(letter).all.includes(word) : null;
}

// What was found last: while one types on, only that is looked through, not all of a large mailbox again.
let last: { all: readonly Letter[]; wanted: string; found: readonly Letter[] } = { all: [], wanted: "", found: [] };

/** Whether whatever answers to the longer text answers to the shorter one too: so with plain words, not with operators. */
const narrows = (longer: string, shorter: string): boolean => longer.startsWith(shorter) && !/[:"]/.test(longer);

/** The letters that answer to everything asked for. */
export function search(all: readonly Letter[], asked: string): readonly Letter[] {
  const wanted = low(asked);
  const tests = [...wanted.matchAll(TOKEN)].map(test).filter((each) => each !== null);
  if (!tests.length) return all;
  const within = last.all === all && last.wanted && narrows(wanted, last.wanted) ? last.found : all;
  const found = within.filter((letter) => tests.every((passes) => passes(letter)));
  last = { all, wanted, found };
  return found;
}
