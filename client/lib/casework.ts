/**
 * Whether somebody may make a move of a case that is worked: the twin of src/heard/rules/casework, so that
 * pages show the moves that the server allows. In words: docs/spec/casework.md.
 */

import { NEEDS_AFTER } from "./caseworkAfter.ts";
import { NEEDS_MINOR } from "./caseworkMinor.ts";
import { type Actor, type Asked, type Need, partsOf, WEEKS, type WorkingDays } from "./caseworkAsked.ts";
import { NEEDS_FINDING } from "./caseworkFinding.ts";
import { NEEDS_INQUIRY } from "./caseworkInquiry.ts";
import { NEEDS_CASE } from "./caseworkNeeds.ts";
import { type Casework, emptyRecord, type Moved, one, rowOf } from "./caseworkState.ts";
import { CODES, type Move, rankOf } from "./caseworkTable.ts";

export { type Actor, protectedOf, type WorkingDays } from "./caseworkAsked.ts";
export { type CaseRecord, type Casework, DoesNotFollow, flagsOf, fold, type Moved } from "./caseworkState.ts";

/** Every condition by its name. */
export const NEEDS: Readonly<Record<string, Need>> = {
  ...NEEDS_CASE,
  ...NEEDS_INQUIRY,
  ...NEEDS_FINDING,
  ...NEEDS_AFTER,
  ...NEEDS_MINOR,
};

/** Why `actor` may not make this move now; empty where they may. Throws DoesNotFollow for what is no move. */
export function allowed(
  state: Casework,
  actor: Actor,
  moved: Moved,
  seconds: readonly Actor[] = [],
  calendar: WorkingDays = WEEKS,
): string {
  const move = rowOf(moved);
  const record = one(state, moved.object, moved.id) ?? emptyRecord(moved.object, moved.id);
  const asked = { state, moved, record, parts: partsOf(state, actor, record), seconds, calendar };
  return who(asked, move, actor) || where(asked, move) || how(asked, move);
}

function who({ moved, parts, record }: Asked, move: Move, actor: Actor): string {
  if (actor.id !== moved.actor || !move.who.some(each => parts.has(each))) return "not_yours";
  const isNew = move.before.length === 1 && move.before[0] === "";
  if (isNew) return record.state ? "taken" : "";
  return record.state ? "" : "absent";
}

function where({ state, moved, record }: Asked, move: Move): string {
  const rank = rankOf(state.phase);
  if (!move.during.includes(state.course)) return "not_in_this_course";
  if (rank < rankOf(move.since)) return "not_in_this_phase";
  if (move.until && rank >= rankOf(move.until)) return "not_in_this_phase";
  if (!move.before.includes(record.state)) return "not_from_here";
  return moved.version === record.version + 1 ? "" : "stale";
}

function how(asked: Asked, move: Move): string {
  const codes = move.codes ? (CODES[move.codes] ?? []) : [""];
  if (!codes.includes(asked.moved.code ?? "")) return "bad_code";
  // A party is never a holder: it would come to a seat.
  const isParty = one(asked.state, "party", asked.moved.holder ?? "") !== undefined;
  if (isParty || !isWellSaid(asked.moved, move)) return "bad_members";
  const unmet = move.needs?.find(need => !(NEEDS[need]?.(asked) ?? false));
  return unmet ?? signed(asked, move);
}

/** Each who signs is somebody else; as many as it takes have a part that counts. */
function signed({ state, moved, record, seconds }: Asked, move: Move): string {
  const ids = seconds.map(({ id }) => id);
  const isAsNamed = ids.join() === (moved.agreed ?? []).join();
  if (!isAsNamed || new Set([moved.actor, ...ids]).size !== ids.length + 1) return "not_signed";
  const having = seconds.filter(each => {
    const parts = partsOf(state, each, record);
    return move.second?.some(part => parts.has(part)) ?? false;
  });
  return having.length < signers(move, moved.code ?? "", record.state) ? "not_signed" : "";
}

/** How many others sign a move that is made as this, from this state. */
export function signers({ seconds = 0, second_on, second_from }: Move, code: string, state: string): number {
  return (second_on?.includes(code) ?? true) && (second_from?.includes(state) ?? true) ? seconds : 0;
}

const SAID = ["holder", "digest", "number", "when", "due", "basis", "party", "about"] as const;
const STATED: Readonly<Record<string, RegExp>> = {
  quarter: /^[12]\d{3}-Q[1-4]$/,
  day: /^[12]\d{3}-[01]\d-[0-3]\d$/,
};

/** In its form; and where it is a day, one that there is. */
function isStated(when: string, date: string): boolean {
  const at = date === "day" ? Date.parse(`${when}T00:00:00Z`) : 0;
  const isThere = date !== "day" || (Number.isFinite(at) && new Date(at).toISOString().startsWith(when));
  return (STATED[date]?.test(when) ?? false) && isThere;
}

/** Whether it says all that this move says, nothing else, and each in its form. */
function isWellSaid(moved: Moved, { names = [], may = [], date }: Move): boolean {
  const said: readonly string[] = SAID.filter(name => moved[name] !== undefined);
  const { digest, when, basis, number = 1 } = moved;
  return (
    names.every(name => said.includes(name)) &&
    said.every(name => names.includes(name) || may.includes(name)) &&
    (digest === undefined || /^[0-9a-f]{64}$/.test(digest)) &&
    (when === undefined || isStated(when, date)) &&
    (basis === undefined || basis === "evidence" || basis === "admission") &&
    number >= 1
  );
}
