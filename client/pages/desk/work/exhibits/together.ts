/** What two have to look at together, and who has signed that they do. */

import { serverTime } from "../../../../lib/clock.ts";
import { movesOf } from "../../../../lib/moves.ts";
import type { CaseRecord, Work } from "../model.ts";

/** For so long after both have signed. */
const TOGETHER_MS = 60 * 60 * 1000;

/** Whether whoever looks has signed just now, with somebody else, that they look at an exhibit. */
export function isOpenedByTwo({ moves, me }: Pick<Work, "moves" | "me">, { id }: CaseRecord): boolean {
  const opened = movesOf(moves, "exhibit", id).findLast(
    ({ moved: { move, code } }) => move === "handle" && code === "viewed",
  );
  if (!opened || opened.faults.length > 0) return false;
  const { actor, agreed = [], at } = opened.moved;
  const isRecent = serverTime().getTime() - Date.parse(at) < TOGETHER_MS;
  return isRecent && agreed.length > 0 && [actor, ...agreed].includes(me.id);
}
