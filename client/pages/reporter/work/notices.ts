/** What is put to the person: the reporter has its text first, the person answers it. */

import { serverTime } from "../../../lib/clock.ts";
import { button, day, h, t } from "../../dom.ts";
import { choices, sending, wordsField } from "./forms.ts";
import { putIn, remark } from "./putting.ts";
import { newest, type Side, type Step, type Thing } from "./side.ts";
import { type StillTime, stillTime } from "./stillTime.ts";

const REPORTER = "reporter";

/** A page of its own for one answer, over what it answers. */
function asked(
  side: Side,
  name: string,
  shown: Step,
  ...content: readonly (HTMLElement | string | false)[]
): void {
  side.subpage(
    h("h1", { tabindex: -1 }, t(`put.${name}_title`)),
    h("p", {}, t(`put.${name}_text`)),
    ...content.filter(each => each !== false),
    h("details", {}, h("summary", {}, t("put.again")), putIn(shown)),
  );
}

interface Way {
  readonly move: string;
  /** Whether it says nothing without words. */
  readonly needsWords?: boolean;
  readonly hasWords?: boolean;
}

/** By words in a box, or without. */
function show(
  side: Side,
  thing: Thing,
  shown: Step,
  { move, needsWords = false, hasWords = true }: Way,
): void {
  const hint = needsWords ? "" : t("protect.words_hint");
  const { field, words } = wordsField(
    "put-words",
    t(needsWords ? `put.${move}_words` : "protect.words"),
    hint,
  );
  const answer = () => {
    const text = words.value.trim();
    return needsWords && text === "" ? t("put.empty") : { object: "notice", thing, move, words: { text } };
  };
  asked(side, move, shown, hasWords && field, sending(side, t(`put.${move}_yes`), answer));
}

/** Danger keeps it back until something protects the reporter. */
function showObject(side: Side, thing: Thing, shown: Step): void {
  const options = [
    ["plain", t("put.plain")],
    ["danger", t("put.danger")],
  ] as const;
  const why = choices("put-why", t("put.object_why"), options, "plain");
  const { field, words } = wordsField("put-words", t("protect.words"), t("protect.words_hint"));
  const answer = () => ({
    ...{ object: "notice", thing, move: "object", code: why.value() },
    words: { text: words.value.trim() },
  });
  asked(side, "object", shown, why.field, field, sending(side, t("put.object_yes"), answer));
}

/** What can be answered, by the state: of the person it is put to, and of the reporter before. */
const WAYS: Readonly<Record<string, readonly Way[]>> = {
  sent: [
    { move: "reply", needsWords: true },
    { move: "read", hasWords: false },
    { move: "decline" },
    { move: "admit" },
  ],
  read: [{ move: "reply", needsWords: true }, { move: "decline" }, { move: "admit" }],
  extended: [{ move: "reply", needsWords: true }, { move: "decline" }, { move: "admit" }],
  replied: [{ move: "reply", needsWords: true }, { move: "admit" }],
  declined: [{ move: "reply_late", needsWords: true }],
  admitted: [{ move: "retract" }],
};
const OF_THE_REPORTER: readonly Way[] = [{ move: "strike_words", needsWords: true }, { move: "object" }];

/** Whether the person it is put to has the letter on how it ended. */
function isTold({ me, things }: Side): boolean {
  return me !== REPORTER && things.some(each => newest(each, "tell_outcome") !== undefined);
}

/** What was answered, and then decided, is answered by an appeal. */
function isOver(side: Side, { state }: Thing): boolean {
  return state === "replied" && isTold(side);
}

function timeLeft(thing: Thing): StillTime | null {
  return stillTime(thing, serverTime().toISOString().slice(0, 10));
}

function waysOf(side: Side, thing: Thing): readonly Way[] {
  const { me, mayAnswer } = side;
  const { state, holds } = thing;
  if (!holds || !mayAnswer || isOver(side, thing) || timeLeft(thing)?.isOver) return [];
  if (me === REPORTER) return state === "previewed" ? OF_THE_REPORTER : [];
  return WAYS[state] ?? [];
}

