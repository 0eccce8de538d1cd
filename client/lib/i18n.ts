/**
 * Words by key, filled and in the right number. Which words a page has is decided when it is
 * built: `{{words:…}}` in its shell puts them into the page (client/build/html.mjs).
 */

export type Words = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number>>;

let words: Words = {};
let language = "en";

export function useWords(chosen: string, book: Words): void {
  language = chosen;
  words = book;
}

export function currentLanguage(): string {
  return language;
}

export function fill(text: string, values: Values = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/**
 * The words for a key. `{name}` is filled from `values`. With a `count` among them the plural
 * form of the language is taken: `key.one`, `key.few`, `key.other`.
 */
export function t(key: string, values: Values = {}): string {
  const { count } = values;
  if (typeof count !== "number") return fill(words[key] ?? key, values);
  const form = new Intl.PluralRules(language).select(count);
  const text = words[`${key}.${form}`] ?? words[`${key}.other`] ?? words[key] ?? key;
  return fill(text, { ...values, count: new Intl.NumberFormat(language).format(count) });
}
