// Bundles the help page's text and answers, as JSON, what one of its questions is answered with in both languages;
// or, when none is named, which questions there are.
import { build } from "../../../web/node_modules/esbuild/lib/main.js";

const file = new URL("../../../web/src/pages/help-text.ts", import.meta.url).pathname;
const { outputFiles } = await build({ entryPoints: [file], bundle: true, format: "esm", write: false, logLevel: "error" });
const text = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

const asked = process.argv[2];
const told = (language) => {
  const questions = text[language]("Kuvert");
  return asked ? questions.find(({ id }) => id === asked).answer : questions.map(({ id }) => id);
};
process.stdout.write(JSON.stringify({ sv: told("sv"), en: told("en") }));
