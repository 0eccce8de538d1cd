/** The words in every language, and the check that none is missing and none is left over. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expandPage, isIn } from "./html.mjs";

const PLURAL = /\.(zero|one|two|few|many|other)$/;

/**
 * By language, in their order: `en.json`; with a door `desk.en.json`. A door with words of its
 * own says some things otherwise to handlers than the site says to reporters. Raises where a
 * language has no book, or a book no language.
 */
export function loadWords(folder, languages, door = "") {
  const before = door && `${door}.`;
  const books = readdirSync(folder).filter((name) => name.endsWith(".json") && isOf(name, door));
  const known = languages.map(({ tag }) => `${before}${tag}.json`);
  const stray = books.find((name) => !known.includes(name));
  if (stray) throw new Error(`${join(folder, stray)}: no such language in languages.toml`);
  return new Map(languages.map(({ tag }) => [tag, readBook(join(folder, `${before}${tag}.json`))]));
}

function isOf(name, door) {
  const [, of = ""] = name.slice(0, -5).split(".").reverse();
  return of === door;
}

function readBook(path) {
  const book = new Map(Object.entries(JSON.parse(readFileSync(path, "utf8"))));
  for (const [key, text] of book) {
    if (typeof text !== "string") throw new Error(`${path}: ${key} is not text`);
  }
  return book;
}

/** Languages have different plural forms: `duties.few` in one is `duties.other` in another. */
function forms(book) {
  const keys = [...book.keys()];
  return new Set(keys.map((key) => (PLURAL.test(key) ? key.replace(PLURAL, "") : key)));
}

/** Only the desk has a book of its own. */
function bookOf(path) {
  return path.startsWith("desk/") ? "desk" : "";
}

function scriptText(client, door) {
  const folder = join(client, "pages");
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && bookOf(path) === door)
    .map((path) => readFileSync(join(folder, path), "utf8"))
    .join("\n");
}

/** Every literal of the scripts; a template literal counts up to its first hole. */
function literals(code) {
  const all = new Set();
  const quoted = /"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
  for (const [, a, b = ""] of code.matchAll(quoted)) all.add(a ?? b.split("${", 1)[0]);
  return all;
}

function usedBy(site, client, door) {
  const code = scriptText(client, door);
  const found = site.found.filter(({ url }) => bookOf(url) === door);
  const html = found.map((page) => expandPage(readFileSync(page.html, "utf8"), site.pages));
  const inHtml = html.flatMap((text) => [...text.matchAll(/\{\{t:([^}]+)\}\}/g)]);
  const families = html
    .flatMap((text) => [...text.matchAll(/\{\{words:([^}]+)\}\}/g)])
    .flatMap(([, value]) => value.split(","));
  const called = [...code.matchAll(/\bt\(\s*"([a-z0-9_.-]+)"/gi)].map(([, key]) => key);
  return { needed: new Set([...inHtml.map(([, key]) => key), ...called]), families, literals: literals(code) };
}

function isUsed(key, { needed, literals: said }) {
  if (needed.has(key) || said.has(key)) return true;
  // `t(`duty.${kind}`)`, `term("duty", kind)`: a family is used by naming it.
  for (const { index } of key.matchAll(/[.-]/g)) {
    if (said.has(key.slice(0, index)) || said.has(key.slice(0, index + 1))) return true;
  }
  return false;
}

/** Raises with every fault at once; with `lenient` it only tells them. */
export function checkWords(site, client, lenient, door = "") {
  const used = usedBy(site, client, door);
  const main = forms(site.words.get(site.defaultLanguage));
  const faults = [];
  for (const [language, book] of site.words) {
    const own = forms(book);
    for (const key of new Set([...main, ...used.needed])) {
      if (!own.has(key)) faults.push(`${language}: “${key}” is missing`);
    }
    for (const key of own) {
      if (!main.has(key)) faults.push(`${language}: “${key}” stands in no other language`);
      else if (!isUsed(key, used)) faults.push(`${language}: “${key}” is not used by any page`);
    }
  }
  for (const family of used.families) {
    if (![...main].some((key) => isIn(key, [family]))) faults.push(`no words begin with “${family}”`);
  }
  if (faults.length === 0) return;
  const report = `Words${door && ` of the ${door}`}:\n  ${faults.sort().join("\n  ")}`;
  if (!lenient) throw new Error(`${report}\nAdd or remove them in client/locales.`);
  console.warn(report);
}
