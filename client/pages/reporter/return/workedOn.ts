/** What else she is told of the work: that there is a team and a plan, that the police look into it, too. */

import { recordsOf, type ToldMove, type ToldRecord } from "../../../lib/toldMoves.ts";
import { h, moment, paragraphs, t } from "../../dom.ts";
import { author } from "./letters.ts";
import { panel } from "./panel.ts";
import type { InboxSession } from "./inboxSession.ts";

const CLOSES: readonly string[] = ["close", "close_unworked", "close_stopped"];

/** Moves that have words of their own here; the others are shown with their team or their protection. */
const TOLD: readonly string[] = [
  "form_team",
  "weigh_measures",
  "approve",
  "note_police",
  "police_over",
  "hold",
  "review_hold",
  "release_hold",
  "tell_first",
  "raise",
  "check_safety",
  "offer_keys",
  "check",
  "end",
  "refer",
  "start_aftercare",
  ...CLOSES,
  "reopen",
];

function row(session: InboxSession, { view, words }: ToldMove, holds: boolean): HTMLElement {
  return h(
    "li",
    { class: holds && "done" },
    holds ? h("strong", {}, t(`told.${CLOSES.includes(view.move) ? "close" : view.move}`)) : false,
    h("p", { class: "small" }, h("bdi", {}, author(session, view.actor)), ` · ${moment(view.at)}`),
    holds ? false : h("p", { class: "flag" }, t("told.false")),
    ...(holds ? paragraphs(words.text) : []),
  );
}

/** Each for itself: that one does not hold takes nothing from the others. */
function rowsOf(session: InboxSession, { moves, holds }: ToldRecord): HTMLElement[] {
  return moves
    .filter(({ view }) => TOLD.includes(view.move))
    .map(each => row(session, each, holds || each.faults.length === 0));
}

export function workedPanel(session: InboxSession): HTMLElement | false {
  const { told } = session;
  const records = ["case", "plan", "referral", "leak"].flatMap(object => recordsOf(told, object));
  const rows = records.flatMap(record => rowsOf(session, record));
  const hidden = told.hidden.length > 0 && h("p", { class: "flag" }, t("told.hidden"));
  if (rows.length === 0 && !hidden) return false;
  return panel(t("told.title"), hidden, rows.length > 0 && h("ol", { class: "steps" }, ...rows));
}
