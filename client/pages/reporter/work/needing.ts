/** What somebody needs to take part: asked for without a reason, and what is arranged. */

import { h, paragraphs, t, term } from "../../dom.ts";
import { choices, sending, wordsField } from "./forms.ts";
import { type Side, type Step, type Thing, thingsOf } from "./side.ts";

const KINDS = ["more_time", "easy_read", "sign", "aac", "supporter", "breaks", "other"] as const;

/** Asked for by themselves, or arranged by the team. */
function isOfIt({ move }: Step): boolean {
  return move === "request" || move === "grant";
}

export function showNeeds(side: Side): void {
  const kind = choices(
    "needs-what",
    t("room.protect_what"),
    KINDS.map(each => [each, t(`needing.${each}`)] as const),
  );
  const { field, words } = wordsField("needs-words", t("needing.words"), t("protect.words_hint"));
  const [thing = null] = thingsOf(side, "party");
  const answer = () => {
    const [what, text] = [kind.value(), words.value.trim()];
    if (what === "" && text === "") return t("needing.empty");
    return { object: "party", thing, move: "request", words: { text, what: what || "other" } };
  };
  side.subpage(
    h("h1", { tabindex: -1 }, t("needing.title")),
    h("p", {}, t("needing.about")),
    kind.field,
    field,
    sending(side, t("needing.send"), answer),
  );
}

function row(side: Side, { actor, said, words }: Step): HTMLElement {
  const what = words["what"] ?? "";
  return h(
    "li",
    {},
    h("p", { class: "small" }, h("bdi", {}, side.nameOf(actor)), ` · ${said}`),
    what !== "" && h("p", {}, h("strong", {}, term("needing", what, ""))),
    ...paragraphs(words.text),
  );
}

/** All of it in one panel, by whichever of the two was first. */
export function panel([thing]: readonly Thing[], side: Side): HTMLElement | false {
  const steps = thing?.steps.filter(isOfIt) ?? [];
  if (!thing || steps.length === 0) return false;
  const rows = h("ul", { class: "lines" }, ...steps.map(each => row(side, each)));
  const shown = thing.holds ? rows : h("p", { class: "flag" }, t("told.false"));
  return h("section", { class: "card" }, h("h2", {}, t("needing.title")), shown);
}
