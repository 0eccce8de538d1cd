/**
 * Builds the site: node client/build.mjs [--out DIR] [--lenient] [--sizes]
 *
 * client/pages and client/lib become src/heard/static, laid out as the URLs are: `help/index.html`
 * is served at /help/, `static/…` at /static/…. Pages are shells, one for each language. The same
 * input gives the same bytes on every machine, so that outsiders can compare (manifest.json).
 * /ui/, which shows the parts of client/ui, is listed apart (ui.json): the demonstration alone serves it.
 *   --lenient  words that are missing or unused are told, not refused
 *   --sizes    print what each page loads, compressed
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  bundleKit,
  bundlePages,
  bundleServiceWorkers,
  bundleStyles,
  entryName,
  inlinePage,
} from "./build/bundle.mjs";
import { expandPage, fillPage } from "./build/html.mjs";
import { readLanguages } from "./build/languages.mjs";
import { fileOfWords } from "./build/pagewords.mjs";
import { integrity, siblings, summary } from "./build/sums.mjs";
import { checkServerWords, checkWords, loadWords, saidBy } from "./build/words.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pages = join(root, "client/pages");
const languages = readLanguages(root);
const DEFAULT_LANGUAGE = languages[0].tag;

const { values: options } = parseArgs({
  options: {
    out: { type: "string", default: join(root, "src/heard/static") },
    lenient: { type: "boolean", default: false },
    sizes: { type: "boolean", default: false },
  },
});

/** Where a page is served: public and reporter pages stand at the root, the desk in its folder. */
function urlOf(folder) {
  const [door, ...rest] = relative(pages, folder).split("/");
  const parts = door === "desk" ? [door, ...rest] : rest;
  return parts.join("/") === "landing" ? "" : parts.map(part => `${part}/`).join("");
}

/** A page's script: beside it, or that of its door, or the one for all. */
function scriptOf(folder) {
  for (let at = folder; at.startsWith(pages); at = dirname(at)) {
    const script = ["main.ts", "main.tsx"].map(name => join(at, name)).find(existsSync);
    if (script) return script;
  }
  return null;
}

/** Shows the parts that the desk is made of. */
const KIT = join(pages, "ui");

function kitPage() {
  const [html, script] = ["index.html", "main.tsx"].map(name => join(KIT, name));
  return { folder: KIT, url: "ui/", html, script };
}

function findPages() {
  return readdirSync(pages, { recursive: true })
    .filter(path => path.endsWith("index.html") && !path.startsWith("ui/"))
    .sort()
    .map(path => {
      const folder = dirname(join(pages, path));
      return { folder, url: urlOf(folder), html: join(pages, path), script: scriptOf(folder) };
    });
}

/** Data files of the public door, served as they are. */
function plainFiles() {
  const folder = join(pages, "public");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter(name => /\.(json|txt|svg|ico|png|webmanifest)$/.test(name))
    .map(name => [name, readFileSync(join(folder, name))]);
}

