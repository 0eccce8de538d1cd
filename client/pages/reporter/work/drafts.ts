/** The draft, as each side is told it, and what they say to it: nobody has to. */

import { serverTime } from "../../../lib/clock.ts";
import { button, h, t } from "../../dom.ts";
import { sending, wordsField } from "./forms.ts";
import { putIn, remark } from "./putting.ts";
import { proposing } from "./proposing.ts";
import { newest, type Side, type Step, type Thing, thingsOf } from "./side.ts";

const SHARED = ["share_draft", "tell_draft"] as const;

function isOpen({ due }: Step): boolean {
  return due.slice(0, 10) >= serverTime().toISOString().slice(0, 10);
}

function showComment(side: Side, thing: Thing): void {
  const { field, words } = wordsField("draft-words", t("drafting.words"), t("drafting.words_hint"));
  const answer = () => {
    const text = words.value.trim();
    return text === "" ? t("put.empty") : { object: thing.object, thing, move: "comment", words: { text } };
  };
  side.subpage(
    h("h1", { tabindex: -1 }, t("drafting.comment")),
    h("p", {}, t("drafting.silence")),
    field,
    sending(side, t("drafting.send"), answer),
  );
}

/** What was said to the newest draft. */
function comments(side: Side, { steps }: Thing, { version }: Step): HTMLElement[] {
  const own = steps.filter(each => each.move === "comment" && each.version > version);
  return own.map(each => remark(side.nameOf(each.actor), each, t("move.comment")));
}

function shown(side: Side, thing: Thing, draft: Step): (HTMLElement | false)[] {
  const comment = button(t("drafting.comment"), () => showComment(side, thing));
  comment.dataset["move"] = "comment";
  return [
    draft.until !== "" && isOpen(draft) && h("p", {}, t("drafting.until", { when: draft.until })),
    h("details", { class: "field" }, h("summary", {}, t("drafting.read")), putIn(draft)),
    ...comments(side, thing, draft),
    side.mayAnswer && isOpen(draft) && comment,
    thingsOf(side, "outcome").length === 0 && proposing(side, t("proposing.open")),
  ];
}

export function panel(things: readonly Thing[], side: Side): HTMLElement | false {
  const [thing] = things;
  const draft = thing && newest(thing, ...SHARED);
  if (!draft) return false;
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("drafting.title")),
    h("p", {}, t("drafting.about")),
    ...(thing.holds ? shown(side, thing, draft) : [h("p", { class: "flag" }, t("told.false"))]),
  );
}
