/** What letters of a notice and of a draft say of each allegation. */

import { every, one } from "../../../../lib/caseworkState.ts";
import { movesOf } from "../../../../lib/moves.ts";
import { codeWords } from "../words.ts";
import type { CaseRecord, JudgedMove, Work } from "../model.ts";
import type { Values } from "../MoveForm.tsx";
import { newest, partyName, said } from "../naming.ts";

/** Of each allegation: as it is put, and what is relied on; in a draft, what was found out instead. */
export type Part = "put" | "material" | "evidence";

export function memberOf(part: Part, allegation: string): string {
  return `${part}_${allegation}`;
}

/** Whatever of these a letter says, and its closing words. */
export function wordsOf(
  move: JudgedMove | undefined,
  ids: readonly string[],
  parts: readonly Part[],
): Values {
  const members = ids.flatMap(id => parts.map(part => memberOf(part, id)));
  return Object.fromEntries(["text", ...members].map(each => [each, said(move, each)]));
}

const VERSIONS: readonly string[] = ["draft", "revise"];

/** Each version of a notice, the newest first. */
export function versionsOf(work: Work, { id }: CaseRecord): readonly JudgedMove[] {
  return movesOf(work.moves, "notice", id)
    .filter(({ moved }) => VERSIONS.includes(moved.move))
    .toReversed();
}

/** The newest of these moves of a record whose letters hold and can be read. */
export function newestOf(
  work: Work,
  { object, id }: Pick<CaseRecord, "object" | "id">,
  ...moves: readonly string[]
): JudgedMove | undefined {
  return movesOf(work.moves, object, id).findLast(
    ({ moved, faults, content }) => moves.includes(moved.move) && faults.length === 0 && content !== null,
  );
}

/** The words that stand: as they were shown, else as they were written last. */
export function standing(work: Work, notice: CaseRecord): JudgedMove | undefined {
  return newestOf(work, notice, "send") ?? newestOf(work, notice, "draft", "revise");
}

/**
 * Whether other words went out than the reporter was shown last before. False where one of them cannot be
 * read here: nothing is said of what nobody could compare.
 */
export function isOtherThanShown(moves: readonly JudgedMove[], ids: readonly string[]): boolean {
  const at = moves.findLastIndex(({ moved }) => moved.move === "send");
  const sent = moves[at];
  const shown = moves.slice(0, Math.max(at, 0)).findLast(({ moved }) => moved.move === "preview");
  if (!sent?.content || !shown?.content) return false;
  const [one, other] = [sent, shown].map(each => JSON.stringify(wordsOf(each, ids, ["put", "material"])));
  return one !== other;
}

/** What is alleged of somebody and not decided yet. */
export function allegedOf(work: Work, party?: string): readonly CaseRecord[] {
  return every(work.state, "allegation").filter(
    each => each.state !== "found" && (party === undefined || each.party === party),
  );
}

export function accusedIn(work: Work): readonly CaseRecord[] {
  return every(work.state, "party").filter(({ code }) => code === "respondent");
}

const LENGTH = 60;

/** An allegation as it is called: its kind, whose act where it is not plain, and its first words. */
export function calledBy(work: Work, id: string, withParty = false): string {
  const record = one(work.state, "allegation", id);
  if (!record) return id;
  const act = newest(work, record, "act");
  const start = act.length > LENGTH ? `${act.slice(0, LENGTH)}…` : act;
  const whose = withParty ? partyName(work, record.party) : "";
  return [codeWords(record.code), whose, start].filter(Boolean).join(" · ");
}

/** Names of the case that stand in a text: whoever looks for who could be recognised begins there. */
export function namesIn(texts: readonly string[], names: readonly string[]): readonly string[] {
  const all = texts.join("\n").toLocaleLowerCase();
  return names.filter(name =>
    name
      .toLocaleLowerCase()
      .split(/\s+/)
      .some(part => part.length > 1 && all.includes(part)),
  );
}
