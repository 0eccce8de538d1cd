/**
 * Fills the shells. What a shell may hold:
 *   {{layout:name}} first of all: client/pages/layouts/name.html · {{slot:name}} what goes there
 *   {{t:key}} words, escaped · {{lang}} {{dir}} · {{prefix}} empty, or /<lang>
 *   {{part:name}} client/pages/parts/name.html, or what the pages without JavaScript have too (SHARED)
 *   {{css:name.css}} · {{js}} the page's script
 *   {{words:a,b|c|d}} the words a.* and b.* (a key alone is itself) as JSON for the script, with what
 *   follows from the language: where its pages begin, which list its codes are from, and where the
 *   words c.* of what comes after the first screen are, and d.* of what comes after that
 *   (client/build/pagewords.mjs)
 *   {{helplines}} every country's support lines (client/build/lines.mjs)
 *   {{languages}} links to this page in the other languages · {{exit}} where the quick exit goes
 *   {{each:name}} the part once in every language, with the words of the desk
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { escape } from "./escape.mjs";
import { prefixOf } from "./languages.mjs";
import { helpLines } from "./lines.mjs";
import { splitWords } from "./pagewords.mjs";
import { cspHash } from "./sums.mjs";

function pageWords(book, html, { page, site, language }) {
  const { says = () => true } = page;
  const { now } = splitWords(html, new Map([...book].filter(([key]) => says(key))));
  // `<` could end the element.
  const json = JSON.stringify(now).replaceAll("<", "\\u003c");
  const { code } = site.languages.find(({ tag }) => tag === language);
  const files = ["later", "work"].flatMap(which => {
    const path = page[which]?.get(language);
    return path ? [` data-${which}="/${path}"`] : [];
  });
  const said = `data-prefix="${prefixOf(site.languages, language)}" data-code="${code}"${files.join("")}`;
  return `<script type="application/json" id="page-words" ${said}>${json}</script>`;
}

/**
 * What the page needs before it runs, each module in an element of its own with its sum, those that
 * others import first. WebKit takes no sum for a static import from anywhere else, and under
 * `Integrity-Policy` refuses what has none; what an element loaded is not asked for again.
 */
function scriptTags(context) {
  const { page, site, inline } = context;
  if (inline) return "";
  const now = site.scripts.loads.get(page.script) ?? [];
  if (now.length === 0) return "";
  const script = (path, attributes = "") =>
    `<script type="module" src="/${path}" integrity="${site.sums.get(path)}" crossorigin="anonymous"${attributes}></script>`;
  const workers = site.scripts.workers
    .get(page.script)
    .map(([name, path]) => ` data-${name}="/${path}"`)
    .join("");
  const tags = now.map(path => script(path, path === now.at(-1) ? workers : ""));
  return [...laterSums(context), ...tags].join("\n");
}

/**
 * The sums of what the page may load later. `Integrity-Policy` refuses an `import()` without one,
 * and only an import map can give it; the server lets this one in by its hash
 * (doors/public/headers.py). It stands first of all scripts, or browsers pass it over.
 */
function laterSums({ site, page, language }) {
  const now = new Set(site.scripts.loads.get(page.script));
  const words = [page.later, page.work].map(files => files?.get(language));
  const all = [...(site.scripts.all.get(page.script) ?? []), ...words];
  const later = all.filter(path => !now.has(path));
  const sums = later.filter(path => site.sums.has(path)).sort();
  if (sums.length === 0) return [];
  const integrity = Object.fromEntries(sums.map(path => [`/${path}`, site.sums.get(path)]));
  return [`<script type="importmap">${JSON.stringify({ integrity })}</script>`];
}

function styleTag(name, { site, inline, page }) {
  if (inline) return `<style>${inline.css.get(name) ?? ""}</style>`;
  const path = site.styles.byName.get(name);
  if (!path) throw new Error(`${page.html}: there is no client/css/${name}`);
  return `<link rel="stylesheet" href="/${path}" integrity="${site.sums.get(path)}" crossorigin="anonymous">`;
}

function languageLinks({ page, site, language }) {
  const items = site.languages.map(({ tag, name }) => {
    const href = `${prefixOf(site.languages, tag)}/${page.url}`;
    const here = tag === language ? ' aria-current="true"' : "";
    return `<li><a href="${href}" hreflang="${tag}" lang="${tag}"${here}>${escape(name)}</a></li>`;
  });
  return `<ul class="languages">${items.join("")}</ul>`;
}

