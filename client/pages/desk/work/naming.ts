/** What letters of a worked case say, and how its people are called. */

import { every, one } from "../../../lib/caseworkState.ts";
import { movesOf } from "../../../lib/moves.ts";
import { namesIn } from "../case/passing.ts";
import { t } from "../words.ts";
import type { CaseRecord, JudgedMove, Work } from "./model.ts";
import { codeWords } from "./words.ts";

/** Whatever of a move's letter is text, under this name; empty where nothing can be read. */
export function said(move: JudgedMove | undefined, name: string): string {
  const value = move?.content?.[name];
  return typeof value === "string" ? value.trim() : "";
}

/** The newest move of a record that says something under this name. */
export function newest(work: Work, { object, id }: Pick<CaseRecord, "object" | "id">, name: string): string {
  return said(
    movesOf(work.moves, object, id).findLast(each => said(each, name) !== ""),
    name,
  );
}

/** The same of these moves alone: what a thing is, and not why it waits. */
export function saidIn(
  work: Work,
  { object, id }: Pick<CaseRecord, "object" | "id">,
  moves: readonly string[],
): string {
  const own = movesOf(work.moves, object, id).filter(({ moved }) => moves.includes(moved.move));
  return said(
    own.findLast(each => said(each, "text") !== ""),
    "text",
  );
}

/** By which moves something is said of what protects somebody, and of what follows: what exactly it is. */
export const WHAT = {
  measure: ["request", "grant", "grant_other", "offer", "activate", "keep"],
  outcome: ["propose", "decide"],
} as const;

/** As a person of the case is called: by name where it can be read, else by role. */
export function partyName(work: Work, id: string): string {
  if (id === "reporter") return t("actor.reporter");
  const party = one(work.state, "party", id);
  const name = party ? newest(work, party, "name") : "";
  return name === "" && party ? codeWords(party.code) : name;
}

/** As a holder, a party or the reporter is called. */
export function actorName(work: Work, id: string): string {
  if (id === "reporter" || one(work.state, "party", id)) return partyName(work, id);
  const known = [...work.open.holders, ...work.view.may_hold].find(each => each.id === id);
  return known?.name ?? t("thread.unknown");
}

/** Everybody who is named: in the report, and as a person of the case. */
export function namedIn(work: Work): string[] {
  const noted = every(work.state, "party").map(party => newest(work, party, "name"));
  return [...new Set([...namesIn(work.open), ...noted.filter(name => name !== "")])];
}

const SEATED: readonly string[] = ["proposed", "declared", "objected"];

/** Everybody who reads the case or has a place in its team, whoever looks among them. */
export function concerned(work: Work): { id: string; name: string }[] {
  const reading = work.open.holders.flatMap(({ id, released, left }) => (released && !left ? [id] : []));
  const seated = every(work.state, "seat").filter(({ state }) => SEATED.includes(state));
  const ids = new Set([...reading, ...seated.map(({ holder }) => holder)]);
  return [...ids].map(id => ({ id, name: actorName(work, id) }));
}
