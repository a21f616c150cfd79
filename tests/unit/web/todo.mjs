// Bundles what the web app knows of things to do, and answers what it makes of the letters that are given as JSON.
import { build } from "../../../web/node_modules/esbuild/lib/main.js";

const source = (name) => new URL(`../../../web/src/${name}`, import.meta.url).pathname;
const { outputFiles } = await build({
  stdin: {
    contents: `export * from ${JSON.stringify(source("todo.ts"))};
      export { contents } from ${JSON.stringify(source("lists.ts"))}; export { setClock } from ${JSON.stringify(source("clock.ts"))};`,
    resolveDir: source(""),
  },
  bundle: true, format: "esm", write: false,
});
const { contents, dueOf, setClock, todo } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
const { now, letters } = JSON.parse(process.argv[2]);
setClock(now);
process.stdout.write(JSON.stringify({
  tasks: todo(letters).map(({ letter, act, at }) => [letter.key, act, at]),
  due: letters.flatMap((letter) => (dueOf(letter) ? [[letter.key, dueOf(letter).act]] : [])),
  counts: contents(letters, "inbox").counts,
}));
