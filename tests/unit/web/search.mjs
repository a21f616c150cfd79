// Bundles the web app's search as the browser gets it, and answers what it finds and how long it takes.
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));
const esbuild = require("esbuild");
const { outputFiles } = await esbuild.build({
  entryPoints: [new URL("../../../web/src/search.ts", import.meta.url).pathname], bundle: true, format: "esm", write: false,
});
Date.now = () => Date.parse("2026-11-11T11:00:00Z");
const { search, notUnderstood } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

const { letters: few, queries, misread } = JSON.parse(process.argv[2]);
const keys = (letters) => letters.map((letter) => letter.key);
const found = queries.map((query) => keys(search([...few], query)));
// The same typed key by key, each search after the one before.
const typedOn = queries.map((query) => keys(Array.from(query).reduce((_, key, n) => search(few, query.slice(0, n + 1)), few)));

const TYPES = ["letter", "letter.salary", "booking"];
const many = () => Array.from({ length: 10_000 }, (_, n) => ({
  key: String(n), type: TYPES[n % 3], subject: `Faktura ${n} för elnätet på Storgatan ${n % 90}`,
  sender: { key: "s", name: `Avsändare ${n % 40} i Härnösands kommun` }, received_at: new Date(1.7e12 + n * 1e7).toISOString(),
}));
/** Every key that is pressed, first in letters never searched; the slowest of them, by its best of five on a busy machine. */
const typed = "från:härnösand typ:löne efter:2023-12 före:2027 faktura 9";
const best = Array(typed.length).fill(Infinity);
let hits = 0;
for (let round = 0; round < 5; round++) {
  const letters = many();
  for (let end = 1; end <= typed.length; end++) {
    const start = performance.now();
    hits = search(letters, typed.slice(0, end)).length;
    best[end - 1] = Math.min(best[end - 1], performance.now() - start);
  }
}
const pointedOut = misread.map((query) => notUnderstood(query) ?? null);
console.log(JSON.stringify({ found, misread: pointedOut, typed: typedOn, slowest: Math.max(...best), hits }));
