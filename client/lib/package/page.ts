/**
 * The index of a package as a page: what a browser on any machine shows and prints, in any script that the
 * machine can write. The same rows as the table beside it.
 */

import { type Bytes, utf8 } from "../bytes.ts";
import { CHECKS, type Exhibit } from "./items.ts";
import type { About, Before, Item } from "./making.ts";

/** What the page says. */
export interface Page {
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  readonly title: string;
  readonly about: About;
  /** Who made it, in words. */
  readonly made: string;
  /** Of the table: path, what it was called, bytes, SHA-256, digest in its letter. */
  readonly head: readonly string[];
  /** What is not in it, and why: a line each. */
  readonly withheld: readonly string[];
  /** How it is checked. */
  readonly check: string;
}

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const safe = (words: string): string => words.replace(/[&<>"]/g, sign => SIGNS[sign] ?? "");

/** In words that run from right to left the name of a file still runs from left to right. */
const prose = (words: string): string =>
  safe(words).replace(/[A-Za-z0-9][\w-]*\.[a-z0-9]+/g, `<bdi dir="ltr">$&</bdi>`);

/** It asks nobody for anything and runs nothing, whatever stands in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";
const STYLE = `
body { font: 1rem/1.5 sans-serif; overflow-wrap: anywhere; margin: 1.5rem auto; max-inline-size: 70rem; padding-inline: 1rem }
table { border-collapse: collapse; inline-size: 100%; table-layout: fixed }
caption, th, td { text-align: start; vertical-align: top }
th, td { border-block-end: 1px solid #767676; padding: .3rem .4rem }
tr { break-inside: avoid }
col.size { inline-size: 7rem }
code, pre { font: .8rem/1.4 monospace }
pre { white-space: pre-wrap }
@media (max-width: 40rem) {
  col { inline-size: auto }
  thead, td:empty { display: none }
  table, tbody, tr, td { display: block }
  td { border: 0; padding-block: 0 }
  td::before { content: attr(data-head); display: block; font-weight: bold }
  tr { border-block-end: 1px solid #767676; padding-block: .4rem }
}
@page { margin: 15mm }
@media print { body { font-size: 9pt; margin: 0; max-inline-size: none } code { font-size: 7pt } a { color: inherit } }`;

const digestCell = (hex: string): string => (hex === "" ? "" : `<code dir="ltr">${safe(hex)}</code>`);

/** A cell each, as the table has them. A path of ours is an address as it is. */
function cells(path: string, size: number, digest: string, exhibit: Exhibit | undefined): string[] {
  const place = safe(path.replace(/^data\//, ""));
  const name = exhibit?.name ?? "";
  return [
    `<a dir="ltr" href="${place}">${place}</a>`,
    name === "" ? "" : `<bdi>${safe(name)}</bdi>`,
    String(size),
    digestCell(digest),
    digestCell(exhibit?.digest ?? ""),
  ];
}

/** On a narrow screen each cell says by itself what it is. */
function row(head: readonly string[], all: readonly string[]): string {
  const written = all.map((cell, at) => `<td data-head="${safe(head[at] ?? "")}">${cell}</td>`);
  return `<tr>${written.join("")}</tr>`;
}

function tableOf({ title, head }: Page, before: Before, exhibits: readonly Exhibit[]): string {
  const of = new Map(exhibits.map(each => [each.path, each]));
  const rows = [...before].map(([path, { size, digest }]) =>
    row(head, cells(path, size, digest, of.get(path))),
  );
  const headings = head.map(each => `<th scope="col">${safe(each)}</th>`).join("");
  return `<table aria-label="${safe(title)}">
<colgroup><col><col><col class="size"><col><col></colgroup>
<thead><tr>${headings}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}

function written(page: Page, before: Before, exhibits: readonly Exhibit[]): Bytes {
  const { lang, dir, title, made, withheld, check } = page;
  const { organisation, case: id, day } = page.about;
  const lines = (all: readonly string[]) => all.map(each => `<p>${prose(each)}</p>`).join("\n");
  return utf8(`<!doctype html>
<html lang="${safe(lang)}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
<main>
<h1>${safe(title)}</h1>
${lines([organisation, `${day} · ${id}`, made])}
${tableOf(page, before, exhibits)}
${lines(withheld)}
<p>${prose(check)}</p>
<pre dir="ltr">${safe(CHECKS)}</pre>
</main>
</body>
</html>
`);
}

/** All that went before it, file by file. */
export function indexPage(page: Page, exhibits: readonly Exhibit[]): Item {
  return { path: "data/00-index.html", content: before => written(page, before, exhibits) };
}
