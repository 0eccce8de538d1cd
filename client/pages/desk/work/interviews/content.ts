/** What letters of an interview say (docs/spec/casework.md), and what can be done with it. */

import { every, one } from "../../../../lib/caseworkState.ts";
import { movesOf } from "../../../../lib/moves.ts";
import { type Line, withCorrections } from "../../../../lib/transcript.ts";
import type { CaseRecord, JudgedMove, Work } from "../model.ts";
import { said } from "../naming.ts";

/** The steps of a talk that is planned (PEACE), in their order. */
export const GUIDE = ["prepare", "engage", "account", "clarify", "close", "evaluate"] as const;
/** Of these what is said to the person: it is looked through for what must not be asked. */
export const SAID_ALOUD = ["engage", "account", "clarify", "close"] as const;

/** What an invitation says in words, in the order in which it is read. */
export const INVITATION = [
  ...(["purpose", "reason", "hour", "place", "length", "who"] as const),
  ...(["language", "access", "kept"] as const),
] as const;

/** What a companion may do; each may do what those before may. */
export const POWERS = ["observe", "speak", "represent"] as const;
export type Power = (typeof POWERS)[number];

/** The newest move of this kind of an interview. */
export function newestMove(
  { moves }: Work,
  { id }: CaseRecord,
  ...kinds: readonly string[]
): JudgedMove | undefined {
  return movesOf(moves, "interview", id).findLast(({ moved }) => kinds.includes(moved.move));
}

export function powerIn(move: JudgedMove | undefined): Power | undefined {
  return POWERS.find(each => each === said(move, "companion"));
}

/** What the companions of others in this case may do at most: no side has less than another. */
export function givenPower(work: Work): Power {
  const invited = work.moves.filter(({ moved }) => moved.object === "interview" && moved.move === "invite");
  const ranks = invited.map(move => POWERS.indexOf(powerIn(move) ?? "observe"));
  return POWERS[Math.max(0, ...ranks)] ?? "observe";
}

export function roleOf(work: Work, party: string): string {
  return one(work.state, "party", party)?.code ?? "";
}

/** Neither of the two sides: may be heard on paper. */
export function isWitness(work: Work, { party }: CaseRecord): boolean {
  return !["", "reporter", "respondent"].includes(roleOf(work, party));
}

/** Who can be heard: the reporter, and who is noted in the case and still part of it. */
export function heardOf(work: Work): readonly CaseRecord[] {
  return every(work.state, "party").filter(({ state }) => state !== "left");
}

/** What corrects a transcript, oldest first. */
export function correctionsOf({ moves }: Work, { id }: CaseRecord): readonly JudgedMove[] {
  return movesOf(moves, "interview", id).filter(({ moved }) => moved.move === "correct");
}

function textIn(move: JudgedMove): Readonly<Record<string, string>> {
  const texts = Object.entries(move.content ?? {}).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(texts as [string, string][]);
}

/** Each line of what was written down, with its corrections that hold. */
export function linesIn(work: Work, interview: CaseRecord, sent: JudgedMove): readonly Line[] {
  const own = correctionsOf(work, interview).filter(({ faults }) => faults.length === 0);
  return withCorrections(said(sent, "text"), own.map(textIn));
}
