// Bundles the web app into dist/: hashed assets and an index.html that names them. `--watch` rebuilds.
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const watch = process.argv.includes("--watch");

const shared = {
  absWorkingDir: here,
  outdir: "dist/assets",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  target: ["chrome123", "firefox121", "safari17.5"],
  minify: !watch,
  metafile: true,
  logLevel: "warning",
};

const app = {
  ...shared,
  entryPoints: ["src/main.tsx"],
  format: "esm",
  splitting: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [{ name: "index.html", setup: (build) => build.onEnd(({ metafile }) => metafile && writePage(metafile)) }],
};

const address = (built) => built.replace(/^dist/, "");

/** Fill in the names of this build; what the app needs at once is fetched beside it, not after it. */
async function writePage({ outputs }) {
  const [main, { cssBundle, imports }] = Object.entries(outputs).find(([, output]) => output.entryPoint === "src/main.tsx");
  const preloads = imports.filter(({ kind }) => kind === "import-statement")
    .map(({ path }) => `<link rel="modulepreload" href="${address(path)}">`);
  const boot = await esbuild.build({ ...shared, entryPoints: ["src/boot.ts"], format: "iife" });
  const page = (await readFile(join(here, "index.html"), "utf8"))
    .replace("{{style}}", address(cssBundle))
    .replace("{{boot}}", address(Object.keys(boot.metafile.outputs)[0]))
    .replace("{{main}}", address(main))
    .replace("{{preloads}}", preloads.join("\n"));
  await writeFile(join(dist, "index.html"), page);
}

await rm(dist, { recursive: true, force: true });
await cp(join(here, "public"), dist, { recursive: true });
if (watch) await (await esbuild.context(app)).watch();
else await esbuild.build(app);
