/**
 * The words that a page brings for its script: {{words:a,b|c,d}}. What its first screen says (a, b)
 * stands in the page; the rest follows in one file for each language, with the script that says it.
 */

import { createHash } from "node:crypto";

const ASKED = /\{\{words:([^}|]+)(?:\|([^}]+))?\}\}/;

export function isIn(key, families) {
  return families.some(family => key === family || key.startsWith(`${family}.`));
}

/** The families that `html` asks for, all of them and those of its first screen. */
export function familiesOf(html) {
  const [, now = "", later = ""] = ASKED.exec(html) ?? [];
  const listed = families => families.split(",").filter(Boolean);
  return { all: [...listed(now), ...listed(later)], now: listed(now) };
}

/** `html`: the page's source with its parts. */
export function splitWords(html, book) {
  const { all, now } = familiesOf(html);
  // What the page says in its own text as well stays there: gzip writes it once.
  const said = new Set([...html.matchAll(/\{\{t:([^}]+)\}\}/g)].map(([, key]) => key));
  const chosen = [...book].filter(([key]) => isIn(key, all)).sort(([a], [b]) => (a < b ? -1 : 1));
  const first = ([key]) => isIn(key, now) || (said.has(key) && now.length < all.length);
  const later = chosen.filter(each => !first(each));
  return { now: Object.fromEntries(chosen.filter(first)), later: Object.fromEntries(later) };
}

/** A page's later words as a module: its path, which tells its bytes, and these. Null where there are none. */
export function laterWords(name, language, html, book) {
  const { later } = splitWords(html, book);
  if (Object.keys(later).length === 0) return null;
  const bytes = Buffer.from(`export default ${JSON.stringify(later)};`);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  return { path: `static/${name}-words-${language}-${hash}.js`, bytes };
}