/**
 * A page stands in a layout (client/pages/layouts), which alone says what a document is. What comes
 * before the page's first slot goes to the slot `main` there; a slot that the page lacks is empty.
 */
function inLayout(html, folder) {
  const [asked, layout] = html.match(/^\{\{layout:([a-z-]+)\}\}/) ?? [];
  if (!layout) return html;
  const parts = ["main", ...html.slice(asked.length).split(/\{\{slot:([a-z]+)\}\}/)];
  const slots = new Map(parts.flatMap((name, at) => (at % 2 ? [] : [[name, parts[at + 1].trim()]])));
  const shell = readFileSync(join(folder, "layouts", `${layout}.html`), "utf8");
  return shell.replaceAll(/\{\{slot:([a-z]+)\}\}/g, (_, name) => slots.get(name) ?? "");
}

/** Templates of the pages without JavaScript, which Django puts together. */
const SHARED = fileURLToPath(
  new URL("../../src/heard/doors/reporter/plain/templates/plain", import.meta.url),
);

function readPart(name, folder) {
  const own = join(folder, "parts", `${name}.html`);
  return readFileSync(existsSync(own) ? own : join(SHARED, `${name}.html`), "utf8").trimEnd();
}

function withParts(source, folder, kinds = "part") {
  const html = inLayout(source, folder);
  return html.replaceAll(new RegExp(`\\{\\{(?:${kinds}):([a-z-]+)\\}\\}`, "g"), (_, name) =>
    withParts(readPart(name, folder), folder, kinds),
  );
}

/** All that a page and its parts ask for: for the check of words. */
export function expandPage(html, pages) {
  return withParts(html, pages, "part|each");
}

/** A page on a disk has no headers: its policy stands in it and allows its own script only. */
function withInlineScript(html, inline) {
  const script = inline.script.replaceAll("</script", "<\\/script");
  const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css]) => cspHash(css));
  const policy = [
    "default-src 'none'",
    `script-src ${cspHash(script)}`,
    `style-src ${styles.join(" ") || "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const charset = /<meta charset="utf-8"[ /]*>/i;
  if (!charset.test(html) || !html.includes("</body>")) throw new Error("a page on a disk lacks its policy");
  return html
    .replace(charset, found => `${found}\n${meta}`)
    .replace("</body>", () => `<script>${script}</script>\n</body>`);
}

/** A part in every language, for a page that does not know yet which one its reader speaks. */
function inEach(name, context) {
  const { site, page } = context;
  const part = readFileSync(join(site.pages, "parts", `${name}.html`), "utf8").trimEnd();
  const filled = ({ tag }) => fillPage(part, { page, site: { ...site, words: site.desk }, language: tag });
  return site.languages.map(filled).join("\n");
}

export function fillPage(source, context) {
  const { language, site, page, inline } = context;
  const book = site.words.get(language);
  const word = key => {
    const message = book.get(key) ?? site.words.get(site.defaultLanguage).get(key) ?? key;
    if (typeof message !== "string") throw new Error(`${page.html}: no number is there yet for “${key}”`);
    return escape(message);
  };
  const { direction, exit } = site.languages.find(({ tag }) => tag === language);
  const prefix = prefixOf(site.languages, language);
  const whole = withParts(source, site.pages);
  const simple = { lang: language, dir: direction, exit: escape(exit), prefix, url: `/${page.url}` };
  const named = {
    t: word,
    js: () => scriptTags(context),
    css: value => styleTag(value, context),
    each: value => inEach(value, context),
    words: () => pageWords(book, whole, context),
    languages: () => languageLinks(context),
    helplines: () => helpLines(site.pages, language, word),
  };
  const indented = whole.replaceAll(/\{\{([a-z]+)(?::([^}]*))?\}\}/g, (whole, name, value = "") => {
    if (name in simple) return simple[name];
    if (name in named) return named[name](value);
    throw new Error(`${page.html}: nothing is known by the name ${whole}`);
  });
  // Sources are indented for who reads them; over the wire that costs 0.6 kB on /report/.
  const filled = indented.replaceAll(/^\s+/gm, "");
  return inline ? withInlineScript(filled, inline) : filled;
}
