/**
 * Taking a report back: what it means is said first, and it is a letter that the reporter signs. After it: until
 * when that can be undone, what somebody asks once, and how it ended.
 */

import { serverTime } from "../../../lib/clock.ts";
import { recordsOf, type ToldMove } from "../../../lib/toldMoves.ts";
import { button, type Child, h, moment, paragraphs, t, term } from "../../dom.ts";
import { choice, chosenIn, sending, wordsField } from "./asking.ts";
import type { InboxSession } from "./inboxSession.ts";
import { send } from "./moving.ts";
import type { Navigation } from "./navigation.ts";
import { caseOf, named, newestOwn } from "./told.ts";

const HOUR = 3_600_000;
/** 72 hours, and one more: the server takes the beginning of the hour for the time of what a reporter does. */
const RETURNING = 73 * HOUR;

/** As the server will have it. */
function untilIfNow(): string {
  const hour = Math.floor(serverTime().getTime() / HOUR) * HOUR;
  return moment(new Date(hour + RETURNING).toISOString());
}

const MEANS = ["undo", "asked", "without", "stays", "kept", "press"];

export function showWithdrawal(session: InboxSession, go: Navigation): void {
  const { field, words } = wordsField("withdrawal-words", t("protect.words"), t("protect.words_hint"));
  const { press, says } = sending(
    go,
    t("withdrawal.yes"),
    () => moved(session, "withdraw", words.value.trim()),
    "quiet",
  );
  press.dataset["move"] = "withdraw";
  go.subpage(
    h("h1", { tabindex: -1 }, t("withdrawal.title")),
    h("p", {}, t("withdrawal.text")),
    h("ul", {}, ...MEANS.map(each => h("li", {}, t(`withdrawal.${each}`, { until: untilIfNow() })))),
    field,
    h("div", { class: "row" }, button(t("withdrawal.no"), go.home, ""), press),
    says,
  );
}

/** By a letter of the reporter's own. Raises as `send`. */
function moved(session: InboxSession, move: string, text: string): Promise<void> {
  return send(session, { object: "case", record: caseOf(session), move, words: { text } });
}

/** Somebody's words on it; where they do not hold, that they do not. */
function said(session: InboxSession, { view, words, faults }: ToldMove): HTMLElement {
  const { name, role } = named(session, view.actor);
  const who = h("bdi", {}, role === "" ? name : `${name}, ${role}`);
  return h(
    "div",
    {},
    h("p", { class: "small" }, who, ` · ${moment(view.at)}`),
    faults.length > 0 && flag("told.false"),
    ...(faults.length > 0 ? [] : paragraphs(words.text)),
  );
}

/** As panel.ts, which other parts of the page share: a file of its own would be named to who takes nothing back. */
function card(title: string, ...children: readonly Child[]): HTMLElement {
  return h("section", { class: "card" }, h("h2", {}, title), ...children);
}

function flag(key: string): HTMLElement {
  return h("p", { class: "flag" }, t(key));
}

/** What was done with the case since it was taken back, by names of moves: the newest of each. */
function since(session: InboxSession, own: ToldMove, move: string): ToldMove | undefined {
  const [record] = recordsOf(session.told, "case");
  return record?.moves.findLast(({ view }) => view.move === move && view.version > own.view.version);
}

const ANSWERS = ["own", "pressed", "unsaid"];

/** The answer is a message: everybody who reads the report has it. */
function showAnswer(session: InboxSession, go: Navigation, asked: ToldMove): void {
  const options = ANSWERS.map(each => choice("withdrawal-answer", each, t(`withdrawal.${each}`)));
  const answers = h("fieldset", {}, h("legend", {}, t("withdrawal.answer_title")), ...options);
  const { field, words } = wordsField("withdrawal-words", t("protect.words"), t("protect.words_hint"));
  const { press, says } = sending(go, t("withdrawal.send"), () => {
    const own = chosenIn(answers)?.value;
    const text = [own && t(`withdrawal.${own}`), words.value.trim()].filter(Boolean).join("\n\n");
    return text === "" ? t("withdrawal.choose") : session.write("message", text);
  });
  go.subpage(
    h("h1", { tabindex: -1 }, t("withdrawal.question")),
    h("div", { class: "notice" }, ...paragraphs(asked.words.text)),
    h("p", {}, t("withdrawal.question_hint")),
    answers,
    field,
    h("div", { class: "row" }, press, button(t("go.stay"), go.home)),
    says,
  );
}

