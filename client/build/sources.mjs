/** What scripts import and no file has in that form, for esbuild here and for Vite under the tests. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { readLanguages } from "./languages.mjs";
import { compile } from "./messages.mjs";
import { WORD_LIST, wordListModule } from "./wordlists.mjs";
import { deskBook, PARTS } from "./words.mjs";

export const ROOT = join(import.meta.dirname, "../..");

/** A language as the scripts need it: nothing else of it is sent to anybody. */
function languagesModule(root) {
  const listed = readLanguages(root).map(({ tag, name, direction, code }) => ({
    tag,
    name,
    direction,
    code,
  }));
  return `export default ${JSON.stringify(listed)};`;
}

/** A part of the desk's book, compiled: JSON, as its name says. */
function bookOf(root, tag, part) {
  const words = [...deskBook(root, tag, part)];
  return JSON.stringify(Object.fromEntries(words.map(([key, source]) => [key, compile(source)])));
}

/**
 * The desk's books by part and language, each fetched when it is asked for. What is said first in the first
 * language is in its script.
 */
function booksModule(root) {
  const languages = readLanguages(root);
  const one = (part, { tag }) => `${JSON.stringify(tag)}: () => import("desk.${tag}.${part}.book")`;
  const all = part => (part === PARTS[0] ? languages.slice(1) : languages).map(each => one(part, each));
  return `export default { ${PARTS.map(part => `${part}: { ${all(part).join(", ")} }`).join(", ")} };`;
}

const NAMED = new RegExp(`^desk\\.([\\w-]+)\\.(${PARTS.join("|")})\\.book$`);

/** The default export alone: as JSON, each word would be exported by its name besides. */
function bookModule(root, name) {
  const [, tag, part] = NAMED.exec(name);
  return `export default ${bookOf(root, tag, part)};`;
}

/** Law of ours that pages have in common with the server. */
function lawModule(root, path) {
  const [, subject] = LAW.exec(path);
  const text = readFileSync(join(root, `src/heard/rules/law/${subject}.toml`), "utf8");
  return `export default ${JSON.stringify(parse(text))};`;
}

/** Of each pack of a country, by the names of their files, what pages show. */
function packsModule(root) {
  const folder = join(root, "src/heard/rules/packs");
  const read = name => parse(readFileSync(join(folder, name), "utf8"));
  const dayOf = date => (date === undefined ? "" : date.toISOString().slice(0, DAY));
  const packs = readdirSync(folder)
    .filter(name => name.endsWith(".toml"))
    .toSorted()
    .map(read)
    .filter(({ countries }) => countries[0] !== "everywhere")
    .map(({ title, countries, in_force, fallback = false, duty }) => ({
      title,
      countries,
      since: dayOf(in_force),
      fallback,
      duties: duty.map(({ id, within, article, verified }) => ({ id, within, article, verified })),
    }));
  return `export default ${JSON.stringify(packs)};`;
}

/** Letters of a day, as `2026-11-30`. */
const DAY = 10;
const LAW = /\/rules\/law\/([a-z-]+)\.toml$/;

const MODULES = [
  [LAW, lawModule],
  [/\/law\.packs$/, packsModule],
  [/\/languages\.toml$/, languagesModule],
  [/\/desk\.books$/, booksModule],
  [NAMED, bookModule],
  [WORD_LIST, wordListModule],
];
const BOOK = /\/client\/locales\/desk\.([\w-]+)\.json$/;

export function forEsbuild(root) {
  const setup = ({ onResolve, onLoad }) => {
    for (const [filter, write] of MODULES) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: "sources" }));
      onLoad({ filter, namespace: "sources" }, async ({ path }) => ({
        contents: await write(root, path),
        loader: "js",
        resolveDir: root,
      }));
    }
    onLoad({ filter: BOOK }, ({ path }) => ({
      contents: bookOf(root, BOOK.exec(path)[1], PARTS[0]),
      loader: "json",
    }));
  };
  return { name: "sources", setup };
}

/** How Vite is told that no file is meant. */
const VIRTUAL = "\0sources:";

export function forVite(root) {
  const found = id => MODULES.find(([filter]) => filter.test(id));
  return {
    name: "sources",
    enforce: "pre",
    resolveId: id => (found(id) ? VIRTUAL + id : null),
    load: id => {
      if (id.startsWith(VIRTUAL)) return found(id.slice(VIRTUAL.length))[1](root, id.slice(VIRTUAL.length));
      const [, tag] = BOOK.exec(id) ?? [];
      return tag === undefined ? null : bookOf(root, tag, "whole");
    },
  };
}
