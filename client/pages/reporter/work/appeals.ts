/** One's own appeal: what was written, how it stands, the decision; and the way to take it back. */

import { button, h, paragraphs, t, term } from "../../dom.ts";
import { sending, wordsField } from "./forms.ts";
import type { Side, Step, Thing } from "./side.ts";

const OPEN: readonly string[] = ["lodged", "heard"];

function showTakeBack(side: Side, thing: Thing): void {
  const { field, words } = wordsField("appeal-back", t("appeal.back"));
  const answer = () => ({ object: "appeal", thing, move: "take_back", words: { text: words.value.trim() } });
  side.subpage(
    h("h1", { tabindex: -1 }, t("appeal.take_back")),
    h("p", {}, t("appeal.take_back_text")),
    field,
    sending(side, t("appeal.take_back_yes"), answer),
  );
}

function step(side: Side, { actor, mine, said, words }: Step): HTMLElement | false {
  if (words.text === "") return false;
  const who = mine ? t("word.you") : side.nameOf(actor);
  return h("div", {}, h("p", { class: "small" }, h("bdi", {}, who), ` · ${said}`), ...paragraphs(words.text));
}

function card(side: Side, thing: Thing): HTMLElement {
  const head = h("h3", {}, term("worked", thing.code, t("object.appeal")));
  if (!thing.holds) return h("li", {}, head, h("p", { class: "flag" }, t("told.false")));
  const back =
    OPEN.includes(thing.state) &&
    side.mayProtect &&
    h(
      "div",
      {},
      button(t("appeal.take_back"), () => showTakeBack(side, thing), "link"),
    );
  const state = h("p", {}, h("strong", {}, t(`appeal_now.${thing.state}`)));
  return h("li", {}, head, state, ...thing.steps.map(each => step(side, each)), back);
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("appeal.mine")),
    h("ul", { class: "lines" }, ...[...things].reverse().map(each => card(side, each))),
  );
}
