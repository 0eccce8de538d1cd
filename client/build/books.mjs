/** All that people read, by book; tests/support/books.py knows the same places. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Book -> where its file of a language stands. The server fills `plain`, `letter` and `notices` itself. */
export const BOOKS = {
  shared: tag => `src/heard/languages/words/${tag}.json`,
  site: tag => `client/locales/${tag}.json`,
  desk: tag => `client/locales/desk.${tag}.json`,
  plain: tag => `src/heard/doors/reporter/plain/words/${tag}.json`,
  letter: tag => `src/heard/doors/_typeset/words/${tag}.json`,
  notices: tag => `src/heard/rules/words/${tag}.json`,
};

export function readBook(root, book, tag) {
  const path = join(root, BOOKS[book](tag));
  if (!existsSync(path))
    throw new Error(`There is no ${BOOKS[book](tag)}: docs/TRANSLATING.md says how a language is added.`);
  const words = new Map(Object.entries(JSON.parse(readFileSync(path, "utf8"))));
  for (const [key, text] of words) {
    if (typeof text !== "string") throw new Error(`${path}: ${key} is not text`);
  }
  return words;
}

/** What a page of `book` may say: what is said in several books, and its own, which goes before. */
export function wholeBook(root, book, tag) {
  return new Map([...readBook(root, "shared", tag), ...readBook(root, book, tag)]);
}

/** Every message of a language, by `book:key`. */
export function readBooks(root, tag) {
  const all = Object.keys(BOOKS).map(book => [book, readBook(root, book, tag)]);
  return all.flatMap(([book, words]) => [...words].map(([key, text]) => [`${book}:${key}`, text]));
}
