/** Which check-in of a person is next, and which asks for somebody to look into it. */

import { every, last } from "../../../../lib/caseworkState.ts";
import { WEEKS_AFTER } from "../../../../lib/caseworkTable.ts";
import type { CaseRecord, Work } from "../model.ts";
import type { Step } from "../moving.ts";

const WEEK = 7 * 24 * 3_600_000;

/** Since when the weeks count: the letters, or that the case was stopped. */
export function outcomeOf({ state }: Pick<Work, "state">): string {
  const [own] = every(state, "case");
  return last(own, "send_letters", "stop")?.at ?? "";
}

/** Of one person since the newest outcome: after a case was opened again they begin anew. */
function laidDown(work: Pick<Work, "state">, party: string): readonly CaseRecord[] {
  const since = Date.parse(outcomeOf(work));
  const own = every(work.state, "checkin").filter(each => each.party === party);
  return own.filter(({ past }) => Date.parse(past[0]?.at ?? "") >= since);
}

/** The same time of day, so many weeks on: the same day of the week wherever it is read. */
function dueOf(outcome: string, weeks: number): string {
  const due = new Date(Date.parse(outcome) + weeks * WEEK);
  return `${due.toISOString().slice(0, 19)}Z`;
}

/** The next one of a person as it would be laid down; null where there are five, or no outcome. */
export function nextCheckin(work: Pick<Work, "state">, party: string, id: string): Step | null {
  const outcome = outcomeOf(work);
  const number = laidDown(work, party).length + 1;
  const weeks = WEEKS_AFTER.checkins[number - 1];
  if (outcome === "" || weeks === undefined) return null;
  const step = { object: "checkin", id, move: "lay_down", party, number };
  return { ...step, due: dueOf(outcome, weeks), words: { text: "" } };
}

/** Somebody said that something changed for the worse, and nobody has looked into it. */
export function isToBeLookedInto(record: CaseRecord): boolean {
  return record.past.some(({ code }) => code === "changed") && !last(record, "look_into");
}
