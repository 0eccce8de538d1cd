/**
 * The words that a page brings for its script: {{words:a,b|c,d|e}}. What its first screen says (a, b)
 * stands in the page. The rest follows in files, one each for each language: `later` (c, d) with the script
 * that says it, `work` (e) where something is told of the work on a case.
 */

import { createHash } from "node:crypto";

const ASKED = /\{\{words:([^}|]+)(?:\|([^}|]+))?(?:\|([^}]+))?\}\}/;

export function isIn(key, families) {
  return families.some(family => key === family || key.startsWith(`${family}.`));
}

/** The families that `html` asks for: all of them, those of its first screen, and those of each file. */
export function familiesOf(html) {
  const [, ...asked] = ASKED.exec(html) ?? [];
  const [now = [], later = [], work = []] = asked.map(families => families?.split(/[,\s]+/).filter(Boolean));
  return { all: [...now, ...later, ...work], now, later, work };
}

/** `html`: the page's source with its parts. */
export function splitWords(html, book) {
  const { all, now, later } = familiesOf(html);
  // What the page says in its own text as well stays there: gzip writes it once.
  const said = new Set([...html.matchAll(/\{\{t:([^}]+)\}\}/g)].map(([, key]) => key));
  const chosen = [...book].filter(([key]) => isIn(key, all)).sort(([a], [b]) => (a < b ? -1 : 1));
  const first = ([key]) => isIn(key, now) || (said.has(key) && now.length < all.length);
  const rest = chosen.filter(each => !first(each));
  return {
    now: Object.fromEntries(chosen.filter(first)),
    later: Object.fromEntries(rest.filter(([key]) => isIn(key, later))),
    work: Object.fromEntries(rest.filter(([key]) => !isIn(key, later))),
  };
}

/**
 * Words of a page that follow, as a module: its path, which tells its bytes, and these. Null where there
 * are none. `which`: `later` or `work`.
 */
export function fileOfWords(which, name, language, html, book) {
  const words = splitWords(html, book)[which];
  if (Object.keys(words).length === 0) return null;
  const bytes = Buffer.from(`export default ${JSON.stringify(words)};`);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  const part = which === "later" ? "words" : `${which}-words`;
  return { path: `static/${name}-${part}-${language}-${hash}.js`, bytes };
}
