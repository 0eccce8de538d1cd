/** What scripts import and no file has in that form, for esbuild here and for Vite under the tests. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readLanguages } from "./languages.mjs";
import { compile } from "./messages.mjs";

export const ROOT = join(import.meta.dirname, "../..");

/** A language as the scripts need it: nothing else of it is sent to anybody. */
function languagesModule(root) {
  const listed = readLanguages(root).map(({ tag, name, direction, code }) => ({ tag, name, direction, code }));
  return `export default ${JSON.stringify(listed)};`;
}

/** A book of the desk, compiled: JSON, as its name says. */
function bookOf(path) {
  const words = Object.entries(JSON.parse(readFileSync(path, "utf8")));
  return JSON.stringify(Object.fromEntries(words.map(([key, source]) => [key, compile(source)])));
}

/** The desk's books by language, each fetched when it is asked for. */
function booksModule(root) {
  const fetched = ({ tag }) => {
    const path = join(root, `client/locales/desk.${tag}.json`);
    return `${JSON.stringify(tag)}: () => import(${JSON.stringify(path)})`;
  };
  return `export default { ${readLanguages(root).map(fetched).join(", ")} };`;
}

const MODULES = [
  [/\/languages\.toml$/, languagesModule],
  [/\/desk\.books$/, booksModule],
];
const BOOK = /\/client\/locales\/desk\.[\w-]+\.json$/;

export function forEsbuild(root) {
  const setup = ({ onResolve, onLoad }) => {
    for (const [filter, write] of MODULES) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: "sources" }));
      onLoad({ filter, namespace: "sources" }, () => ({
        contents: write(root),
        loader: "js",
        resolveDir: root,
      }));
    }
    onLoad({ filter: BOOK }, ({ path }) => ({ contents: bookOf(path), loader: "json" }));
  };
  return { name: "sources", setup };
}

export function forVite(root) {
  const found = (id) => MODULES.find(([filter]) => filter.test(id));
  return {
    name: "sources",
    enforce: "pre",
    resolveId: (id) => (found(id) ? `\0sources:${id}` : null),
    load: (id) => {
      if (id.startsWith("\0sources:")) return found(id)[1](root);
      return BOOK.test(id) ? bookOf(id) : null;
    },
  };
}
