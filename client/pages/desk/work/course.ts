/** How a case goes on where its reporter took the report back: no move says so yet. */

import type { Casework } from "../../../lib/caseworkState.ts";
import { rankOf } from "../../../lib/caseworkTable.ts";

/** As the server has it (heard/access/casework/_known.py): what was found is told and carried out all the same. */
export function inCourse(state: Casework, ofReport: string): Casework {
  const stops = ofReport === "withdrawn" && rankOf(state.phase) < rankOf("decided");
  return stops ? { ...state, course: "withdrawn" } : state;
}

export function isTakenBack({ state }: { readonly state: Casework }): boolean {
  return state.course === "withdrawn";
}
