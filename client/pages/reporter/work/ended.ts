/** The letter that says how it ended, with the way to appeal while there is time. */

import { serverTime } from "../../../lib/clock.ts";
import { type Paragraph, unpacked } from "../../../lib/letterShape.ts";
import { button, h, prefix, t, term } from "../../dom.ts";
import { choices, sending, wordsField } from "./forms.ts";
import { type Side, type Step, type Thing, thingsOf } from "./side.ts";

const TOLD = "tell_outcome";
const ACT = "act_";
const GROUNDS = ["procedure", "new_evidence", "bias", "sanction"] as const;
const OPEN: readonly string[] = ["lodged", "heard"];
const DAY = "2026-01-01".length;

function paragraph({ as, words }: Paragraph): HTMLElement {
  if (as === "heading") return h("h3", { dir: "auto" }, words);
  const text = h("p", { dir: "auto", class: "words" }, words);
  return as === "item" ? h("blockquote", {}, text) : text;
}

function letter({ words }: Step): HTMLElement {
  const lang = words["language"] ?? "";
  return h("div", { lang: lang !== "" && lang }, ...unpacked(words).map(paragraph));
}

/** A party is told the day, the reporter the instant; whoever has some hours left is told nothing else. */
function isOver({ due }: Step): boolean {
  const now = serverTime().toISOString();
  return due.length === DAY ? due < now.slice(0, DAY) : Date.parse(due) < Date.parse(now);
}

/** What was found, by what the letter calls each thing that is alleged. */
function acts({ words }: Step): (readonly [id: string, act: string])[] {
  const named = Object.entries(words).filter(([name]) => name.startsWith(ACT));
  return named.map(([name, act]) => [name.slice(ACT.length), act]);
}

function box([id, act]: readonly [string, string], isOnly: boolean): HTMLElement {
  const input = h("input", { type: "checkbox", id: `appeal-${id}`, value: id, checked: isOnly });
  return h("div", { class: "choice" }, input, h("label", { for: input.id, dir: "auto" }, act));
}

function against(step: Step): { field: HTMLElement; chosen: () => string[] } {
  const all = acts(step);
  const boxes = all.map(each => box(each, all.length === 1));
  const field = h("fieldset", {}, h("legend", {}, t("appeal.about")), ...boxes);
  const chosen = (): string[] =>
    [...field.querySelectorAll<HTMLInputElement>("input:checked")].map(each => each.value);
  return { field, chosen };
}

function showAppeal(side: Side, step: Step): void {
  const named = GROUNDS.map(code => [code, term("worked", code)] as const);
  const ground = choices("appeal-ground", t("appeal.ground"), named);
  const what = against(step);
  const { field, words } = wordsField("appeal-words", t("appeal.words"), t("appeal.words_hint"));
  const answer = () => {
    const [code, about, text] = [ground.value(), what.chosen(), words.value.trim()];
    if (code === "" || about.length === 0) return t("appeal.choose");
    if (text === "") return t("appeal.say_why");
    return { object: "appeal", thing: null, move: "lodge", code, party: side.me, about, words: { text } };
  };
  side.subpage(
    h("h1", { tabindex: -1 }, t("appeal.start")),
    h("p", {}, t("appeal.text")),
    h("p", {}, t("appeal.until", { until: step.until })),
    ground.field,
    what.field,
    field,
    sending(side, t("appeal.send"), answer),
  );
}

function appealing(side: Side, step: Step): HTMLElement | false {
  if (isOver(step)) return h("p", {}, t("appeal.over"));
  const isOpen = thingsOf(side, "appeal").some(({ state }) => OPEN.includes(state));
  if (isOpen || !side.mayProtect) return false;
  const start = button(t("appeal.start"), () => showAppeal(side, step), "");
  return h(
    "div",
    {},
    h("p", {}, t("appeal.until", { until: step.until })),
    h("div", { class: "row" }, start),
  );
}

function from(side: Side, { actor, said }: Step): HTMLElement {
  return h("p", { class: "small" }, t("ended.from", { who: side.nameOf(actor), when: said }));
}

function earlier(side: Side, steps: readonly Step[]): HTMLElement[] {
  return steps.map(step =>
    h("details", {}, h("summary", {}, t("ended.earlier")), from(side, step), letter(step)),
  );
}

/** A party has one record of their own; the newest letter holds, the others can be read. */
export function panel(things: readonly Thing[], side: Side): HTMLElement | false {
  const [own] = things;
  const [newest, ...others] = own?.steps.filter(({ move }) => move === TOLD).reverse() ?? [];
  if (!own || !newest) return false;
  const title = h("h2", {}, t("ended.title"));
  if (!own.holds) return h("section", { class: "card" }, title, h("p", { class: "flag" }, t("told.false")));
  return h(
    "section",
    { class: "card" },
    title,
    from(side, newest),
    letter(newest),
    appealing(side, newest),
    side.me === "reporter" && h("p", {}, h("a", { href: `${prefix()}/limits/` }, t("ended.limits"))),
    ...earlier(side, others),
    h("p", { class: "hint" }, t("ended.keep")),
  );
}
