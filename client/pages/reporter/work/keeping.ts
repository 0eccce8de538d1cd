/** What is kept: quiet first steps, and that data about somebody are kept. */

import { h, paragraphs, t } from "../../dom.ts";
import type { Side, Step, Thing } from "./side.ts";

function words(side: Side, { actor, said, words: own }: Step): HTMLElement[] {
  return [
    h("p", { class: "small" }, h("bdi", {}, side.nameOf(actor)), ` · ${said}`),
    ...paragraphs(own.text),
  ];
}

function card(title: string, things: readonly Thing[], row: (thing: Thing) => HTMLElement): HTMLElement {
  const shown = things.map(each =>
    each.holds ? row(each) : h("li", {}, h("p", { class: "flag" }, t("told.false"))),
  );
  return h("section", { class: "card" }, h("h2", {}, title), h("ul", { class: "lines" }, ...shown));
}

/** That they were begun, until when, and that they are over: never what was found. */
export function preliminary(things: readonly Thing[], side: Side): HTMLElement {
  return card(t("object.preliminary"), things, ({ state, steps }) => {
    const until = steps.find(({ move }) => move === "begin")?.until ?? "";
    const is = state === "begun" ? t("securing.begun", { when: until }) : t("securing.over");
    return h("li", {}, h("p", {}, is), ...steps.flatMap(each => words(side, each)));
  });
}

/** The notice itself, as it was signed. */
export function dataNotice(things: readonly Thing[], side: Side): HTMLElement {
  return card(t("securing.data"), things, ({ steps }) =>
    h("li", {}, ...steps.flatMap(each => words(side, each))),
  );
}
