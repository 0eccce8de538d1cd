/** What protects her meanwhile: what was asked for, what was decided, and what is hers to say yes or no to. */

import { recordsOf, type ToldMove, type ToldRecord } from "../../../lib/toldMoves.ts";
import { button, h, moment, paragraphs, t, term } from "../../dom.ts";
import { author } from "./letters.ts";
import type { InboxSession } from "./inboxSession.ts";
import { actions } from "./later.ts";
import type { Navigation } from "./navigation.ts";
import { panel } from "./panel.ts";
import { isTakenBack, kindOf } from "./told.ts";

/** Whether it changes something for her, so that it is hers alone to say yes. */
export function isHers({ code, holds }: ToldRecord): boolean {
  return holds && code === "reporter";
}

/** What she can do about it now: names of moves. */
export function choicesOf(measure: ToldRecord): readonly string[] {
  if (!isHers(measure)) return [];
  if (measure.state === "offered") return ["take_up", "decline"];
  if (measure.state === "reviewed") return ["take_up", "give_up"];
  return ["accepted", "active"].includes(measure.state) ? ["give_up"] : [];
}

function said(session: InboxSession, { view, words }: ToldMove): HTMLElement {
  const isReason = view.move === "refuse" && view.code !== "";
  return h(
    "div",
    {},
    h("p", { class: "small" }, h("bdi", {}, author(session, view.actor)), ` · ${moment(view.at)}`),
    isReason && h("p", {}, term("worked", view.code, "")),
    ...paragraphs(words.text),
    words.reason !== "" && h("p", { class: "small" }, t("decided.reason")),
    ...paragraphs(words.reason),
  );
}

/** The newest words are shown, those before them on request. */
function words(session: InboxSession, { moves }: ToldRecord): (HTMLElement | false)[] {
  const telling = moves.filter(each => each.words.text !== "" || each.words.reason !== "");
  const [newest, ...earlier] = [...telling].reverse();
  if (!newest) return [];
  const before = earlier.map(each => said(session, each));
  return [
    said(session, newest),
    before.length > 0 && h("details", { class: "field" }, h("summary", {}, t("protect.earlier")), ...before),
  ];
}

function choices(session: InboxSession, go: Navigation, measure: ToldRecord): HTMLElement | false {
  // After a report was taken back nothing begins, but what burdens her she can stop on any day.
  const withdrawn = isTakenBack(session.view);
  const names = choicesOf(measure).filter(move => move !== "take_up" || !withdrawn);
  if (names.length === 0) return false;
  const buttons = names.map(move => {
    const open = async () => {
      const { showChoice } = await actions();
      showChoice(session, go, measure, move);
    };
    const label = t(`protect.${move === "take_up" && measure.state === "reviewed" ? "go_on" : move}`);
    const press = button(label, open, move === "take_up" ? "" : "quiet");
    press.ariaLabel = `${label}: ${kindOf(measure)}`;
    press.dataset["move"] = move;
    return press;
  });
  return h("div", {}, h("p", {}, t("protect.free")), h("div", { class: "row" }, ...buttons));
}

/** Its state; what is offered to somebody else has nothing here to answer. */
function standing({ state, code }: ToldRecord): string {
  return state === "offered" && code !== "reporter" ? "offered_others" : state;
}

function card(session: InboxSession, go: Navigation, measure: ToldRecord): HTMLElement {
  const head = h("h3", {}, kindOf(measure));
  // What the server makes of it is not what was signed: it says nothing of its state.
  if (!measure.holds) return h("li", {}, head, h("p", { class: "flag" }, t("told.false")));
  return h(
    "li",
    {},
    head,
    h("p", {}, h("strong", {}, term("protect_state", standing(measure), ""))),
    h("p", { class: "small" }, term("protect_burden", measure.code, "")),
    ...words(session, measure),
    choices(session, go, measure),
  );
}

export function protectionPanel(session: InboxSession, go: Navigation): HTMLElement | false {
  const all = [...recordsOf(session.told, "measure")].reverse();
  const withdrawn = isTakenBack(session.view);
  if (all.length === 0 && withdrawn) return false;
  const ask = button(
    t("protect.ask"),
    async () => {
      const { showRequest } = await actions();
      showRequest(session, go);
    },
    "link",
  );
  ask.dataset["move"] = "request";
  return panel(
    t("protect.title"),
    !withdrawn && h("p", {}, t("protect.text")),
    all.length > 0 && h("ul", { class: "lines" }, ...all.map(each => card(session, go, each))),
    !withdrawn && ask,
  );
}
