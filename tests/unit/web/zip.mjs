// Bundles the web app's ZIP as the browser gets it, and writes one of the files that are given as JSON.
import { writeFileSync } from "node:fs";
import { build } from "../../../web/node_modules/esbuild/lib/main.js";

const { outputFiles } = await build({
  entryPoints: [new URL("../../../web/src/zip.ts", import.meta.url).pathname], bundle: true, format: "esm", write: false,
});
const { Zip } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
const [, , files, target] = process.argv;
const zip = new Zip();
for (const { name, data, at } of JSON.parse(files)) await zip.add(name, new Blob([Buffer.from(data, "base64")]), new Date(at));
writeFileSync(target, Buffer.from(await zip.finished().arrayBuffer()));
