/**
 * The static shells: every page of the reporter's and the public door, once for each language.
 *
 * A shell is HTML with these marks, all resolved when the site is built, so that what is served
 * is fixed bytes that outsiders can compare (docs/spec/api.md, `/manifest.json`):
 *
 *   {{t:key}}            words of the language, escaped; a missing key stops the build
 *   {{part:name}}        client/pages/parts/name.html
 *   {{words:a,b}}        the words whose keys start with `a.` or `b.`, as JSON for the script
 *   {{lang}} {{dir}}     of the language
 *   {{prefix}}           "" for English, "/<lang>" for the others
 *   {{languages}}        links to this page in the other languages
 *   {{help-lines}}       every country's support lines, so that /help/ needs no script
 *   {{css:name}} {{js}}  tags for assets, given by the build (hashed names, integrity)
 */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const LANGUAGES = [
  { code: "en", dir: "ltr", name: "English" },
  { code: "zh-Hans", dir: "ltr", name: "简体中文" },
  { code: "ar", dir: "rtl", name: "العربية" },
];

/** Where each shell is served, below the prefix of its language. */
export const ROUTES = [
  { shell: "public/landing", path: "/" },
  { shell: "public/help", path: "/help/" },
  { shell: "public/safety", path: "/safety/" },
  { shell: "public/how", path: "/how/" },
  { shell: "public/verify", path: "/verify/" },
  { shell: "reporter/report", path: "/report/" },
  { shell: "reporter/return", path: "/return/" },
];

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** @param {string} text */
export function escape(text) {
  return text.replaceAll(/[&<>"']/g, (mark) => ESCAPES[mark]);
}

/** `/` stays `/` in English and becomes `/ar/` in Arabic. */
export function prefixOf(code) {
  return code === "en" ? "" : `/${code}`;
}

/** The words of one language; English is the measure of what must be there. */
export function readWords(client, code) {
  const read = (name) => JSON.parse(readFileSync(join(client, "locales", `${name}.json`), "utf8"));
  const words = read(code);
  const wanted = Object.keys(code === "en" ? words : read("en"));
  const missing = wanted.filter((key) => typeof words[key] !== "string");
  const spare = Object.keys(words).filter((key) => !wanted.includes(key));
  if (missing.length > 0 || spare.length > 0) {
    throw new Error(`locales/${code}.json lacks [${missing}] and has no use for [${spare}].`);
  }
  return words;
}

function telephone(number) {
  return `tel:${number.replaceAll(/[^\d+#*]/g, "").replaceAll("#", "%23")}`;
}

function line(entry, words) {
  const link = (href, text) =>
    `<a href="${escape(href)}" rel="noreferrer noopener" dir="ltr">${escape(text)}</a>`;
  const sms = entry.sms ? link(`sms:${entry.sms.replaceAll(/\s/g, "")}`, `SMS ${entry.sms}`) : "";
  const site = entry.url ? link(entry.url, entry.url.replace(/^https:\/\/(www\.)?|\/$/g, "")) : "";
  const number = entry.number ? link(telephone(entry.number), entry.number) : "";
  const always = entry.hours_tz === "24/7" ? words["lines.always"] : entry.hours_tz;
  const hours = escape(always ?? words["lines.ask"]);
  const name = entry.name === "EMERGENCY" ? words["lines.emergency"] : entry.name;
  return `<li><b>${escape(name)}</b><span class="small">${hours}</span><div>${number}${sms}${site}</div></li>`;
}

/** Every country in its own `<details>`: found and read without a script. */
export function helpLines(lines, words, code) {
  const names = new Intl.DisplayNames([code], { type: "region" });
  const countries = [...new Set(lines.map((entry) => entry.country))]
    .map((country) => ({ country, name: names.of(country) ?? country }))
    .sort((a, b) => a.name.localeCompare(b.name, code));
  return countries
    .map(({ country, name }) => {
      const rows = lines.filter((entry) => entry.country === country);
      const items = rows.map((entry) => line(entry, words)).join("");
      return `<details id="country-${country.toLowerCase()}" data-country="${country}"><summary>${escape(name)}</summary><ul class="lines">${items}</ul></details>`;
    })
    .join("\n");
}

function languageLinks(code, path) {
  return LANGUAGES.filter((language) => language.code !== code)
    .map(({ code: other, name }) => {
      const href = prefixOf(other) + path;
      return `<li><a href="${href}" lang="${other}" hreflang="${other}">${name}</a></li>`;
    })
    .join("");
}

function wordsFor(prefixes, words) {
  const wanted = prefixes.split(",").map((prefix) => `${prefix.trim()}.`);
  const chosen = Object.entries(words).filter(([key]) => wanted.some((w) => key.startsWith(w)));
  // `<` would let a word end the script element.
  return JSON.stringify(Object.fromEntries(chosen)).replaceAll("<", "\\u003c");
}

/**
 * One shell in one language.
 *
 * @param {{client: string, shell: string, path: string, language: typeof LANGUAGES[number],
 *   lines: object[], css: (name: string) => string, js: (shell: string) => string}} page
 */
export function fillShell({ client, shell, path, language, lines, css, js }) {
  const words = readWords(client, language.code);
  const t = (key) => {
    if (typeof words[key] !== "string") throw new Error(`${shell} asks for no word: ${key}`);
    return escape(words[key]);
  };
  const parts = join(client, "pages", "parts");
  const marks = {
    part: (name) => resolve(readFileSync(join(parts, `${name}.html`), "utf8").trimEnd()),
    t,
    words: (prefixes) => wordsFor(prefixes, words),
    css,
    js: () => js(shell),
    lang: () => language.code,
    dir: () => language.dir,
    prefix: () => prefixOf(language.code),
    languages: () => languageLinks(language.code, path),
    "help-lines": () => helpLines(lines, words, language.code),
  };
  const resolve = (text) =>
    text.replaceAll(/\{\{([a-z-]+)(?::([^{}]+))?\}\}/g, (whole, mark, value) => {
      if (!marks[mark]) throw new Error(`${shell} has an unknown mark: ${whole}`);
      return marks[mark](value);
    });
  return resolve(readFileSync(join(client, "pages", shell, "index.html"), "utf8"));
}

/** The support lines that a page has confirmed; the others are for the operator to look into. */
export function confirmedLines(client) {
  const file = join(client, "pages", "public", "help-lines.json");
  return JSON.parse(readFileSync(file, "utf8")).filter((entry) => entry.status === "confirmed");
}

/** Shells that exist, in every language, as `[path below the site, HTML]`. */
export function allShells({ client, css, js }) {
  const lines = confirmedLines(client);
  const have = ROUTES.filter(({ shell }) => existsSync(join(client, "pages", shell, "index.html")));
  const known = readdirSync(join(client, "locales"));
  return LANGUAGES.filter(({ code }) => known.includes(`${code}.json`)).flatMap((language) =>
    have.map(({ shell, path }) => [
      `${prefixOf(language.code)}${path}index.html`.replace(/^\//, ""),
      fillShell({ client, shell, path, language, lines, css, js }),
    ]),
  );
}