function buttons(side: Side, thing: Thing, shown: Step): HTMLElement | false {
  const ways = waysOf(side, thing);
  if (ways.length === 0) return false;
  const each = ways.map(way => {
    const open = () =>
      way.move === "object" ? showObject(side, thing, shown) : show(side, thing, shown, way);
    const press = button(t(`put.${way.move}`), open, way.move.startsWith("reply") ? "" : "quiet");
    press.dataset["move"] = way.move;
    return press;
  });
  return h("div", { class: "row" }, ...each);
}

const TEXTS: readonly string[] = ["preview", "send"];

/** What was answered to it, and what the team wrote besides. */
function remarks(side: Side, { steps }: Thing): HTMLElement[] {
  const there = steps.filter(({ move, words }) => !TEXTS.includes(move) && words.text !== "");
  return there.map(each => remark(side.nameOf(each.actor), each, t(`move.${each.move}`)));
}

/** By when it is answered, and who can be reached. */
function facts(side: Side, thing: Thing): HTMLElement | false {
  const sent = newest(thing, "send");
  if (!sent) return false;
  const until = newest(thing, "extend")?.until ?? sent.until;
  const call = sent.words["call"] ?? "";
  return h(
    "dl",
    { class: "answers" },
    until !== "" &&
      h(
        "div",
        {},
        h("dt", {}, t(side.me === REPORTER ? "put.until_reporter" : "put.until")),
        h("dd", {}, until),
      ),
    call !== "" && h("div", {}, h("dt", {}, t("put.call")), h("dd", { dir: "auto" }, call)),
  );
}

/** The reporter is told by its own words that it went out: the text is the one that was shown before. */
function sentWords(side: Side, thing: Thing): HTMLElement | false {
  const sent = newest(thing, "send");
  return (
    sent !== undefined &&
    side.me === REPORTER &&
    sent.words.text !== "" &&
    remark(side.nameOf(sent.actor), sent)
  );
}

function standing({ me }: Side, thing: Thing): string {
  const { state, steps } = thing;
  if (me === REPORTER) {
    const shown = steps.findLast(({ move }) => move === "preview");
    return t(`put_reporter.${state}`, { when: shown?.said ?? "" });
  }
  const left = timeLeft(thing);
  if (left?.isOver) return t(`put_over.${state}`);
  return t(`put_state.${state}`, { when: left ? day(left.until) : "" });
}

function card(side: Side, thing: Thing): HTMLElement {
  if (!thing.holds) return h("li", {}, h("p", { class: "flag" }, t("told.false")));
  const shown = newest(thing, side.me === REPORTER ? "preview" : "send");
  if (!shown) return h("li", {}, h("p", {}, standing(side, thing)));
  return h(
    "li",
    {},
    h("p", {}, h("strong", {}, standing(side, thing))),
    putIn(shown),
    facts(side, thing),
    sentWords(side, thing),
    ...remarks(side, thing),
    buttons(side, thing, shown),
  );
}

/** What is before the person has it, or who has it has answered, is of no use after it. */
function introduced(side: Side, things: readonly Thing[]): HTMLElement[] {
  const isMine = side.me === REPORTER;
  const isPast = isMine
    ? things.every(each => newest(each, "send") !== undefined)
    : things.every(each => isOver(side, each));
  const title = h(
    "h2",
    {},
    t(isMine && isPast ? "put.title_sent" : `put.title_${isMine ? "reporter" : "party"}`),
  );
  return isPast ? [title] : [title, h("p", {}, t(`put.about_${isMine ? "reporter" : "party"}`))];
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  return h(
    "section",
    { class: "card" },
    ...introduced(side, things),
    h("ul", { class: "lines" }, ...[...things].reverse().map(each => card(side, each))),
  );
}
