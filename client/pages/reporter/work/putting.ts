/** What letters of a notice and of a draft say of each allegation, as both sides read it. */

import { h, paragraphs, t } from "../../dom.ts";
import type { Step } from "./side.ts";

type Part = "put" | "material" | "evidence";
const PARTS: readonly Part[] = ["put", "material", "evidence"];

/** The allegations that a letter names, in its order. */
function idsIn(words: Step["words"]): readonly string[] {
  return Object.keys(words).flatMap(name => (name.startsWith("put_") ? [name.slice("put_".length)] : []));
}

/** Each for itself, with a number where there are several; then its closing words. */
export function putIn({ words }: Step): HTMLElement {
  const ids = idsIn(words);
  const each = ids.map((id, at) =>
    h(
      "section",
      { class: "put" },
      ids.length > 1 && h("h4", {}, t("put.number", { number: at + 1 })),
      ...PARTS.flatMap(part => {
        const said = words[`${part}_${id}`] ?? "";
        return said === ""
          ? []
          : [h("p", { class: "small" }, h("b", {}, t(`put.${part}`))), ...paragraphs(said)];
      }),
    ),
  );
  return h("div", { class: "notice" }, ...each, ...paragraphs(words.text));
}

/** Words of a step, with who wrote them and when. */
export function remark(name: string, { said, words }: Step, what = ""): HTMLElement {
  return h(
    "div",
    {},
    h(
      "p",
      { class: "small" },
      what !== "" && h("strong", {}, what),
      what !== "" && " · ",
      h("bdi", {}, name),
      ` · ${said}`,
    ),
    ...paragraphs(words.text),
  );
}
