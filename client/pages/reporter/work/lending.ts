/** Whether what the reporter said may be used in another report: yes, no, and a yes that is taken back. */

import { button, h, paragraphs, t, term } from "../../dom.ts";
import { sending, wordsField } from "./forms.ts";
import type { Side, Thing } from "./side.ts";

/** What can be answered, by how it stands: a no is not asked about again, and can still become a yes. */
const WAYS: Readonly<Record<string, readonly ("give" | "decline" | "take_back")[]>> = {
  asked: ["give", "decline"],
  declined: ["give"],
  given: ["take_back"],
  taken_back: ["give"],
};

/** What it means is said once more where it is answered. Nobody has to say why, so only a yes has words. */
function show(side: Side, thing: Thing, move: "give" | "decline" | "take_back"): void {
  const { field, words } = wordsField("lent-words", t("lent.words"));
  const answer = () => ({ object: "lending", thing, move, words: { text: words.value.trim() } });
  side.subpage(
    h("h1", { tabindex: -1 }, t("lent.title")),
    h("p", {}, t(`lent.means_${move}`)),
    ...(move === "give" ? [field] : []),
    sending(side, t(`lent.${move}`), answer),
  );
}

function row(side: Side, thing: Thing): HTMLElement {
  const { state, steps, holds } = thing;
  const [asked] = steps;
  if (!holds || !asked) return h("li", {}, h("p", { class: "flag" }, t("told.false")));
  // What was taken back lends nothing any more; to say no, or to take a yes back, is always open.
  const ways = (WAYS[state] ?? []).filter(move => move !== "give" || side.mayAnswer);
  const presses = ways.map(move => {
    const press = button(t(`lent.${move}`), () => show(side, thing, move));
    press.dataset["move"] = move;
    return press;
  });
  return h(
    "li",
    {},
    h("p", { class: "small" }, h("bdi", {}, side.nameOf(asked.actor)), ` · ${asked.said}`),
    ...paragraphs(asked.words.text),
    h("p", {}, h("strong", {}, term("lent_state", state, ""))),
    h("div", { class: "row" }, ...presses),
  );
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("lent.title")),
    h("p", {}, t("lent.about")),
    h("ul", { class: "lines" }, ...things.map(each => row(side, each))),
  );
}
