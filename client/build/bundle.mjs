/** What esbuild does: pages with shared chunks, workers, styles. No file is written here. */

import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { build } from "esbuild";

const common = (root) => ({
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
function entryName(root, script) {
  const name = relative(join(root, "client/pages"), dirname(script)).replaceAll("/", "-");
  return name === "" ? "main" : name;
}

/** Outputs that must be there before an entry runs: itself first, then its static imports. */
function staticImports(metafile, output) {
  const seen = new Set();
  const visit = (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const each of metafile.outputs[path].imports) {
      if (each.kind === "import-statement" && !each.external) visit(each.path);
    }
  };
  visit(output);
  return [...seen];
}

const defines = (workers) =>
  Object.fromEntries([...workers.urls].map(([name, url]) => [name, JSON.stringify(url)]));

export async function bundlePages(root, pages, workers) {
  const scripts = [...new Set(pages.flatMap(({ script }) => (script ? [script] : [])))];
  const online = scripts.filter((script) => !dirname(script).endsWith("verify-offline"));
  if (online.length === 0) return { files: [], loads: new Map() };
  const entryPoints = online.map((script) => ({ in: script, out: entryName(root, script) }));
  const result = await build({
    ...common(root),
    entryPoints,
    splitting: true,
    format: "esm",
    entryNames: "static/[name]-[hash]",
    chunkNames: "static/[name]-[hash]",
    assetNames: "static/[name]-[hash]",
    define: defines(workers),
  });
  const loads = new Map();
  for (const [path, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (!entryPoint || !online.includes(join(root, entryPoint))) continue;
    const paths = staticImports(result.metafile, path);
    loads.set(join(root, entryPoint), paths.map((each) => relative("out", each)));
  }
  return { files: collect(root, result), loads, metafile: result.metafile };
}

/**
 * Workers are one file each, with a name of their own in the code: `seal-worker.ts` is
 * `__SEAL_WORKER__`. A service worker has a fixed place, which is its scope.
 */
export async function bundleWorkers(root) {
  const folder = join(root, "client/lib");
  const names = readdirSync(folder).filter((name) => /-worker\.ts$/.test(name)).sort();
  const urls = new Map();
  const files = [];
  for (const name of names) {
    const service = /-service-worker\.ts$/.test(name);
    const result = await build({
      ...common(root),
      entryPoints: [{ in: join(folder, name), out: basename(name, ".ts") }],
      format: service ? "iife" : "esm",
      entryNames: service ? "desk/[name]" : "static/[name]-[hash]",
    });
    files.push(...collect(root, result));
    const constant = `__${basename(name, ".ts").replaceAll("-", "_").toUpperCase()}__`;
    urls.set(constant, `/${files.at(-1)[0]}`);
  }
  return { files, urls };
}

export async function bundleStyles(root) {
  const folder = join(root, "client/css");
  const names = existsSync(folder) ? readdirSync(folder).filter((n) => n.endsWith(".css")) : [];
  const result = await build({
    ...common(root),
    entryPoints: names.sort().map((name) => ({ in: join(folder, name), out: basename(name, ".css") })),
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
