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

/** Something went wrong, and the message says so in the reader's own language. */
export class Told extends Error {
  override name = "Told";
}

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
  const pairs = Object.entries(values);
  const own = Object.fromEntries(pairs.map(([name, value]) => [name, apart(String(value))]));
  return fill(words(key) ?? en[key], own);
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/**
 * In an Arabic sentence "6898-AA13" would be turned round, and an Arabic name turns what stands
 * beside it: what is filled in runs its own way (Unicode, UAX 9).
 */
function apart(value: string): string {
  return mirrored() || RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value;
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
  return new Intl.ListFormat(current, { type: "conjunction" }).format(names.map(apart));
}

function slug(value: string): string {
  return value.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
}

/**
 * The law and article that made a duty, "title: article" as the server says it: in words where the
 * book has them, else (the sections of laws) as it came. `known`: wholly in words of this language.
 */
export function source(said: string): { readonly words: string; readonly known: boolean } {
  const at = said.indexOf(": ");
  const [title, article] = at < 0 ? [said, ""] : [said.slice(0, at), said.slice(at + 2)];
  const law = words(`law.${slug(title)}`);
  if (law === undefined) return { words: said, known: false };
  const part = words(`article.${slug(article)}`) ?? article;
  return { words: t("duty.source", { law, article: part }), known: true };
}
