/** What esbuild does: pages with shared chunks, workers, styles. No file is written here. */

import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { checkGroups, GROUPS, together } from "./groups.mjs";
import { forEsbuild } from "./sources.mjs";
import { importedFirst, loadInRounds } from "./imports.mjs";

const common = root => ({
  plugins: [forEsbuild(root)],
  absWorkingDir: root,
  bundle: true,
  write: false,
  metafile: true,
  minify: true,
  charset: "utf8",
  target: "es2022",
  // No sourceMappingURL: a comment that names another file would be in the integrity hash.
  sourcemap: false,
  legalComments: "none",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
  outdir: join(root, "out"),
  outbase: root,
});

function collect(root, result) {
  return result.outputFiles.map(({ path, contents }) => [
    relative(join(root, "out"), path),
    Buffer.from(contents),
  ]);
}

/** `pages/public/help/main.ts` → `public-help`; so that a person reading the network log knows. */
export function entryName(root, script) {
  const name = relative(join(root, "client/pages"), dirname(script)).replaceAll("/", "-");
  return name === "" ? "main" : name;
}

/** Everything that an entry may come to load, lazily too. */
function reachable(metafile, output) {
  const seen = new Set();
  const visit = path => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const each of metafile.outputs[path].imports) {
      if (!each.external) visit(each.path);
      // A fallback: one file with an address of its own.
      else if (each.path.startsWith("/")) seen.add(`out${each.path}`);
    }
  };
  visit(output);
  return [...seen];
}

/** Service workers by the place where each is served. */
const SERVICE_WORKERS = new Map([
  ["desk-service-worker", "desk/desk-service-worker"],
  ["reporter-push-worker", "report/push-worker"],
]);

/** Workers that pages start: entries like the pages, so that they share their chunks. */
function pageWorkers(root) {
  return readdirSync(join(root, "client/lib"))
    .filter(name => name.endsWith("-worker.ts") && !SERVICE_WORKERS.has(basename(name, ".ts")))
    .sort()
    .map(name => ({ in: join(root, "client/lib", name), out: basename(name, ".ts") }));
}

/**
 * What only browsers without an algorithm load, each in one file of its own. In the shared chunks
 * it would make everybody carry what the fallback alone uses (5 kB gzip).
 */
async function bundleFallbacks(root) {
  const folder = join(root, "client/lib");
  const names = readdirSync(folder)
    .filter(name => /^noble-.*\.ts$/.test(name))
    .sort();
  const result = await build({
    ...common(root),
    entryPoints: names.map(name => ({ in: join(folder, name), out: basename(name, ".ts") })),
    format: "esm",
    entryNames: "static/[name]-[hash]",
  });
  const urls = new Map();
  for (const [path, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint) urls.set(basename(entryPoint), `/${relative("out", path)}`);
  }
  const setup = ({ onResolve }) =>
    onResolve({ filter: /\/noble-[a-z]+\.ts$/ }, ({ path }) => ({
      path: urls.get(basename(path)),
      external: true,
    }));
  return { files: collect(root, result), plugin: { name: "fallbacks", setup } };
}

/**
 * Pages and workers with shared chunks, the desk's by themselves: nobody is at both doors, and each
 * is spared what of a module the other alone uses. By script, `loads`: what a page needs before it
 * runs; `all`: what it may come to load; `modules`: our sources of all that; `workers`: the address of
 * each worker that it may start, which it finds in its shell (a constant in the script would make the
 * names of both depend on each other).
 */
export async function bundlePages(root, pages) {
  const scripts = [...new Set(pages.flatMap(({ script }) => (script ? [script] : [])))];
  const online = scripts.filter(script => !dirname(script).endsWith("verify-offline"));
  const ofDesk = script => script.startsWith(join(root, "client/pages/desk/"));
  const fallbacks = await bundleFallbacks(root);
  const desk = await bundleDoor(root, {
    door: "desk",
    scripts: online.filter(ofDesk),
    workers: [],
    fallbacks,
  });
  const site = await bundleDoor(root, {
    door: "site",
    scripts: online.filter(script => !ofDesk(script)),
    workers: pageWorkers(root),
    fallbacks,
  });
  const both = name => new Map([...site[name], ...desk[name]]);
  return {
    files: [...fallbacks.files, ...site.files, ...desk.files],
    loads: both("loads"),
    all: both("all"),
    modules: both("modules"),
    workers: both("workers"),
  };
}

