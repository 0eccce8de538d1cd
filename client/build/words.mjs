/** The words in every language, and the check that none is missing and none is left over. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BOOKS, readBook, wholeBook } from "./books.mjs";
import { importsOf } from "./groups.mjs";
import { expandPage } from "./html.mjs";
import { BadMessage, compile, faultsOf } from "./messages.mjs";
import { familiesOf, isIn } from "./pagewords.mjs";

/**
 * By language, in their order, the messages of a book as pages need them, with those that several
 * books share. The desk says some things otherwise to handlers than the site says to reporters. Raises where a language has no book, a book
 * no language, or a message is none.
 */
export function loadWords(root, languages, book) {
  strayBook(root, languages, book);
  return new Map(languages.map(({ tag }) => [tag, compiled(wholeBook(root, book, tag), `${book} ${tag}`)]));
}

function strayBook(root, languages, book) {
  const place = BOOKS[book]("*");
  const [folder, name] = [place.slice(0, place.lastIndexOf("/")), place.slice(place.lastIndexOf("/") + 1)];
  const known = languages.map(({ tag }) => name.replace("*", tag));
  const [before] = name.split("*");
  const isOf = each => each.startsWith(before) && each.slice(before.length).split(".").length === 2;
  const stray = readdirSync(join(root, folder)).find(
    each => each.endsWith(".json") && isOf(each) && !known.includes(each),
  );
  if (stray) throw new Error(`${folder}/${stray}: no such language in src/heard/languages/languages.toml`);
}

function compiled(book, of) {
  const faults = [];
  const messages = new Map();
  for (const [key, source] of book) {
    try {
      messages.set(key, compile(source));
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      faults.push(`“${key}” ${error.message}: ${source}`);
    }
  }
  if (faults.length > 0) throw new Error(`Words of ${of}:\n  ${faults.join("\n  ")}`);
  return messages;
}

/** Where a book of the server differs from that of the first language. */
export function checkServerWords(root, languages) {
  const faults = [];
  for (const book of ["plain", "letter", "notices"]) {
    const words = loadWords(root, languages, book);
    const main = words.get(languages[0].tag);
    for (const [tag, own] of words) {
      for (const key of main.keys()) if (!own.has(key)) faults.push(`${book} ${tag}: “${key}” is missing`);
      for (const key of own.keys())
        if (!main.has(key)) faults.push(`${book} ${tag}: “${key}” stands in no other language`);
      faults.push(...beside(main, own, tag).map(fault => `${book} ${fault}`));
    }
  }
  if (faults.length > 0) throw new Error(`Words of the server:\n  ${faults.join("\n  ")}`);
}

/** Messages that do not fit those of the first language. */
function beside(main, own, tag) {
  const both = [...own].filter(([key]) => main.has(key));
  return both.flatMap(([key, message]) =>
    faultsOf(tag, message, main.get(key)).map(fault => `${tag}: “${key}” ${fault}`),
  );
}

/** Only the desk has a book of its own; the page of its parts speaks by it. */
function bookOf(path) {
  return /^(?:desk|ui)\//.test(path) ? "desk" : "";
}

function scriptText(client, door, spared = /^$/) {
  const folder = join(client, "pages");
  return readdirSync(folder, { recursive: true })
    .filter(path => /(?<!\.test)\.tsx?$/.test(path) && bookOf(path) === door && !spared.test(path))
    .map(path => readFileSync(join(folder, path), "utf8"))
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
  const html = found.map(page => expandPage(readFileSync(page.html, "utf8"), site.pages));
  const inHtml = html.flatMap(text => [...text.matchAll(/\{\{t:([^}]+)\}\}/g)]);
  const families = html.flatMap(text => familiesOf(text).all);
  const called = [...code.matchAll(/\bt\(\s*"([a-z0-9_.-]+)"/gi)].map(([, key]) => key);
  return {
    needed: new Set([...inHtml.map(([, key]) => key), ...called]),
    families,
    literals: literals(code),
  };
}

/** Where somebody comes in: what these and all that they import before they run say is needed at once. */
const ENTRANCES = ["desk/main.tsx", "desk/join/main.tsx"];

