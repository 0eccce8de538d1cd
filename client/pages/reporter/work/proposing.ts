/** What the reporter proposes to follow, once there is a draft: read with the rest by whoever decides. */

import { button, h, paragraphs, t } from "../../dom.ts";
import { choices, sending, wordsField } from "./forms.ts";
import type { Answer, Side, Thing } from "./side.ts";

/** What somebody who was harmed can speak of; what a sanction is, others weigh. */
export const GROUPS = ["remedy", "system", "failed_to_act"] as const;
const REPORTER = "reporter";

/** What is sent; null where something is missing. */
export function proposed(code: string, text: string): Answer | null {
  if (code === "" || text === "") return null;
  const party = code === "remedy" ? { party: REPORTER } : {};
  return { object: "outcome", thing: null, move: "propose", code, ...party, words: { what: "other", text } };
}

function showPropose(side: Side): void {
  const named = GROUPS.map(code => [code, t(`proposing.${code}`)] as const);
  const group = choices("propose-group", t("proposing.group"), named);
  const { field, words } = wordsField("propose-words", t("proposing.words"), t("proposing.words_hint"));
  const answer = () => proposed(group.value(), words.value.trim()) ?? t("proposing.empty");
  side.subpage(
    h("h1", { tabindex: -1 }, t("proposing.title")),
    h("p", {}, t("proposing.about")),
    group.field,
    field,
    sending(side, t("proposing.send"), answer),
  );
}

/** Nothing where it is not the reporter who looks, or all is decided. */
export function proposing(side: Side, label: string): HTMLElement | false {
  const isOver = side.things.some(({ steps }) => steps.some(({ move }) => move === "tell_outcome"));
  if (side.me !== REPORTER || !side.mayAnswer || isOver) return false;
  const open = button(label, () => showPropose(side), "quiet");
  open.dataset["move"] = "propose";
  return h("div", { class: "row" }, open);
}

function card({ code, holds, steps }: Thing): HTMLElement {
  const group = GROUPS.find(each => each === code);
  const head = h("h3", {}, group ? t(`proposing.${group}`) : t("object.outcome"));
  if (!holds) return h("li", {}, head, h("p", { class: "flag" }, t("told.false")));
  const own = steps.flatMap(({ said, words }) => [
    h("p", { class: "small" }, `${t("word.you")} · ${said}`),
    ...paragraphs(words.text),
  ]);
  return h("li", {}, head, ...own);
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("proposing.title")),
    h("ul", { class: "lines" }, ...things.map(card)),
    h("p", {}, t("proposing.waits")),
    proposing(side, t("proposing.more")),
  );
}
