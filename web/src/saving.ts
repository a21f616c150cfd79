// Changes on their way to the server: each letter's in the order they were made, counted until they are there.
import { store } from "./store";

export const AT_ONCE = 100; // letters that one call changes

interface Saving {
  left: number;
  of: number;
}

const NONE: Saving = { left: 0, of: 0 };

/** How many letters' changes the server has not answered yet, of how many since there were none. */
export const saving = store<Saving>(NONE);

function count(by: number): void {
  const { left, of } = saving.get();
  saving.set(left + by > 0 ? { left: left + by, of: of + Math.max(by, 0) } : NONE);
}

type Turn = () => Promise<void>;
const lanes = new Map<string, Turn[]>();

// what was asked for last of each letter, alone or among many
const last = new Map<string, { lane: string; asked: Promise<unknown> }>();

/** What is done in one lane is done in turn, and after what has been asked for of the same letters in others. */
export function inOrder<T>(lane: string, keys: readonly string[], act: () => Promise<T>): Promise<T> {
  const elsewhere = keys.flatMap((key) => last.get(key) ?? []).filter((one) => one.lane !== lane);
  const earlier = [...new Set(elsewhere.map((one) => one.asked))];
  const inTurn = earlier.length ? () => Promise.allSettled(earlier).then(act) : act;
  const asked = new Promise<T>((resolve, reject) => {
    const turn = () => inTurn().then(resolve, reject).finally(() => count(-keys.length));
    const waiting = lanes.get(lane);
    count(keys.length);
    if (waiting) return void waiting.push(turn);
    lanes.set(lane, []);
    void run(lane, turn);
  });
  const forget = () => {
    for (const key of keys) if (last.get(key)?.asked === asked) last.delete(key);
  };
  for (const key of keys) last.set(key, { lane, asked });
  asked.then(forget, forget);
  return asked;
}

async function run(lane: string, first: Turn): Promise<void> {
  for (let turn: Turn | undefined = first; turn; turn = lanes.get(lane)!.shift()) await turn();
  lanes.delete(lane);
}

const PATIENCE = 15_000;

/** When everything that has been changed up to now is told, or nothing comes of waiting for it. */
export const saved = (): Promise<void> => new Promise((resolve) => {
  const look = () => {
    if (saving.get().left) return;
    stop();
    resolve();
  };
  const stop = saving.watch(look);
  setTimeout(resolve, PATIENCE);
  look();
});

/** The page goes away: what waits for its turn is told at once, and the browser sees the few calls through. */
function hurry(): void {
  for (const waiting of lanes.values()) for (const turn of waiting.splice(0)) void turn();
}

/** Before more is lost than the browser would see through, it asks. */
const ask = (event: BeforeUnloadEvent) => saving.get().left > AT_ONCE && event.preventDefault();

export function guardChanges(): void {
  addEventListener("pagehide", hurry);
  addEventListener("beforeunload", ask);
}
