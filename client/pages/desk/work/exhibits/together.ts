/** What is signed before it is done with an exhibit: that two look at it together, that somebody copies it. */

import { serverTime } from "../../../../lib/clock.ts";
import { movesOf } from "../../../../lib/moves.ts";
import type { CaseRecord, Work } from "../model.ts";

/** For so long after both have signed. */
const TOGETHER_MS = 60 * 60 * 1000;

/** Who signed just now that this is done with an exhibit: nobody where the newest such move does not hold. */
function signedNow({ moves }: Pick<Work, "moves">, { id }: CaseRecord, handled: string): readonly string[] {
  const newest = movesOf(moves, "exhibit", id).findLast(
    ({ moved: { move, code } }) => move === "handle" && code === handled,
  );
  if (!newest || newest.faults.length > 0) return [];
  const { actor, agreed = [], at } = newest.moved;
  const isRecent = serverTime().getTime() - Date.parse(at) < TOGETHER_MS;
  return isRecent ? [actor, ...agreed] : [];
}

/** Whether whoever looks has signed just now, with somebody else, that they look at an exhibit. */
export function isOpenedByTwo(work: Pick<Work, "moves" | "me">, exhibit: CaseRecord): boolean {
  const signed = signedNow(work, exhibit, "viewed");
  return signed.length > 1 && signed.includes(work.me.id);
}

/** Whether whoever looks has just noted, by the rules of the case, that they copy it: that stands in its record. */
export function isNotedAsCopied(work: Pick<Work, "moves" | "me">, exhibit: CaseRecord): boolean {
  return signedNow(work, exhibit, "copied").includes(work.me.id);
}
