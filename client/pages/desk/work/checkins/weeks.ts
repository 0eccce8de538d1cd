/** Which check-in of a person is next, and which asks for somebody to look into it. */

import { every, last } from "../../../../lib/caseworkState.ts";
import { WEEKS_AFTER } from "../../../../lib/caseworkTable.ts";
import { inDays } from "../../../../lib/days.ts";
import type { CaseRecord, Work } from "../model.ts";
import type { Step } from "../moving.ts";
import { dayOf, noonOf } from "../terms.ts";

const WEEK_DAYS = 7;

/** Since when the weeks count: the letters, or that the case was stopped. */
export function outcomeOf({ state }: Pick<Work, "state">): string {
  const [own] = every(state, "case");
  return last(own, "send_letters", "stop")?.at ?? "";
}

/** Of one person since the newest outcome, but for what they asked for: after a case was opened again they begin anew. */
function laidDown(work: Pick<Work, "state">, party: string): readonly CaseRecord[] {
  const since = Date.parse(outcomeOf(work));
  const own = every(work.state, "checkin").filter(each => each.party === party);
  const laid = own.filter(({ past: [first] }) => first?.move === "lay_down");
  return laid.filter(({ past }) => Date.parse(past[0]?.at ?? "") >= since);
}

/** Noon of the same day of the week there: at another hour it may be another day after the clocks were changed. */
function dueOf(work: Pick<Work, "view">, outcome: string, weeks: number): string {
  return noonOf(work, inDays(weeks * WEEK_DAYS, dayOf(work, outcome)));
}

/** The next one of a person as it would be laid down; null where there are five, or no outcome. */
export function nextCheckin(work: Pick<Work, "state" | "view">, party: string, id: string): Step | null {
  const outcome = outcomeOf(work);
  const number = laidDown(work, party).length + 1;
  const weeks = WEEKS_AFTER.checkins[number - 1];
  if (outcome === "" || weeks === undefined) return null;
  const step = { object: "checkin", id, move: "lay_down", party, number };
  return { ...step, due: dueOf(work, outcome, weeks), words: { text: "" } };
}

/** Somebody said that something changed for the worse, and nobody has looked into it. */
export function isToBeLookedInto(record: CaseRecord): boolean {
  return record.past.some(({ code }) => code === "changed") && !last(record, "look_into");
}
