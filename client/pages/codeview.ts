/** The twelve words on the page: a grid to copy by hand, and the ways to keep them. */

import { byId, download, h, language, onClick, t } from "./dom.ts";

/** BIP 39 has a Chinese list; Arabic readers get the English words. */
export function codeLanguage(): "en" | "zh-Hans" {
  return language() === "zh-Hans" ? "zh-Hans" : "en";
}

export function codeGrid(words: readonly string[]): HTMLElement {
  return h("ol", { class: "code", translate: "no" }, ...words.map((word) => h("li", {}, word)));
}

function drawSquares(data: readonly (readonly boolean[])[]): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  const squares = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])),
  );
  path.setAttribute("d", squares.join(""));
  path.setAttribute("fill", "#000");
  svg.setAttribute("viewBox", `0 0 ${data.length} ${data.length}`);
  svg.setAttribute("class", "qr");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", t("report.qr_label"));
  svg.append(path);
  return svg;
}

async function toggleQr(phrase: string): Promise<void> {
  const place = byId("qr");
  const shown = place.childElementCount > 0;
  byId("code-qr").ariaExpanded = String(!shown);
  if (shown) return place.replaceChildren();
  const { encode } = await import("uqr");
  place.replaceChildren(drawSquares(encode(phrase, { ecc: "M", border: 2 }).data));
}

/** Fills `#code` and arms copy, print, download and picture. */
export function showCode(words: readonly string[]): void {
  const phrase = words.join(" ");
  byId("code").replaceChildren(...words.map((word) => h("li", {}, word)));
  onClick("code-copy", async () => {
    await navigator.clipboard.writeText(phrase);
    byId("code-says").textContent = t("report.code_copied");
  });
  onClick("code-print", () => print());
  // A name that says nothing to somebody who looks through the downloads.
  onClick("code-save", () => download(`${t("report.code_file")}.txt`, `${phrase}\n`));
  onClick("code-qr", () => toggleQr(phrase));
}
