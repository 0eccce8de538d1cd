/** The desk's words, in the language of the page. Reports are never translated. */

import FETCH from "../../locales/desk.books";
import FETCH_WORK from "../../locales/desk.work.books";
import en from "../../locales/desk.en.json" with { type: "json" };
import type shared from "../../../src/heard/languages/words/en.json";
import { fill, isolated, type Message, type Messages, type Values } from "../../lib/fill.ts";
import { chosenOf, DEFAULT, directionOf } from "../../lib/languages.ts";

export { LANGUAGES } from "../../lib/languages.ts";
export type Key = keyof typeof en | keyof typeof shared;
export type Language = string;

/** What the build makes of the book, with what it shares with others: client/build/sources.mjs. */
const EN = en as Messages;

/** The first language stands in where a book lacks words; others come when somebody reads them. */
const BOOKS = new Map<Language, Messages>([[DEFAULT, EN]]);

/** Something went wrong, and `words` say so in the language that is spoken when they are shown. */
export class LocalizedError extends Error {
  override name = "LocalizedError";
  readonly words: () => string;

  constructor(words: () => string) {
    super(words());
    this.words = words;
  }
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

/** Whether pages that come later, with words of their own, are here or on their way. */
let hasWork = false;

function learn(language: Language, more: Messages): void {
  BOOKS.set(language, { ...BOOKS.get(language), ...more });
}

async function fetchWork(languages: readonly Language[]): Promise<void> {
  const books = languages.map(async each => learn(each, (await FETCH_WORK[each]?.())?.default ?? {}));
  await Promise.all(books);
}

/** What the pages of a worked case and of oversight say, too. Rejects where it cannot be had. */
export async function learnWork(): Promise<void> {
  hasWork = true; // first: the language may change while they come
  await fetchWork([...new Set([DEFAULT, current])]);
}

/** From now on in this language, once its words are here. Rejects where they cannot be had. */
export async function speak(chosen: Language): Promise<void> {
  const book = await FETCH[chosen]?.();
  if (book) learn(chosen, book.default);
  if (hasWork) await fetchWork([chosen]);
  current = chosen;
  document.documentElement.lang = chosen;
  document.documentElement.dir = directionOf(chosen);
}

function words(key: string): Message | undefined {
  return BOOKS.get(current)?.[key];
}

/** Words of a language that is not spoken here: whoever gets a letter may read another. Rejects as `speak`. */
export async function wordsIn(tag: Language): Promise<(key: string, values: Values) => string> {
  const book = await FETCH[tag]?.();
  if (book) learn(tag, book.default);
  await fetchWork([tag]);
  const tongue = { tag, direction: directionOf(tag) };
  return (key, values) => fill(BOOKS.get(tag)?.[key] ?? BOOKS.get(DEFAULT)?.[key] ?? key, values, tongue);
}

function filled(message: Message, values: Values): string {
  return fill(message, values, { tag: current, direction: directionOf(current) });
}

/** The words for a key; its gaps are filled from `values`, each of which runs its own way. */
export function t(key: Key, values: Values = {}): string {
  return filled(words(key) ?? BOOKS.get(DEFAULT)?.[key] ?? key, values);
}

/** The words for a value that the server or a letter brought; the value itself if none. */
export function term(family: string, value: string): string {
  const message = words(`${family}.${value}`);
  return message === undefined ? value.replaceAll("_", " ") : filled(message, {});
}

/** Words that depend on a number, by the plural rules of the language. */
export function count(key: Key, number: number): string {
  return t(key, { number });
}

/** "A, B and C". Latin names in an Arabic sentence would fall apart, so each is set by itself. */
export function list(names: readonly string[]): string {
  const apart = names.map(name => isolated(name, directionOf(current)));
  return new Intl.ListFormat(current, { type: "conjunction" }).format(apart);
}

function slug(value: string): string {
  return value
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
}

/**
 * The law and article that made a duty, "title: article" as the server says it: in words where the
 * book has them, else (the sections of laws) as it came. `known`: wholly in words of this language.
 */
export function source(formatted: string): { readonly words: string; readonly known: boolean } {
  const at = formatted.indexOf(": ");
  const [title, article] = at < 0 ? [formatted, ""] : [formatted.slice(0, at), formatted.slice(at + 2)];
  const law = words(`law.${slug(title)}`);
  if (law === undefined) return { words: formatted, known: false };
  const part = words(`article.${slug(article)}`);
  const named = { law: filled(law, {}), article: part === undefined ? article : filled(part, {}) };
  return { words: t("duty.source", named), known: true };
}
