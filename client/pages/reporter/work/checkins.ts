/** How things are: whoever did not work the case asks, and an answer is never owed. */

import { button, day, h, paragraphs, t } from "../../dom.ts";
import { choices, sending, wordsField } from "./forms.ts";
import { newest, type Side, type Thing } from "./side.ts";

/** States that anybody is told of: that silence was noted is the team's, and changes nothing for who is asked. */
const TOLD = ["due", "asked", "answered", "reviewed", "declined"] as const;
/** Not answered yet, as whoever is asked is told. */
const OPEN: readonly string[] = ["due", "asked"];
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
  return press;
}

/** Of a day that the reporter chose, what they signed: no server's word for it. */
function dayOf({ steps }: Thing): string {
  const own = steps.find(({ move }) => move === "request")?.when ?? "";
  return own === "" ? (steps.find(({ move }) => move === "lay_down")?.until ?? "") : day(own);
}

function standing(thing: Thing): string {
  const state = TOLD.find(each => each === thing.state) ?? "asked";
  return t(`checkin.is_${state}`, { when: dayOf(thing) });
}

function headOf({ steps: [first] }: Thing): string {
  if (first?.move === "request") return t("asking.own");
  const number = first?.move === "lay_down" ? first.number : 0;
  return number > 0 ? t("checkin.number", { number: String(number) }) : t("object.checkin");
}

function card(side: Side, thing: Thing): HTMLElement {
  const head = h("h3", {}, headOf(thing));
  if (!thing.holds) return h("li", {}, head, h("p", { class: "flag" }, t("told.false")));
  const change = changeOf(thing);
  return h(
    "li",
    {},
    head,
    h("p", {}, h("strong", {}, standing(thing))),
    change !== "" && h("p", {}, change),
    ...said(side, thing),
    h(
      "div",
      { class: "row" },
      answerTo(side, thing),
      OPEN.includes(thing.state) && side.beingAsked?.declining(side, thing),
    ),
  );
}

const begun = ({ steps: [first] }: Thing): string => first?.move ?? "";

/** With an end all before it that was due, or not answered, is declined: no letter of its own says so. */
function asTheyAre(things: readonly Thing[]): readonly Thing[] {
  const end = things.findLastIndex(each => begun(each) === "end" && each.holds);
  const isSwept = ({ state }: Thing, at: number) => at < end && OPEN.includes(state);
  return things
    .map((each, at) => (isSwept(each, at) ? { ...each, state: "declined" } : each))
    .filter(each => begun(each) !== "end" || !each.holds);
}

function isEnded(things: readonly Thing[]): boolean {
  const said = things.filter(({ holds }) => holds).map(begun);
  return said.findLast(move => move === "request" || move === "end") === "end";
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  const hasEnded = isEnded(things);
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("checkin.heading")),
    h("p", {}, t("checkin.about")),
    hasEnded && h("p", {}, h("strong", {}, t("asking.ended"))),
    h("ul", { class: "lines" }, ...asTheyAre(things).map(each => card(side, each))),
    side.beingAsked?.rhythm(side, hasEnded),
  );
}
