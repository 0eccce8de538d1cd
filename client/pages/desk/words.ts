/** The desk's words, in the language of the page. Reports are never translated. */

import en from "../../locales/desk.en.json" with { type: "json" };
import { fill, type Values } from "../../lib/fill.ts";

export type Key = keyof typeof en;
export type Language = "en" | "zh-Hans" | "ar";

type Book = Readonly<Record<string, string>>;

/** English stands in where a book lacks words; the others come when somebody reads them. */
const BOOKS: Record<Language, Book> = { en, "zh-Hans": en, ar: en };
const FETCH: Readonly<Record<Language, () => Promise<{ default: Book }>>> = {
  en: async () => ({ default: en }),
  "zh-Hans": () => import("../../locales/desk.zh-Hans.json", { with: { type: "json" } }),
  ar: () => import("../../locales/desk.ar.json", { with: { type: "json" } }),
};
export const LANGUAGES: readonly (readonly [Language, string])[] = [
  ["en", "English"],
  ["zh-Hans", "简体中文"],
  ["ar", "العربية"],
];

let current: Language = "en";

export function language(): Language {
  return current;
}

/** Takes `?lang=` first and then the browser's wish; nothing is stored. */
export function chooseLanguage(search: string, wishes: readonly string[]): Language {
  const asked = new URLSearchParams(search).get("lang");
  for (const wish of asked ? [asked, ...wishes] : wishes) {
    if (/^zh\b/i.test(wish)) return "zh-Hans";
    const base = wish.split("-")[0];
    if (base === "en" || base === "ar") return base;
  }
  return "en";
}

/** From now on in this language, once its words are here. Rejects where they cannot be had. */
export async function speak(chosen: Language): Promise<void> {
  BOOKS[chosen] = (await FETCH[chosen]()).default;
  current = chosen;
  document.documentElement.lang = chosen;
  document.documentElement.dir = chosen === "ar" ? "rtl" : "ltr";
}

/** The words for a key; `{name}` is filled from `values`. */
export function t(key: Key, values: Values = {}): string {
  return fill(BOOKS[current][key] ?? en[key], current === "ar" ? isolated(values) : values);
}

/** In Arabic "6898-AA13" would be turned round: what is filled in runs its own way (Unicode, UAX 9). */
function isolated(values: Values): Values {
  const pairs = Object.entries(values);
  return Object.fromEntries(pairs.map(([name, value]) => [name, `\u2068${value}\u2069`]));
}

/** The words for a value that the server or a letter brought; the value itself if none. */
export function term(family: string, value: string): string {
  return BOOKS[current][`${family}.${value}`] ?? value.replaceAll("_", " ");
}

/** Words that depend on a number, by the plural rules of the language (`key.one`, `key.other`). */
export function count(family: string, number: number): string {
  const form = new Intl.PluralRules(current).select(number);
  const book = BOOKS[current];
  const text = book[`${family}.${form}`] ?? book[`${family}.other`] ?? "{number}";
  return fill(text, { number: new Intl.NumberFormat(current).format(number) });
}

/** "A, B and C". Latin names in an Arabic sentence would fall apart, so each is set by itself. */
export function list(names: readonly string[]): string {
  const apart = current === "ar" ? names.map((name) => `\u2068${name}\u2069`) : names;
  return new Intl.ListFormat(current, { type: "conjunction" }).format(apart);
}
