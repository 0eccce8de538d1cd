/** A package of the case that its desk gives to the police or a court: told before, and by consent only with a yes. */

import { button, h, paragraphs, t, term } from "../../dom.ts";
import { sending, wordsField } from "./forms.ts";
import { newest, type Side, type Step, type Thing } from "./side.ts";

type Way = "grant" | "decline" | "take_back";

const WAYS: Readonly<Record<string, readonly Way[]>> = {
  announced: ["grant", "decline"],
  declined: ["grant"],
  agreed: ["take_back"],
  taken_back: ["grant"],
};

/** Taking a yes back is called the same wherever one was given. */
const labelOf = (move: Way): string => t(move === "take_back" ? "lent.take_back" : `handing.${move}`);

/** What is intimate goes along by a yes of its own alone. */
function intimateBox(): { field: HTMLElement; isChosen: () => boolean } {
  const input = h("input", { type: "checkbox", id: "handing-intimate" });
  const label = h("label", { for: input.id }, t("handing.intimate"));
  label.append(h("span", { class: "hint" }, t("handing.intimate_hint")));
  return { field: h("div", { class: "choice" }, input, label), isChosen: () => input.checked };
}

function show(side: Side, thing: Thing, move: Way): void {
  const { field, words } = wordsField("handing-words", t("handing.words"));
  const box = intimateBox();
  const intimate = (): object => (box.isChosen() ? { intimate: "yes" } : {});
  const answer = () => ({
    ...{ object: "package", thing, move },
    words: { text: words.value.trim(), ...(move === "grant" ? intimate() : {}) },
  });
  side.subpage(
    h("h1", { tabindex: -1 }, t("handing.title")),
    h("p", {}, t(`handing.means_${move}`)),
    ...(move === "grant" ? [box.field] : []),
    ...(move === "take_back" ? [] : [field]),
    sending(side, labelOf(move), answer),
  );
}

function told({ actor, said, words }: Step, side: Side): HTMLElement[] {
  return [
    h("p", { class: "small" }, h("bdi", {}, side.nameOf(actor)), ` · ${said}`),
    ...(words["to"] ? [h("p", {}, t("handing.to", { to: words["to"] }))] : []),
    ...paragraphs(words.text),
  ];
}

/** Once it was handed over: by which digest who has it can show that it is this one. */
function known(thing: Thing): HTMLElement[] {
  const digest = newest(thing, "hand_over")?.digest ?? "";
  if (digest === "") return [];
  return [
    h("p", { class: "small" }, t("handing.digest")),
    h("p", { class: "small mono", dir: "ltr" }, digest),
  ];
}

function row(side: Side, thing: Thing): HTMLElement {
  const { state, code, steps, holds } = thing;
  if (!holds) return h("li", {}, h("p", { class: "flag" }, t("told.false")));
  const ways = (WAYS[state] ?? []).filter(move => move !== "grant" || side.mayAnswer);
  const presses = ways.map(move => {
    const press = button(labelOf(move), () => show(side, thing, move));
    press.dataset["move"] = move;
    return press;
  });
  const theirs = steps.filter(({ mine }) => !mine);
  return h(
    "li",
    {},
    ...theirs.flatMap(each => told(each, side)),
    ...(code === "" ? [] : [h("p", {}, term("handing_ground", code, ""))]),
    h("p", {}, h("strong", {}, term("handing_state", state, ""))),
    ...known(thing),
    h("div", { class: "row" }, ...presses),
  );
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("handing.title")),
    h("p", {}, t("handing.about")),
    h("ul", { class: "lines" }, ...things.map(each => row(side, each))),
  );
}
