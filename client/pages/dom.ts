/**
 * What the reporter's and the public pages do to the document. Text enters as text nodes only:
 * Trusted Types refuse everything else. The words come with the page, in its language.
 */

import { fill, isolated as apart, type Messages, type Values } from "../lib/fill.ts";
import { regional } from "../lib/locale.ts";

export type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** The element with this id; the shells are ours, so its absence is a fault of the build. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as querySelector's own types
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page lacks #${id}.`);
  return element as T;
}

export function all<T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** An element with attributes (`true` writes an empty one, `false` none) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

let book: Messages | undefined;

function words(): Messages {
  book ??= JSON.parse(document.getElementById("page-words")?.textContent ?? "{}") as Messages;
  return book;
}

/**
 * Fetches words of what comes after the first screen: the page names their file. To be called with the
 * script that says them. Rejects with TypeError where they cannot be had.
 */
export async function learnWords(which: "later" | "work" = "later"): Promise<void> {
  const from = document.getElementById("page-words")?.dataset[which];
  if (!from) return;
  const later = (await import(from)) as { readonly default: Messages };
  book = { ...words(), ...later.default };
}

let styles: Promise<void> | undefined;

/** Fetches the styles of what comes after the first screen. To be called, and rejects, as `learnWords`. */
export function learnStyles(): Promise<void> {
  styles ??= new Promise((done, fail) => {
    const { content } = byId<HTMLTemplateElement>("later-styles");
    const link = document.importNode(content, true).firstElementChild as HTMLLinkElement;
    link.addEventListener("load", () => done());
    link.addEventListener("error", () => {
      styles = undefined;
      link.remove();
      fail(new TypeError("styles of this page did not load"));
    });
    document.head.append(link);
  });
  return styles;
}

/** The words for a key; its gaps are filled from `values`, each of which runs its own way. */
export function t(key: string, values: Values = {}): string {
  return fill(words()[key] ?? key, values, { tag: language(), direction: document.dir });
}

/** Set apart, where it may run against what it stands in. */
export function isolated(text: string): string {
  return apart(text, document.dir);
}

/** The words for a value of a closed list, or what stands for the unknown ones. */
export function term(family: string, value: string, otherwise = value): string {
  return words()[`${family}.${value}`] === undefined ? otherwise : t(`${family}.${value}`);
}

/** What is known of one thing, with the comma of the language between; empty parts are left out. */
export function inOneLine(...parts: readonly string[]): string {
  return parts
    .filter(part => part !== "")
    .map(isolated)
    .join(t("list.comma"));
}

export function language(): string {
  return document.documentElement.lang || "en";
}

/** Names as one lists them in the language of the page. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: "conjunction" }).format(names.map(isolated));
}

/** "" in the first language, "/ar" in Arabic: where the other pages of this language are. */
export function prefix(): string {
  return document.getElementById("page-words")?.dataset["prefix"] ?? "";
}

/** Says it to who listens, and does not leave it standing for who comes by later. */
export function announce(line: HTMLElement, words: string): void {
  line.textContent = words;
  setTimeout(() => {
    if (line.textContent === words) line.textContent = "";
  }, SAID);
}

const SAID = 8000;

export function show(element: HTMLElement, visible = true): void {
  element.hidden = !visible;
}

/** A button that cannot be pressed twice while what it started is running. */
export function button(label: string, act: () => unknown, kind = "quiet"): HTMLButtonElement {
  const name = kind === "link" ? "link" : `button ${kind}`;
  const element = h("button", { type: "button", class: name.trim() }, label);
  element.addEventListener("click", () => void once(element, act));
  return element;
}

export function onClick(id: string, act: () => unknown): void {
  const element = byId(id);
  element.addEventListener("click", () => void once(element, act));
}

/** Runs `act` while the element says that it is busy; the keyboard's focus stays. */
export async function once(element: HTMLElement, act: () => unknown): Promise<void> {
  if (element.ariaDisabled === "true") return;
  element.ariaDisabled = "true";
  try {
    await act();
  } finally {
    element.ariaDisabled = null;
  }
}

/** Hands a file over to the browser's downloads. Gives its address, which who knows that it is saved can revoke. */
export function download(name: string, content: BlobPart, type = "text/plain"): string {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = h("a", { href: url, download: name });
  link.click();
  // Some browsers read the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return url;
}

/** Words in paragraphs as they were written; `auto`: each runs in its own direction. */
export function paragraphs(text: string): HTMLElement[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(/\n{2,}/)
    .filter(block => block.trim() !== "")
    .map(block => h("p", { class: "words", dir: "auto" }, block));
}

/** How dates are written here. */
export function written(): string {
  return regional(language(), navigator.languages);
}

/** A day, `YYYY-MM-DD`, without a time; what is none is shown as it was written. */
export function day(date: string): string {
  const when = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(when.getTime())) return date;
  return new Intl.DateTimeFormat(written(), { dateStyle: "long", timeZone: "UTC" }).format(when);
}

/** Day and time where she is, with the zone, so that nobody has to reckon. */
export function moment(iso: string): string {
  const when = new Date(iso);
  const format = new Intl.DateTimeFormat(written(), {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  });
  return format.format(when);
}

export function size(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(language(), {
    style: "unit",
    unit: units[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step < 2 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}

export function percent(part: number, whole: number): string {
  const share = whole === 0 ? 1 : Math.min(1, part / whole);
  return new Intl.NumberFormat(language(), { style: "percent" }).format(Math.floor(share * 100) / 100);
}