/** The page that shows the kit, by itself: nothing of it is in a file that others load. */
export async function bundleKit(root, script) {
  const fallbacks = await bundleFallbacks(root);
  return bundleDoor(root, { door: "kit", scripts: [script], workers: [], fallbacks });
}

async function bundleDoor(root, { door, scripts, workers, fallbacks }) {
  const entryPoints = scripts.map(script => ({ in: script, out: entryName(root, script) }));
  const result = await build({
    ...common(root),
    plugins: [fallbacks.plugin, forEsbuild(root), together(root, GROUPS[door])],
    entryPoints: [...entryPoints, ...workers],
    splitting: true,
    format: "esm",
    entryNames: "static/[name]-[hash]",
    chunkNames: "static/[name]-[hash]",
    assetNames: "static/[name]-[hash]",
  });
  checkGroups(result.metafile);
  const files = collect(root, result).map(([path, bytes]) => [
    path,
    loadInRounds(result.metafile, `out/${path}`, bytes),
  ]);
  return { files, ...reachOf(root, result.metafile, scripts, workers) };
}

function sourcesOf(metafile, output) {
  return Object.keys(metafile.outputs[output]?.inputs ?? {}).filter(path => path.startsWith("client/"));
}

/** What starts a worker (client/lib). */
const STARTS_WORKER = "client/lib/sealing.ts";

function reachOf(root, metafile, scripts, workers) {
  const own = paths => paths.map(each => relative("out", each));
  const outputs = new Map(
    Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
      entryPoint ? [[join(root, entryPoint), path]] : [],
    ),
  );
  const urls = workers.map(worker => [worker.out, ...own([outputs.get(worker.in)])]);
  const starts = output => STARTS_WORKER in (metafile.outputs[output]?.inputs ?? {});
  const reach = scripts.map(script => [script, reachable(metafile, outputs.get(script))]);
  return {
    loads: new Map(scripts.map(script => [script, own(importedFirst(metafile, outputs.get(script)))])),
    all: new Map(reach.map(([script, paths]) => [script, own(paths)])),
    modules: new Map(
      reach.map(([script, paths]) => [script, paths.flatMap(path => sourcesOf(metafile, path))]),
    ),
    workers: new Map(reach.map(([script, paths]) => [script, paths.some(starts) ? urls : []])),
  };
}

/** A service worker is one file with a fixed place, which is its scope. */
export async function bundleServiceWorkers(root, words) {
  const titles = Object.fromEntries([...words].map(([tag, book]) => [tag, book.get("push.title")]));
  const result = await build({
    ...common(root),
    entryPoints: [...SERVICE_WORKERS].map(([name, out]) => ({
      in: join(root, "client/lib", `${name}.ts`),
      out,
    })),
    define: { PUSH_TITLES: JSON.stringify(titles) },
    format: "iife",
    entryNames: "[dir]/[name]",
  });
  return { files: collect(root, result) };
}

export async function bundleStyles(root) {
  const folder = join(root, "client/css");
  const names = existsSync(folder) ? readdirSync(folder).filter(n => n.endsWith(".css")) : [];
  const result = await build({
    ...common(root),
    entryPoints: names.sort().map(name => ({ in: join(folder, name), out: basename(name, ".css") })),
    entryNames: "static/[name]-[hash]",
    assetNames: "static/[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "file" },
  });
  const byName = new Map();
  for (const [path, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint) byName.set(basename(entryPoint), relative("out", path));
  }
  return { files: collect(root, result), byName };
}

/** A page that is one file: script and styles as text, for a disk without network. */
export async function inlinePage(root, script, html) {
  const styles = [...html.matchAll(/\{\{css:([^}]+)\}\}/g)].map(([, name]) => name);
  const one = async (path, format) => {
    const entryPoints = [path];
    const result = await build({ ...common(root), entryPoints, ...(format ? { format } : {}) });
    return result.outputFiles[0].text;
  };
  const css = new Map();
  for (const name of new Set([...styles, "heard.css"])) {
    const path = join(root, "client/css", name);
    if (existsSync(path)) css.set(name, await one(path));
  }
  return { script: script ? await one(script, "iife") : "", css };
}