/** "Were you asked to?": once, by somebody who is not of the team. */
function question(session: InboxSession, go: Navigation, own: ToldMove): HTMLElement | false {
  const asked = since(session, own, "check_withdrawal");
  if (!asked) return false;
  const answer = button(t("checkin.answer"), () => showAnswer(session, go, asked));
  answer.dataset["move"] = "check_withdrawal";
  return h(
    "div",
    { class: "notice" },
    h("h3", {}, t("withdrawal.question")),
    said(session, asked),
    h("p", { class: "hint" }, t("withdrawal.question_hint")),
    asked.faults.length === 0 && h("div", { class: "row" }, answer),
  );
}

/** Why it goes on all the same: told before it does. */
function reason(session: InboxSession, announced: ToldMove): HTMLElement[] {
  const because = announced.faults.length === 0 && term("withdrawal", `because_${announced.view.code}`, "");
  return [
    ...(because ? [h("p", {}, because)] : []),
    said(session, announced),
    h("p", {}, t("withdrawal.unused")),
  ];
}

function comingBack(session: InboxSession, go: Navigation): HTMLElement {
  const { press, says } = sending(go, t("withdrawal.back"), () => moved(session, "come_back", ""));
  press.dataset["move"] = "come_back";
  return h("div", {}, h("div", { class: "row" }, press), says);
}

/** Until when it can be undone: by the reporter's own letter, whatever the server says. */
function returnsUntil({ view }: ToldMove): Date {
  return new Date(Date.parse(view.at) + RETURNING);
}

function canReturn(own: ToldMove): boolean {
  return serverTime() < returnsUntil(own);
}

/** While it can be undone, and until somebody says how it ends. */
function waiting(session: InboxSession, go: Navigation, own: ToldMove): HTMLElement {
  const isOpen = canReturn(own);
  const until = moment(returnsUntil(own).toISOString());
  const announced = since(session, own, "announce_continuing");
  return card(
    t("withdrawal.is"),
    h("p", {}, t(isOpen ? "withdrawal.until" : "withdrawal.over", { until })),
    isOpen && comingBack(session, go),
    announced &&
      h(
        "div",
        { class: "notice warm" },
        h("h3", {}, t("withdrawal.announced")),
        ...reason(session, announced),
      ),
    question(session, go, own),
  );
}

function stopped(session: InboxSession, own: ToldMove): HTMLElement {
  const stop = since(session, own, "stop");
  return card(
    t("withdrawal.stopped"),
    stop ? said(session, stop) : flag("told.false"),
    h("p", {}, t("withdrawal.stopped_text")),
  );
}

/** Nothing is asked any more. */
function goingOn(session: InboxSession, own: ToldMove): HTMLElement {
  const announced = since(session, own, "announce_continuing");
  return card(t("withdrawal.continues"), ...(announced ? reason(session, announced) : [flag("told.false")]));
}

/**
 * How it stands with a report that was taken back, by letters; what the server alone says is said to be that. Nothing
 * can have ended it while it can be undone.
 */
export function withdrawal(session: InboxSession, go: Navigation): HTMLElement {
  const own = newestOwn(session);
  if (own?.view.move !== "withdraw") return card(t("state.withdrawn"), flag("withdrawal.unsigned"));
  if (own.faults.length > 0) return card(t("state.withdrawn"), flag("told.false"));
  if (canReturn(own)) return waiting(session, go, own);
  const { course } = session.view;
  if (course === "stopped") return stopped(session, own);
  return course === "continues_without" ? goingOn(session, own) : waiting(session, go, own);
}
