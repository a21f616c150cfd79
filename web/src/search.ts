// What is searched for: free words in sender and subject, and `från:`, `typ:`, `före:`, `efter:` in both languages.
import type { Letter } from "./api-types";
import { en, sv } from "./i18n/kinds";
import { KINDS, kindOf, pileOf, type Kind } from "./kinds";
import { firstMoment, fold, isNoDate } from "./search-dates";

/** Whether a letter answers, when words are spelled in one way or the other. */
type Test = (letter: Letter, spelled: Spelling) => boolean;
type Spelling = typeof words;

const low = (text: string): string => text.toLowerCase();

interface Words {
  sender: string;
  all: string;
  folded?: Words;
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

/** The same without dots and rings: who has no key for them writes "lonebesked". */
function folded(letter: Letter): Words {
  const found = words(letter);
  if (!found.folded) {
    const all = fold(found.all);
    found.folded = { sender: all.slice(0, found.sender.length), all }; // which it begins with
  }
  return found.folded;
}

const AT_A_TIME = 500;

/** Read the headings while nothing else is to be done, so that the first key pressed does not wait for it. */
export function prepare(letters: readonly Letter[], from = 0): void {
  if (from >= letters.length) return;
  for (const letter of letters.slice(from, from + AT_A_TIME)) folded(letter);
  setTimeout(() => prepare(letters, from + AT_A_TIME));
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
  const kinds = new Set(KINDS.filter((kind) => names(kind).some((name) => name.startsWith(text) || fold(name).startsWith(text))));
  return (letter) => kinds.has(kindOf(letter)) || letter.type.startsWith(text);
}

const fromSender = (text: string): Test => (letter, spelled) => spelled(letter).sender.includes(text);

const OPERATORS: Record<string, (text: string) => Test | null> = {
  "från": fromSender, fran: fromSender, from: fromSender, typ: ofKind, type: ofKind,
  "före": before, fore: before, before, efter: after, after,
};

// `från:"Härnösands kommun"`, `typ:brev`, `"två ord"`, `ord`
const TOKEN = /(?:(\p{L}+):)?(?:"([^"]*)"?|([^\s"]*))/gu;

function test([whole, operator = "", quoted, plain]: RegExpMatchArray): Test | null {
  const make = OPERATORS[operator];
  const text = quoted ?? plain ?? "";
  if (make) return text ? make(text) : null; // nothing after the colon yet
  const word = operator ? whole : text;
  return word ? (letter, spelled) => spelled(letter).all.includes(word) : null;
}

const testsOf = (wanted: string): Test[] => [...wanted.matchAll(TOKEN)].map(test).filter((each) => each !== null);

/** The first that was asked for and is not understood, as it was written: "efter:påsk". It narrows nothing. */
export function notUnderstood(asked: string): string | undefined {
  const dated = [...asked.matchAll(TOKEN)].filter(([, operator = ""]) => [before, after].some((make) => OPERATORS[low(operator)] === make));
  return dated.find(([, , quoted, plain]) => isNoDate(low(quoted ?? plain ?? "")))?.[0];
}

// What was found last: while one types on, only that is looked through, not all of a large mailbox again.
let last: { all: readonly Letter[]; wanted: string; found: readonly Letter[] } = { all: [], wanted: "", found: [] };

/** Whether whatever answers to the longer text answers to the shorter one too: so with plain words, not with operators. */
const narrows = (longer: string, shorter: string): boolean => longer.startsWith(shorter) && !/[:"]/.test(longer);

/** The letters that answer to everything asked for. */
export function search(all: readonly Letter[], asked: string): readonly Letter[] {
  const wanted = low(asked);
  const tests = testsOf(wanted);
  if (!tests.length) return all;
  const within = last.all === all && last.wanted && narrows(wanted, last.wanted) ? last.found : all;
  let found = within.filter((letter) => tests.every((passes) => passes(letter, words)));
  if (!found.length) {
    const plainer = testsOf(fold(wanted));
    found = all.filter((letter) => plainer.every((passes) => passes(letter, folded)));
  }
  last = { all, wanted, found };
  return found;
}
