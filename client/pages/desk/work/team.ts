/** Who may have a place in the team, and what is missing before it can be formed. */

import { caseRecord, every, last } from "../../../lib/caseworkState.ts";
import { COUNT, PARTS, rankOf } from "../../../lib/caseworkTable.ts";
import type { Lookup } from "../case/conflictLookup.ts";
import { nearness } from "../case/passing.ts";
import { t } from "../words.ts";
import { codeWords } from "./words.ts";
import type { CaseRecord, Work } from "./model.ts";
import { against, meets } from "./moving.ts";
import { namedIn } from "./naming.ts";

export type Body = "officer" | "committee";

const LIVE: readonly string[] = ["proposed", "declared", "objected"];

export function seats(work: Work): readonly CaseRecord[] {
  return every(work.state, "seat");
}

export function isFormed({ state }: Pick<Work, "state">): boolean {
  return last(state.records.get("case")?.get("case"), "form_team") !== undefined;
}

/** Why somebody cannot be proposed for this part; empty where they can. */
export function hindrance(
  work: Work,
  holder: { readonly id: string; readonly name: string },
  part: string,
  lookup: Lookup | null,
): string {
  const near = nearness(namedIn(work), holder, lookup);
  if (near !== "") return near;
  const reason = against(work, { object: "seat", id: "new", move: "propose", code: part, holder: holder.id });
  if (reason === "no_other_seat") return t("team.has_seat");
  return reason === "apart_from_the_case" ? t("team.has_worked") : "";
}

/** Whether somebody has as many cases as anybody should: it is said before one more is given, and bars nothing. */
export function hasEnough({ view }: Pick<Work, "view">, holder: string): boolean {
  return view.full.includes(holder);
}

/** One thing that a team needs before it can be formed. */
export interface Demand {
  readonly words: string;
  readonly met: boolean;
}

const NEEDED: Readonly<Record<Body, readonly string[]>> = {
  officer: ["lead", "investigator", "decider"],
  committee: ["presiding", "external"],
};

/** Until which phase a team must have each of these places: who found out is done once all is found. */
const UNTIL: Readonly<Record<string, string>> = { investigator: "decided", decider: "aftercare" };

/** Which places of a team that was formed nobody has any more, nor is proposed for. */
export function vacantIn(work: Work): readonly string[] {
  const formed = last(caseRecord(work.state), "form_team")?.code;
  const rank = rankOf(work.state.phase);
  const needed = (NEEDED[formed as Body] ?? []).filter(part => rank < rankOf(UNTIL[part] ?? "closed"));
  const taken = seats(work).flatMap(({ code, state }) => (LIVE.includes(state) ? [code] : []));
  return needed.filter(part => !taken.includes(part));
}

/** Whether somebody was noted since whoever sits there compared them with the directory. */
export function isOutdated({ state }: Pick<Work, "state">, seat: CaseRecord): boolean {
  const notes = every(state, "party").flatMap(party => party.past.filter(({ move }) => move === "note"));
  const checks = seat.past.filter(({ move }) => ["declare", "recheck"].includes(move));
  const newest = Math.max(0, ...checks.map(({ at }) => Date.parse(at)));
  return seat.state === "declared" && notes.some(({ at }) => Date.parse(at) > newest);
}

function areChecked(work: Work): boolean {
  const step = { object: "case", id: "case", move: "form_team", code: "officer" };
  return meets(work, step, "checked_against_all");
}

/** Three who do different things, or find together, and one outside of the team. */
const LEAST = 4;

/** How many can have a place, where these are too few for any team; null where there are enough. */
export function tooFew(work: Work): number | null {
  const struck = seats(work).flatMap(({ holder, state }) => (state === "struck" ? [holder] : []));
  const able = work.view.may_hold.filter(({ id }) => !struck.includes(id)).length;
  return able < LEAST ? able : null;
}

/** Whether nothing is missing for a team of this kind but signatures. */
export function isWhole(work: Work, body: Body): boolean {
  return demands(work, body).every(({ met }) => met);
}

/** Whether somebody signed for the committee as it is, by what the server lists. */
export function isSignedFor({ view, state }: Work): boolean {
  const version = caseRecord(state).version + 1;
  return view.assents.some(each => each.move === "form_team" && each.version === version);
}

/** All that a team of this kind needs, by rule. */
export function demands(work: Work, body: Body): Demand[] {
  const all = seats(work);
  const declared = all.filter(({ state }) => state === "declared");
  const has = (part: string): boolean => declared.some(({ code }) => code === part);
  const parts = [...NEEDED[body], "outside"].map(part => ({
    words: t("team.needs", { part: codeWords(part) }),
    met: has(part),
  }));
  const together = declared.filter(({ code }) => PARTS.committee.includes(code)).length;
  const enough = { words: t("team.needs_three"), met: together >= COUNT.committee };
  const open = all.filter(({ state }) => LIVE.includes(state));
  const answered = { words: t("team.needs_answers"), met: open.every(({ state }) => state === "declared") };
  const holders = open.map(({ holder }) => holder);
  const apart = { words: t("team.needs_apart"), met: new Set(holders).size === holders.length };
  const checked = { words: t("team.needs_checked"), met: areChecked(work) };
  return [...parts, ...(body === "committee" ? [enough] : []), answered, checked, apart];
}
