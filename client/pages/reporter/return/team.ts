/** Who is on the team that looks into it, what each of them does, and that she may object, once a seat. */

import { recordsOf, type ToldRecord } from "../../../lib/toldMoves.ts";
import { button, h, moment, t, term } from "../../dom.ts";
import { person } from "../../readers.ts";
import type { InboxSession } from "./inboxSession.ts";
import { actions } from "./later.ts";
import type { Navigation } from "./navigation.ts";
import { panel } from "./panel.ts";
import { holderOf, isTakenBack, named } from "./told.ts";

/** What somebody does in the team; empty where they did not say. */
function partOf({ moves }: ToldRecord): string {
  const role = moves.findLast(({ words }) => words.role !== "")?.words.role ?? "";
  return role && term("worked", role, "");
}

/** She objected before, whatever came of it: one objection a seat. */
function hasObjected({ moves }: ToldRecord): boolean {
  return moves.some(({ view }) => view.move === "object");
}

/** What was done last with a seat, in words. */
const STANDING: Readonly<Record<string, string>> = {
  declare: "team.declare",
  object: "team.objected",
  overrule: "team.overrule",
  uphold: "team.uphold",
  strike: "team.strike",
  step_out: "team.step_out",
};

function standing(seat: ToldRecord): string {
  const last = seat.moves.findLast(({ view }) => STANDING[view.move])?.view;
  return last ? t(STANDING[last.move] ?? "", { when: moment(last.at) }) : "";
}

function card(session: InboxSession, go: Navigation, seat: ToldRecord): HTMLElement {
  const who = named(session, holderOf(seat));
  if (!seat.holds) return person({ ...who, tier: 1 }, h("p", { class: "flag" }, t("told.false")));
  const part = partOf(seat);
  const says = standing(seat);
  const reason = seat.moves.at(-1)?.words.reason ?? "";
  const object = button(
    t("team.object"),
    async () => {
      const { showObjection } = await actions();
      showObjection(session, go, seat);
    },
    "link",
  );
  object.ariaLabel = `${t("team.object")}: ${who.name}`;
  const may = seat.state === "declared" && !hasObjected(seat) && !isTakenBack(session.view);
  const line = person(
    { ...who, tier: 1 },
    part && h("p", {}, part),
    says && h("p", { class: "small" }, says),
    ["overrule", "uphold"].includes(seat.moves.at(-1)?.view.move ?? "") &&
      reason !== "" &&
      h("p", { class: "small words", dir: "auto" }, reason),
    may && h("div", {}, object),
  );
  line.classList.toggle("struck", ["struck", "left"].includes(seat.state));
  return line;
}

export function teamPanel(session: InboxSession, go: Navigation): HTMLElement | false {
  const seats = recordsOf(session.told, "seat").filter(seat => holderOf(seat) !== "");
  if (seats.length === 0) return false;
  return panel(
    t("team.title"),
    h("p", {}, t("team.text")),
    h("ul", { class: "people" }, ...seats.map(seat => card(session, go, seat))),
    h("p", { class: "hint" }, t("team.object_hint")),
  );
}
