/** How it went on: whoever did not work the case asks, and an answer is never owed. */

import { button, h, paragraphs, t } from "../../dom.ts";
import { choices, sending, wordsField } from "./forms.ts";
import { newest, type Side, type Thing } from "./side.ts";

/** States that anybody is told of: that silence was noted is the team's, and changes nothing for who is asked. */
const TOLD = ["due", "asked", "answered", "reviewed"] as const;
const CHANGE = ["unchanged", "changed"] as const;

function showAnswer(side: Side, thing: Thing, question: string): void {
  const change = choices(
    "checkin-change",
    t("checkin.change"),
    CHANGE.map(each => [each, t(`checkin.${each}`)] as const),
  );
  const { field, words } = wordsField("checkin-words", t("checkin.words"), t("protect.words_hint"));
  const answer = () => {
    const code = change.value();
    if (code === "") return t("checkin.empty");
    return { object: "checkin", thing, move: "answer", code, words: { text: words.value.trim() } };
  };
  side.subpage(
    h("h1", { tabindex: -1 }, t("checkin.title")),
    h("div", { class: "notice" }, ...paragraphs(question)),
    h("p", {}, t("checkin.free")),
    change.field,
    field,
    sending(side, t("checkin.send"), answer),
  );
}

/** What was said of it, oldest first: the question, the answer, what was understood and what is done. */
function said(side: Side, { steps }: Thing): HTMLElement[] {
  const told = steps.filter(({ move, words }) => move !== "lay_down" && words.text !== "");
  return told.map(({ actor, said: when, words }) =>
    h(
      "div",
      {},
      h("p", { class: "small" }, h("bdi", {}, side.nameOf(actor)), ` · ${when}`),
      ...paragraphs(words.text),
    ),
  );
}

function changeOf({ steps }: Thing): string {
  const code = steps.findLast(each => each.code === "changed" || each.code === "unchanged")?.code ?? "";
  return code && t(`checkin.was_${code}`);
}

function answerTo(side: Side, thing: Thing): HTMLElement | false {
  const question = newest(thing, "ask", "remind");
  if (!side.mayProtect || !question || thing.state !== "asked") return false;
  const open = () => showAnswer(side, thing, question.words.text);
  const press = button(t("checkin.answer"), open, "");
  press.dataset["move"] = "answer";
  return h("div", { class: "row" }, press);
}

function standing({ state, steps }: Thing): string {
  const due = steps.find(({ move }) => move === "lay_down")?.until ?? "";
  return t(`checkin.is_${TOLD.find(each => each === state) ?? "asked"}`, { when: due });
}

function card(side: Side, thing: Thing): HTMLElement {
  const number = thing.steps.find(({ move }) => move === "lay_down")?.number ?? 0;
  const head = h(
    "h3",
    {},
    number > 0 ? t("checkin.number", { number: String(number) }) : t("object.checkin"),
  );
  if (!thing.holds) return h("li", {}, head, h("p", { class: "flag" }, t("told.false")));
  const change = changeOf(thing);
  return h(
    "li",
    {},
    head,
    h("p", {}, h("strong", {}, standing(thing))),
    change !== "" && h("p", {}, change),
    ...said(side, thing),
    answerTo(side, thing),
  );
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("checkin.heading")),
    h("p", {}, t("checkin.about")),
    h("ul", { class: "lines" }, ...things.map(each => card(side, each))),
  );
}