/** Pages of the desk that come last, with their words. */
const LATER = /^desk\/(?:work|oversight|gate)\//;

/** The text of modules, by their places in client/pages, and of what they import of it. */
function textOf(client, modules) {
  const pages = join(client, "pages");
  const texts = new Map();
  const visit = path => {
    if (texts.has(path) || !path.startsWith(pages)) return;
    texts.set(path, readFileSync(path, "utf8"));
    importsOf(path, texts.get(path)).forEach(visit);
  };
  for (const module of modules) visit(join(pages, module));
  return [...texts.values()].join("\n");
}

/** The parts in which the desk's words come. */
export const PARTS = ["start", "inside", "work"];

/**
 * What the desk's scripts bring of a language: its own book, and of the shared one what they ask for.
 * `part`: `start`, what is said before somebody is in; `inside`, what is said then and not before; `work`,
 * what pages that come last say alone; `whole`.
 *
 * @returns {Map<string, string>}
 */
export function deskBook(root, tag, part) {
  const client = join(root, "client");
  const texts = [textOf(client, ENTRANCES), scriptText(client, "desk", LATER), scriptText(client, "desk")];
  const said = texts.map(text => ({ needed: new Set(), literals: literals(text) }));
  const own = readBook(root, "desk", tag);
  const partOf = key => PARTS[said.findIndex(each => isUsed(key, each))] ?? (own.has(key) ? "work" : "");
  const is = part === "whole" ? key => partOf(key) !== "" : key => partOf(key) === part;
  return new Map([...wholeBook(root, "desk", tag)].filter(([key]) => is(key)));
}

function isUsed(key, { needed, literals: said }) {
  if (needed.has(key) || said.has(key)) return true;
  // `t(`duty.${kind}`)`, `term("duty", kind)`: a family is used by naming it.
  const [family] = key.split(".", 1);
  if (said.has(family)) return true;
  return [...key.matchAll(/[._]/g)].some(({ index }) => said.has(key.slice(0, index + 1)));
}

const QUOTED = /"((?:[^"\\\n]|\\.)*)"/g;
const BEGUN = /`([^`\\$]*)\$\{/g;
const FAMILY = /\b(?:term|worded)\(\s*"([a-z0-9_]+)"/g;

/**
 * Which words code says: those it names, those of a beginning (`promise.${how}`) and those of a family, by
 * `term("duty", …)`. Stricter than `isUsed`, by which a word is used somewhere: `report` stands in many modules.
 *
 * @returns {(key: string) => boolean}
 */
export function saidBy(code) {
  const [named, begun, families] = [QUOTED, BEGUN, FAMILY].map(
    form => new Set([...code.matchAll(form)].map(([, text]) => text)),
  );
  const heads = key => [...key.matchAll(/[._]/g)].map(({ index }) => key.slice(0, index + 1));
  return key =>
    named.has(key) || families.has(key.split(".", 1)[0]) || heads(key).some(head => begun.has(head));
}

/** Raises with every fault at once; with `lenient` it only tells them. */
export function checkWords(site, client, lenient, door = "") {
  const used = usedBy(site, client, door);
  const main = site.words.get(site.defaultLanguage);
  const faults = [];
  for (const [language, own] of site.words) {
    // What several books share is asked for in two of them: tests/languages/test_shared.py.
    const written = readBook(dirname(client), door || "site", language);
    faults.push(...beside(main, own, language));
    for (const key of new Set([...main.keys(), ...used.needed])) {
      if (!own.has(key)) faults.push(`${language}: “${key}” is missing`);
    }
    for (const key of own.keys()) {
      if (!main.has(key)) faults.push(`${language}: “${key}” stands in no other language`);
      else if (written.has(key) && !isUsed(key, used))
        faults.push(`${language}: “${key}” is not used by any page`);
    }
  }
  for (const family of used.families) {
    if (![...main.keys()].some(key => isIn(key, [family]))) faults.push(`no words begin with “${family}”`);
  }
  if (faults.length === 0) return;
  const report = `Words${door && ` of the ${door}`}:\n  ${faults.sort().join("\n  ")}`;
  if (!lenient) throw new Error(`${report}\nAdd or remove them in client/locales.`);
  console.warn(report);
}
