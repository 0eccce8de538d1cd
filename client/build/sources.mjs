/** What scripts import and no file has in that form, for esbuild here and for Vite under the tests. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readLanguages } from "./languages.mjs";
import { compile } from "./messages.mjs";
import { WORD_LIST, wordListModule } from "./wordlists.mjs";

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

/** A book of the desk, compiled: JSON, as its name says. */
function bookOf(path) {
  const words = Object.entries(JSON.parse(readFileSync(path, "utf8")));
  return JSON.stringify(Object.fromEntries(words.map(([key, source]) => [key, compile(source)])));
}

/** The desk's other books by language, each fetched when it is asked for; the first one is in its script. */
function booksModule(root) {
  const fetched = ({ tag }) => `${JSON.stringify(tag)}: () => import("desk.${tag}.book")`;
  return `export default { ${readLanguages(root).slice(1).map(fetched).join(", ")} };`;
}

/** The default export alone: as JSON, each word would be exported by its name besides. */
function bookModule(root, name) {
  return `export default ${bookOf(join(root, "client/locales", name.replace(/book$/, "json")))};`;
}

const MODULES = [
  [/\/languages\.toml$/, languagesModule],
  [/\/desk\.books$/, booksModule],
  [/^desk\.[\w-]+\.book$/, bookModule],
  [WORD_LIST, wordListModule],
];
const BOOK = /\/client\/locales\/desk\.[\w-]+\.json$/;

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
    onLoad({ filter: BOOK }, ({ path }) => ({ contents: bookOf(path), loader: "json" }));
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
      return BOOK.test(id) ? bookOf(id) : null;
    },
  };
}