function isOneLanguage(html) {
  return !/\{\{(t|prefix|languages|words)\b/.test(html);
}

async function buildPage(page, site) {
  const html = readFileSync(page.html, "utf8");
  const spoken = isOneLanguage(html) ? [DEFAULT_LANGUAGE] : languages.map(({ tag }) => tag);
  const offline = page.folder.endsWith("verify-offline");
  const inline = offline ? await inlinePage(root, page.script, html) : null;
  return spoken.map(language => {
    const prefix = language === DEFAULT_LANGUAGE ? "" : `${language}/`;
    const path = offline ? "verify/heard-verify.html" : `${page.url}index.html`;
    const filled = fillPage(html, { page, site, language, inline });
    return [prefix + path, Buffer.from(filled)];
  });
}

/**
 * Pages whose words follow in part say by language where from: `later`, `work`. All such files, by path.
 * Each page `says` what its own modules do: of the families that it asks for nothing else is sent.
 */
function wordFiles(found, words, modules) {
  const files = new Map();
  for (const page of found.filter(({ script }) => script)) {
    const html = expandPage(readFileSync(page.html, "utf8"), pages);
    const own = modules.get(page.script) ?? [];
    if (own.length > 0)
      page.says = saidBy(own.map(path => readFileSync(join(root, path), "utf8")).join("\n"));
    for (const which of ["later", "work"]) {
      page[which] = new Map();
      for (const [tag, book] of words) {
        const file = fileOfWords(which, entryName(root, page.script), tag, html, bookOf(page, book));
        if (file) files.set(file.path, file.bytes);
        if (file) page[which].set(tag, file.path);
      }
    }
  }
  return files;
}

/** The words of a book that a page says. */
function bookOf({ says = () => true }, book) {
  return new Map([...book].filter(([key]) => says(key)));
}

/** The kit's page with its scripts, under a list of their own. */
async function kitFiles(site) {
  const page = kitPage();
  const scripts = await bundleKit(root, page.script);
  const own = [...scripts.files].filter(([path]) => !site.sums.has(path));
  const sums = new Map([...site.sums, ...own.map(([path, bytes]) => [path, integrity(bytes)])]);
  const made = await buildPage(page, { ...site, scripts, sums });
  const files = new Map([...own, ...made].sort(([a], [b]) => (a < b ? -1 : 1)));
  return files.set("ui.json", Buffer.from(summary(files)));
}

function write(out, files) {
  const fresh = `${out}.new`;
  rmSync(fresh, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    writeFileSync(join(fresh, path), bytes);
  }
  // Swapped at the end: a server that runs sees the old site or the new one, never half of one.
  rmSync(out, { recursive: true, force: true });
  mkdirSync(dirname(out), { recursive: true });
  renameSync(fresh, out);
}

async function main() {
  const words = loadWords(root, languages, "site");
  const found = findPages();
  const service = await bundleServiceWorkers(root, words);
  const styles = await bundleStyles(root);
  const scripts = await bundlePages(root, found);
  const assets = new Map([
    ...service.files,
    ...styles.files,
    ...scripts.files,
    ...wordFiles(found, words, scripts.modules),
  ]);
  const sums = new Map([...assets].map(([path, bytes]) => [path, integrity(bytes)]));
  const desk = loadWords(root, languages, "desk");
  const site = {
    words,
    desk,
    styles,
    scripts,
    sums,
    pages,
    found,
    languages,
    defaultLanguage: DEFAULT_LANGUAGE,
  };
  checkServerWords(root, languages);
  checkWords(site, join(root, "client"), options.lenient);
  checkWords({ ...site, words: desk }, join(root, "client"), options.lenient, "desk");
  const files = new Map([...assets, ...plainFiles()]);
  for (const page of found) {
    for (const [path, bytes] of await buildPage(page, site)) files.set(path, bytes);
  }
  const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  sorted.set("manifest.json", Buffer.from(summary(sorted)));
  write(options.out, siblings(new Map([...sorted, ...(await kitFiles(site))])));
  if (options.sizes) printSizes(site, sorted);
  console.log(`${sorted.size} files in ${relative(root, options.out)}`);
}

/** Bytes, gzip. “Ever” leaves out the fallbacks and two of the lists of codes: one is loaded. */
function printSizes(site, files) {
  const packed = siblings(files);
  const size = path => packed.get(`${path}.gz`)?.length ?? packed.get(path)?.length ?? 0;
  const show = (name, path) => console.log(`${String(size(path)).padStart(8)}  ${name}`);
  for (const path of files.keys()) if (/\.(js|css)$/.test(path)) show(path, path);
  for (const page of site.found) {
    const loaded = [...(site.scripts.loads.get(page.script) ?? [])];
    const html = `${page.url}index.html`;
    const ever = [...(site.scripts.all.get(page.script) ?? [])].filter(
      path => !/(?:simplified|traditional)-chinese|\/noble-/.test(path),
    );
    if (page.later?.has(DEFAULT_LANGUAGE)) ever.push(page.later.get(DEFAULT_LANGUAGE));
    const sum = paths => paths.reduce((total, path) => total + size(path), 0);
    console.log(`/${page.url}: html ${size(html)}, scripts at start ${sum(loaded)}, ever ${sum(ever)}`);
  }
}

await main();
