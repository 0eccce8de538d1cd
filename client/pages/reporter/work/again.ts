/** That a case which was decided is looked into again, as who is accused is told it. */

import { h, paragraphs, t } from "../../dom.ts";
import type { Side, Thing } from "./side.ts";

export function again([thing]: readonly Thing[], side: Side): HTMLElement | false {
  if (!thing) return false;
  const told = thing.steps.filter(({ move }) => move === "tell_reopened");
  const rows = told.map(({ actor, said, words }) =>
    h(
      "li",
      {},
      h("p", { class: "small" }, h("bdi", {}, side.nameOf(actor)), ` · ${said}`),
      ...paragraphs(words.text),
    ),
  );
  const shown = thing.holds
    ? h("ul", { class: "lines" }, ...rows)
    : h("p", { class: "flag" }, t("told.false"));
  return h("section", { class: "card" }, h("h2", {}, t("again.title")), h("p", {}, t("again.about")), shown);
}
