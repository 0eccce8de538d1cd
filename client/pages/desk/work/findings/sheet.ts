/**
 * The worksheet of a finding: what is weighed, for both sides the same. How somebody came across is not
 * among it, and a gap in memory is noted and counts for neither side.
 */

import { every } from "../../../../lib/caseworkState.ts";
import { movesOf } from "../../../../lib/moves.ts";
import type { CaseRecord, JudgedMove, Work } from "../model.ts";
import { meets } from "../moving.ts";
import { said } from "../naming.ts";

export const WEIGHED = ["plausible", "knew", "consistent", "corroborated", "motive", "record"] as const;
export const SIDES = ["reporter", "respondent"] as const;
export type Weighed = (typeof WEIGHED)[number];
export type Side = (typeof SIDES)[number];

/** As a letter says it: `plausible_reporter`. */
export function memberOf(weighed: Weighed | "gap", side: Side): string {
  return `${weighed}_${side}`;
}

/** All that a worksheet says, by the members of its letter. */
export const MEMBERS: readonly string[] = [
  ...[...WEIGHED, "gap" as const].flatMap(each => SIDES.map(side => memberOf(each, side))),
  ...["exhibits", "text"],
];

/** Each that a finding was drafted or revised with, the newest first. */
export function sheetsOf(work: Work, finding: CaseRecord): readonly JudgedMove[] {
  const moves = movesOf(work.moves, "finding", finding.id);
  return moves.filter(({ moved }) => ["draft", "revise"].includes(moved.move)).toReversed();
}

/** Exhibits that may be cited: received, checked, and part of the file. */
export function citable({ state }: Work): readonly CaseRecord[] {
  const all = every(state, "exhibit").filter(each => each.state === "exhibited");
  return all.toSorted((a, b) => a.number - b.number);
}

/** `E001`. */
export function exhibitName(number: number): string {
  return `E${String(number).padStart(3, "0")}`;
}

/** The numbers that a letter cites. */
export function citedIn(exhibits: string): readonly number[] {
  return exhibits.split(",").map(Number).filter(Number.isSafeInteger).filter(Boolean);
}

/** Those, with or without one of them. */
export function cite(exhibits: string, number: number, cited: boolean): string {
  const others = citedIn(exhibits).filter(each => each !== number);
  const next = cited ? [...others, number] : others;
  return next.toSorted((a, b) => a - b).join(",");
}

/** What was weighed of one side alone; undefined where both are the same. */
export function lopsided(words: Readonly<Record<string, string>>): string | undefined {
  const empty = (weighed: Weighed, side: Side): boolean => (words[memberOf(weighed, side)] ?? "") === "";
  for (const weighed of WEIGHED) {
    const [first, second] = SIDES;
    if (empty(weighed, first) !== empty(weighed, second)) {
      return memberOf(weighed, empty(weighed, first) ? first : second);
    }
  }
  return undefined;
}

/** What was found of an allegation: each finding about it, the newest first. */
export function findingsOf({ state }: Work, allegation: string): readonly CaseRecord[] {
  return every(state, "finding")
    .filter(({ about }) => about.includes(allegation))
    .toReversed();
}

/** Whether an appeal was decided so that it changes, and nobody has changed it yet. */
export function isToBeVaried(work: Pick<Work, "state" | "me" | "view">, { id, state }: CaseRecord): boolean {
  const step = { object: "finding", id, move: "vary" };
  const needs = ["newest_finding", "appeal_varied"];
  return state === "made" && needs.every(need => meets(work, step, need));
}

/** The move that says what was found: as it was made, or changed after an appeal. */
export function foundBy(work: Work, finding: CaseRecord): JudgedMove | undefined {
  const moves = movesOf(work.moves, "finding", finding.id);
  return moves.findLast(({ moved }) => ["make", "vary"].includes(moved.move));
}

export function wordsOf(move: JudgedMove | undefined): Record<string, string> {
  return Object.fromEntries(MEMBERS.map(each => [each, said(move, each)]));
}
