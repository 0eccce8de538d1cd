/** What follows where somebody in a case is under age (src/heard/rules/casework/_needs_minor.py). */

import { type Asked, type Need, partsOf } from "./caseworkAsked.ts";
import { type Casework, type CaseRecord, every, last, one, rowOf } from "./caseworkState.ts";

const BESIDE: readonly string[] = ["guardian", "advocate"];
const MULTIPLIES: readonly string[] = ["copied", "exported"];
const WEIGHED: readonly string[] = ["chosen", "told", "referred"];

/** Whether it is noted of a party that they are under age. */
export function isMinor(state: Casework, id: string): boolean {
  const party = one(state, "party", id);
  return party !== undefined && last(party, "note_minor", "note_of_age")?.move === "note_minor";
}

/** Whether it is noted of anybody in the case. */
export function hasMinor(state: Casework): boolean {
  return minorsOf(state).length > 0;
}

/** Who is under age, by the id of the party. */
export function minorsOf(state: Casework): readonly string[] {
  return every(state, "party").flatMap(({ id }) => (isMinor(state, id) ? [id] : []));
}

/** Whether a party of this role may stand beside another. */
export function mayStandBeside(role: string): boolean {
  return BESIDE.includes(role);
}

/** Whoever was noted for nobody stands beside the only one who is under age, where there is but one. */
function standsBeside({ party }: CaseRecord, minor: string, state: Casework): boolean {
  return party === "" ? minorsOf(state).every(id => id === minor) : party === minor;
}

/** Whether somebody stands beside this person, who is under age. */
export function isAccompanied(state: Casework, minor: string): boolean {
  const beside = every(state, "party").filter(each => BESIDE.includes(each.code) && each.state !== "left");
  return beside.some(each => standsBeside(each, minor, state));
}

function isOfSomebody({ state, moved }: Asked): boolean {
  const { party = "", code = "" } = moved;
  return party === "" || (BESIDE.includes(code) && one(state, "party", party) !== undefined);
}

function haveTwoLooked({ state, moved, record, seconds }: Asked): boolean {
  if (!hasMinor(state) || !MULTIPLIES.includes(moved.code ?? "")) return true;
  const parts = rowOf(moved).second ?? [];
  return seconds.some(each => parts.some(part => partsOf(state, each, record).has(part)));
}

/** Whether counsel decided of each referral that was raised, and one was. */
export function isWeighed(state: Casework): boolean {
  const referrals = every(state, "referral");
  return referrals.length > 0 && referrals.every(each => WEIGHED.includes(each.state));
}

export const NEEDS_MINOR: Readonly<Record<string, Need>> = {
  noted_minor: ({ state, record }) => isMinor(state, record.id),
  not_noted_minor: ({ state, record }) => !isMinor(state, record.id),
  beside_whom: isOfSomebody,
  minor_accompanied: ({ state, record }) =>
    !isMinor(state, record.party) || isAccompanied(state, record.party),
  two_where_minor: haveTwoLooked,
  referral_weighed: ({ state }) => !hasMinor(state) || isWeighed(state),
};
