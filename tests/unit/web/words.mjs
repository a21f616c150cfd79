// Bundles the app's dictionaries and answers, as JSON, every text of both languages by its path.
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { build } from "../../../web/node_modules/esbuild/lib/main.js";

const folder = new URL("../../../web/src/i18n/", import.meta.url).pathname;
const pairs = readdirSync(folder).filter((name) => name.endsWith(".sv.ts")).map((name) => basename(name, ".sv.ts"));
const lines = ["", ...pairs.map((name) => `${name}.`)].flatMap((name, place) => ["sv", "en"].map(
  (language) => `export * as ${language}${place} from "./${name}${language}";`,
));
const { outputFiles } = await build({
  stdin: { contents: lines.join("\n"), resolveDir: folder }, bundle: true, format: "esm", write: false, logLevel: "error",
});
const words = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

/** Each text with its path; a text that is made by a function is told by how much it takes. */
function paths(value, at) {
  if (typeof value === "string") return [[at, value]];
  if (typeof value === "function") return [[at, `(${value.length})`]];
  return Object.entries(value).flatMap(([name, inside]) => paths(inside, [...at, name]));
}

const told = (language) => ["", ...pairs].flatMap((name, place) => {
  const found = words[language + place];
  return paths(name ? found : found[language], [name]).map(([path, text]) => [path.join("."), text]);
});
process.stdout.write(JSON.stringify({ sv: told("sv"), en: told("en") }));
