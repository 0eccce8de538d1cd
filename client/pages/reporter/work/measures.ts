/** What protects somebody meanwhile, as a party is told of it: an offer to bear something is theirs to answer. */

import { button, h, paragraphs, t, term } from "../../dom.ts";
import { sending, wordsField } from "./forms.ts";
import type { Side, Step, Thing } from "./side.ts";

type Answer = "accept" | "decline" | "comment";

function newestWords({ steps }: Thing, name: string): string {
  return steps.findLast(({ words }) => (words[name] ?? "") !== "")?.words[name] ?? "";
}

function kindOf(measure: Thing): string {
  return term("protection", newestWords(measure, "what"), t("object.measure"));
}

/** Who asked for what somebody else bears has nothing to answer. */
function isTheirs({ state, holds, steps, code }: Thing): boolean {
  const asked = steps.some(({ move, mine }) => move === "request" && mine);
  return holds && state === "offered" && (!asked || code === "other");
}

/** Whether it holds for them now, and they have something to say to it at any time. */
function isBorne({ state, holds, steps, code }: Thing): boolean {
  const asked = steps.some(({ move, mine }) => move === "request" && mine);
  return holds && ["active", "reviewed"].includes(state) && (!asked || code === "other");
}

/** `move`: `accept`, `decline` or `comment`. */
function show(side: Side, thing: Thing, move: Answer): void {
  const { field, words } = wordsField("measure-words", t("protect.words"), t("protect.words_hint"));
  const said = () => ({ text: words.value.trim(), what: newestWords(thing, "what"), reason: "" });
  side.subpage(
    h("h1", { tabindex: -1 }, t(`bearing.${move}_title`)),
    h("div", { class: "notice" }, h("h2", {}, kindOf(thing)), ...paragraphs(newestWords(thing, "text"))),
    h("p", {}, t(`bearing.${move}_text`)),
    field,
    sending(side, t(`bearing.${move}_yes`), () => ({ object: "measure", thing, move, words: said() })),
  );
}

function said(side: Side, { actor, said: when, words }: Step): HTMLElement {
  return h(
    "div",
    {},
    h("p", { class: "small" }, h("bdi", {}, side.nameOf(actor)), ` · ${when}`),
    ...paragraphs(words.text),
    ...paragraphs(words["reason"] ?? ""),
  );
}

function isPaid({ state, steps }: Thing): boolean {
  const stands = ["offered", "accepted", "active", "reviewed"].includes(state);
  return stands && steps.some(({ words }) => words["paid"] === "yes");
}

/** What is said to it changes nothing of it, and stands below. */
function isSaid({ move }: Step): boolean {
  return move === "comment" || move === "hear";
}

function answersTo(side: Side, thing: Thing): readonly Answer[] {
  if (!side.mayProtect) return [];
  if (isTheirs(thing)) return ["accept", "decline"];
  return isBorne(thing) ? ["comment"] : [];
}

function card(side: Side, thing: Thing): HTMLElement {
  const head = h("h3", {}, kindOf(thing));
  if (!thing.holds) return h("li", {}, head, h("p", { class: "flag" }, t("told.false")));
  const newest = thing.steps.findLast(each => each.words.text !== "" && !isSaid(each));
  const buttons = answersTo(side, thing).map(move => {
    const press = button(
      t(`bearing.${move}`),
      () => show(side, thing, move),
      move === "accept" ? "" : "quiet",
    );
    press.dataset["move"] = move;
    return press;
  });
  return h(
    "li",
    {},
    head,
    h("p", {}, h("strong", {}, term("protect_state", thing.state, ""))),
    newest !== undefined && said(side, newest),
    isPaid(thing) && h("p", {}, t("bearing.paid")),
    ...thing.steps.filter(isSaid).map(each => said(side, each)),
    buttons.length > 0 && h("div", { class: "row" }, ...buttons),
  );
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("object.measure")),
    h("p", {}, t("bearing.about")),
    h("ul", { class: "lines" }, ...[...things].reverse().map(each => card(side, each))),
  );
}
