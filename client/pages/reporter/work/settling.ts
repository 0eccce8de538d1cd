/** A settlement that is offered: days to think, a way back, and what nobody can be bound to. */

import { button, h, paragraphs, t, term } from "../../dom.ts";
import { sending, wordsField } from "./forms.ts";
import { newest, type Side, type Thing } from "./side.ts";

type Way = "accept" | "request" | "decline" | "take_back";

const LABELS = {
  accept: "handing.grant",
  request: "settle.request",
  decline: "handing.decline",
  take_back: "lent.take_back",
} as const;

/** Whether what is offered now is kept by both sides; a thing's own code is that of the first offer. */
function isKept(thing: Thing): boolean {
  return newest(thing, "offer", "revise")?.code === "confidential";
}

/** Silence is for the reporter alone to ask for, and asked for once. */
function waysOf(thing: Thing): readonly Way[] {
  if (thing.state === "offered")
    return isKept(thing) ? ["accept", "decline"] : ["accept", "request", "decline"];
  if (thing.state === "asked") return ["decline"];
  return thing.state === "accepted" ? ["take_back"] : [];
}

function show(side: Side, thing: Thing, move: Way): void {
  const { field, words } = wordsField("settle-words", t("handing.words"));
  const answer = () => ({ object: "settlement", thing, move, words: { text: words.value.trim() } });
  side.subpage(
    h("h1", { tabindex: -1 }, t("settle.title")),
    h("p", {}, t(move === "decline" ? "handing.means_decline" : `settle.means_${move}`)),
    field,
    sending(side, t(LABELS[move]), answer),
  );
}

/** What is offered, who advises on it, until when, and which laws stand against silence. */
function offered(thing: Thing, side: Side): HTMLElement[] {
  const offer = newest(thing, "offer", "revise");
  if (!offer) return [];
  const { actor, said, words, until } = offer;
  return [
    h("p", { class: "small" }, h("bdi", {}, side.nameOf(actor)), ` · ${said}`),
    ...(isKept(thing) ? [h("p", {}, t("settle.confidential"))] : []),
    ...paragraphs(words.text),
    h("p", {}, t("settle.adviser", { who: words["adviser"] ?? "" })),
    ...(thing.state === "offered" ? [h("p", {}, t("settle.until", { when: until }))] : []),
    ...paragraphs(words["laws"] ?? ""),
  ];
}

function row(side: Side, thing: Thing): HTMLElement {
  if (!thing.holds) return h("li", {}, h("p", { class: "flag" }, t("told.false")));
  const presses = waysOf(thing).map(move => {
    const press = button(t(LABELS[move]), () => show(side, thing, move));
    press.dataset["move"] = move;
    return press;
  });
  const later = newest(thing, "activate", "drop");
  return h(
    "li",
    {},
    ...offered(thing, side),
    ...paragraphs(later?.words.text ?? ""),
    h("p", {}, h("strong", {}, term("settle_state", thing.state, ""))),
    h("div", { class: "row" }, ...presses),
  );
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("settle.title")),
    h("p", {}, t("settle.about")),
    h("p", {}, t("settle.free")),
    h("ul", { class: "lines" }, ...things.map(each => row(side, each))),
  );
}
