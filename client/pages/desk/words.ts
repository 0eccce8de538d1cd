/** The desk's words, in the language of the page. Reports are never translated. */

import FETCH from "../../locales/desk.books";
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

/** What is said once somebody is in, and on the work on a case and in oversight alone. */
export type Part = "inside" | "work";

/** Those that are here or on their way, with the pages that say them. */
const learned = new Set<Part>();

async function fetchBooks(parts: readonly (Part | "start")[], languages: readonly Language[]): Promise<void> {
  const each = async (part: Part | "start", language: Language): Promise<void> => {
    const more = (await FETCH[part][language]?.())?.default;
    BOOKS.set(language, { ...BOOKS.get(language), ...more });
  };
  await Promise.all(parts.flatMap(part => languages.map(language => each(part, language))));
}

/** From now on with the words of these parts. Rejects where they cannot be had. */
export async function learn(...parts: readonly Part[]): Promise<void> {
  for (const part of parts) learned.add(part); // first: the language may change while they come
  await fetchBooks(parts, [...new Set([DEFAULT, current])]);
}

/** From now on in this language, once its words are here. Rejects where they cannot be had. */
export async function speak(chosen: Language): Promise<void> {
  await fetchBooks(["start", ...learned], [chosen]);
  current = chosen;
  document.documentElement.lang = chosen;
  document.documentElement.dir = directionOf(chosen);
}

function words(key: string): Message | undefined {
  return BOOKS.get(current)?.[key];
}

/** Words of a language that is not spoken here: whoever gets a letter may read another. Rejects as `speak`. */
export async function wordsIn(tag: Language): Promise<(key: string, values: Values) => string> {
  await fetchBooks(["start", "inside", "work"], [tag]);
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
  return said(`${family}.${value}`) ?? value.replaceAll("_", " ");
}

/** The words for a key that there may be none for; undefined then. */
export function said(key: string): string | undefined {
  const message = words(key);
  return message === undefined ? undefined : filled(message, {});
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
