/** To which keys the letters of a move are sealed (src/heard/rules/casework/_audiences.py). */

import { isConfirmed, protectedOf } from "./caseworkAsked.ts";
import {
  type CaseRecord,
  type Casework,
  emptyRecord,
  fold,
  type Moved,
  one,
  rowOf,
} from "./caseworkState.ts";

/** The letters that a move has. */
export interface Audiences {
  /** One to the reporter's correspondence. */
  readonly case: boolean;
  /** One to the file key. */
  readonly file: boolean;
  /** One to the party of this id and the file key, which stands for `file`; empty for none. */
  readonly party: string;
}

/** A party answers an invitation by keys that they sign (docs/spec/channel.md), and by no words. */
function isUnsaid({ object, move }: Moved): boolean {
  return object === "party" && move === "open";
}

function concernedBy({ object, id, party }: CaseRecord): string {
  return object === "party" ? id : party;
}

/**
 * Exactly the letters that go with this move, which follows `state`. `hasFile`: there is a file key, and it
 * may be written to. What the reporter moves is said to who reads the case, and to the file as soon as that
 * can be; what another party moves, in one letter of their own, to themselves and the file. A party whose
 * keys two people have not confirmed is sealed nothing: what only they would be told goes to the file. Of two
 * others, who bears a measure is written to, and not whom it protects. Throws DoesNotFollow.
 */
export function audiencesOf(state: Casework, moved: Moved, hasFile: boolean): Audiences {
  if (isUnsaid(moved)) return { case: false, file: false, party: "" };
  const { object, id } = moved;
  const record = one(fold([moved], state), object, id) ?? emptyRecord(object, id);
  if (moved.actor === "reporter") return { case: true, file: hasFile, party: "" };
  if (isConfirmed(state, moved.actor)) return { case: false, file: false, party: moved.actor };
  const { keys } = rowOf(moved);
  const concerned = keys.includes("party") ? concernedBy(record) : "";
  const spared = keys.includes("protected") ? protectedOf(state, record) : "";
  const told = [concerned, spared].filter(each => each !== "" && each !== "reporter");
  const party = told.find(each => isConfirmed(state, each)) ?? "";
  const isToCase = keys.includes("case") || [concerned, spared].includes("reporter");
  const isToFile = keys.includes("file") || (told.length > 0 && !isToCase);
  return { case: isToCase, file: isToFile && party === "", party };
}
