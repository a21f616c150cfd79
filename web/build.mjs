// Bundles the web app into dist/: hashed assets, an index.html that names them, and the service worker that keeps them.
// `--watch` rebuilds.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
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

/** What is there from the start is one file, and not one for each set of pages that share it: each page fetched later says
 * that it needs the start, which it always has. */
const fromTheStart = {
  name: "from the start",
  setup(build) {
    const start = join(here, "src/main.tsx");
    build.onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind !== "dynamic-import" || pluginData === start) return null;
      const found = await build.resolve(path, { kind, resolveDir, pluginData: start });
      return { ...found, pluginData: found.path };
    });
    build.onLoad({ filter: /\.tsx?$/ }, async ({ path, pluginData }) => {
      if (pluginData !== path) return null;
      return { contents: `${await readFile(path, "utf8")}\nimport ${JSON.stringify(start)};\n`, loader: path.endsWith("x") ? "tsx" : "ts" };
    });
  },
};

const app = {
  ...shared,
  entryPoints: ["src/main.tsx", "src/styles/index.css"],
  format: "esm",
  splitting: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [fromTheStart, { name: "index.html", setup: (build) => build.onEnd(async ({ metafile }) => metafile && sweep(await writePage(metafile))) }],
};

const PDFJS = "pdfjs-dist";

const address = (built) => built.replace(/^dist/, "");

/** Fill in the names of this build; what the app needs at once is fetched beside it, not after it. */
async function writePage({ outputs }) {
  const from = (source) => Object.entries(outputs).find(([, output]) => output.entryPoint === source);
  const [main, { imports }] = from("src/main.tsx");
  const preloads = imports.filter(({ kind }) => kind === "import-statement")
    .map(({ path }) => `<link rel="modulepreload" href="${address(path)}">`);
  const boot = await esbuild.build({ ...shared, entryPoints: ["src/boot.ts"], format: "iife" });
  const page = (await readFile(join(here, "index.html"), "utf8"))
    .replace("{{style}}", address(from("src/styles/index.css")[0]))
    .replace("{{boot}}", address(Object.keys(boot.metafile.outputs)[0]))
    .replace("{{main}}", address(main))
    .replace("{{preloads}}", preloads.join("\n"));
  await writeFile(join(dist, "index.html.part"), page);
  await rename(join(dist, "index.html.part"), join(dist, "index.html"));
  const files = [...Object.keys(outputs), ...Object.keys(boot.metafile.outputs)];
  await writeWorker(page, files.filter((file) => !isLarge(outputs[file])));
  return [...files, pdfjs.worker];
}

/** What shows PDFs is fetched where it is needed, and not kept. */
const isLarge = (output) => Object.keys(output?.inputs ?? {}).some((input) => input.includes(PDFJS));

/** The service worker knows its version by the page, who runs it (filled in where it is deployed) and the files by name; it has no hash, since browsers ask for it by name. */
async function writeWorker(page, files) {
  const version = createHash("sha256").update(page).digest("hex").slice(0, 16);
  const kept = ["/icon.svg", ...files.map(address).filter((name) => !name.endsWith(".map"))].sort();
  await esbuild.build({
    ...shared, outdir: "dist", entryNames: "[name]", entryPoints: ["sw/sw.ts"], format: "iife", metafile: false,
    define: { SHELL: JSON.stringify({ page: "/", files: kept, version: `${version}-{{operator}}` }) },
  });
}

/** Files of earlier builds go when the new page is in place: somebody may be reading the old one. */
async function sweep(current) {
  const names = new Set(current.map((path) => path.split("/").at(-1)));
  const old = (await readdir(join(dist, "assets"))).filter((name) => !names.has(name));
  await Promise.all(old.map((name) => rm(join(dist, "assets", name))));
}

/**
 * What shows PDFs where the browser does not: its worker is bundled before the app, which must know its name; the fonts
 * and decoders that some documents need lie beside it, under their version.
 */
async function bundlePdfjs() {
  const from = join(here, "node_modules", PDFJS);
  const { version } = JSON.parse(await readFile(join(from, "package.json"), "utf8"));
  const to = join(dist, "pdf", version);
  await cp(join(from, "standard_fonts"), join(to, "fonts"), { recursive: true });
  await cp(join(from, "wasm"), join(to, "images"), { recursive: true, filter: (name) => !/\.wasm$|quickjs/i.test(name) });
  const entryPoints = { "pdf-worker": join(from, "legacy/build/pdf.worker.mjs") };
  const { metafile } = await esbuild.build({ ...shared, entryPoints, format: "esm" });
  const [worker] = Object.keys(metafile.outputs);
  return { worker: address(worker), files: `/pdf/${version}` };
}

await mkdir(dist, { recursive: true });
await cp(join(here, "public"), dist, { recursive: true });
const pdfjs = await bundlePdfjs();
app.define = { PDFJS: JSON.stringify(pdfjs) };
if (watch) await (await esbuild.context(app)).watch();
else await esbuild.build(app);
