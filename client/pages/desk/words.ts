/** The desk's words, in the language of the page. Reports are never translated. */

import FETCH from "../../locales/desk.books";
import en from "../../locales/desk.en.json" with { type: "json" };
import { fill, type Values } from "../../lib/fill.ts";
import { chosenOf, DEFAULT, directionOf } from "../../lib/languages.ts";

export { LANGUAGES } from "../../lib/languages.ts";
export type Key = keyof typeof en;
export type Language = string;

type Book = Readonly<Record<string, string>>;

/** The first language stands in where a book lacks words; others come when somebody reads them. */
const BOOKS = new Map<Language, Book>([[DEFAULT, en]]);

let current: Language = DEFAULT;

export function language(): Language {
  return current;
}

/** Takes `?lang=` first and then the browser's wish; nothing is stored. */
export function chooseLanguage(search: string, wishes: readonly string[]): Language {
  const asked = new URLSearchParams(search).get("lang");
  return chosenOf(asked ? [asked, ...wishes] : wishes);
}

/** From now on in this language, once its words are here. Rejects where they cannot be had. */
export async function speak(chosen: Language): Promise<void> {
  const book = await FETCH[chosen]?.();
  if (book) BOOKS.set(chosen, book.default);
  current = chosen;
  document.documentElement.lang = chosen;
  document.documentElement.dir = directionOf(chosen);
}

function words(key: string): string | undefined {
  return BOOKS.get(current)?.[key];
}

function mirrored(): boolean {
  return directionOf(current) === "rtl";
}

/** The words for a key; `{name}` is filled from `values`. */
export function t(key: Key, values: Values = {}): string {
  return fill(words(key) ?? en[key], mirrored() ? isolated(values) : values);
}

/** In Arabic "6898-AA13" would be turned round: what is filled in runs its own way (Unicode, UAX 9). */
function isolated(values: Values): Values {
  const pairs = Object.entries(values);
  return Object.fromEntries(pairs.map(([name, value]) => [name, `\u2068${value}\u2069`]));
}

/** The words for a value that the server or a letter brought; the value itself if none. */
export function term(family: string, value: string): string {
  return words(`${family}.${value}`) ?? value.replaceAll("_", " ");
}

/** Words that depend on a number, by the plural rules of the language (`key.one`, `key.other`). */
export function count(family: string, number: number): string {
  const form = new Intl.PluralRules(current).select(number);
  const text = words(`${family}.${form}`) ?? words(`${family}.other`) ?? "{number}";
  return fill(text, { number: new Intl.NumberFormat(current).format(number) });
}

/** "A, B and C". Latin names in an Arabic sentence would fall apart, so each is set by itself. */
export function list(names: readonly string[]): string {
  const apart = mirrored() ? names.map((name) => `\u2068${name}\u2069`) : names;
  return new Intl.ListFormat(current, { type: "conjunction" }).format(apart);
}
