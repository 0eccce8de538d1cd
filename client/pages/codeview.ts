/** The twelve words on the page: a grid to copy by hand, and the ways to keep them. */

import type { CodeLanguage } from "../lib/returncode.ts";
import { byId, download, h, onClick, t } from "./dom.ts";

/** BIP 39 has no list for most languages: their readers get the English words. */
export function codeLanguage(): CodeLanguage {
  return (document.getElementById("page-words")?.dataset["code"] ?? "en") as CodeLanguage;
}

export function codeGrid(words: readonly string[]): HTMLElement {
  return h("ol", { class: "code", translate: "no" }, ...words.map(word => h("li", {}, word)));
}

function drawSquares(data: readonly (readonly boolean[])[]): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
  path.setAttribute("d", squares.join(""));
  path.setAttribute("fill", "#000");
  svg.setAttribute("viewBox", `0 0 ${data.length} ${data.length}`);
  svg.setAttribute("class", "qr");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", t("report.qr_label"));
  svg.append(path);
  return svg;
}

let phrase = "";

async function toggleQr(shown: boolean): Promise<void> {
  const place = byId("qr");
  byId("code-qr").ariaExpanded = String(shown);
  if (!shown) return place.replaceChildren();
  const { encode } = await import("uqr");
  place.replaceChildren(drawSquares(encode(phrase, { ecc: "M", border: 2 }).data));
}

/** Some browsers have no clipboard for pages, or ask first and are told no: then that is said. */
async function copy(): Promise<void> {
  const says = byId("code-says");
  try {
    await navigator.clipboard.writeText(phrase);
    says.textContent = t("report.code_copied");
  } catch {
    says.textContent = t("report.code_not_copied");
  }
}

/** Fills `#code`; the first time also arms copy, print, download and picture. */
export function showCode(words: readonly string[]): void {
  const first = phrase === "";
  phrase = words.join(" ");
  byId("code").replaceChildren(...words.map(word => h("li", {}, word)));
  if (!first) return void toggleQr(false);
  onClick("code-copy", copy);
  onClick("code-print", () => print());
  // A name that says nothing to somebody who looks through the downloads.
  onClick("code-save", () => download(`${t("report.code_file")}.txt`, `${phrase}\n`));
  onClick("code-qr", () => toggleQr(byId("qr").childElementCount === 0));
}
