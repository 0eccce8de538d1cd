/** How a case goes on where its reporter took the report back: by the reporter's signed letter, and moves after it. */

import { caseRecord, type Casework, last } from "../../../lib/caseworkState.ts";
import { isTakenBack as isOver, type OpenCase } from "../case/model.ts";

/** Whether the reporter signed that it is taken back, ever. */
export function isSigned(state: Casework): boolean {
  return last(caseRecord(state), "withdraw") !== undefined;
}

/** As the server has it of a report that was withdrawn before that was signed: no move says so. */
export function inCourse(state: Casework, { course }: Pick<OpenCase, "course">): Casework {
  return course === "stopped" && !isSigned(state) ? { ...state, course } : state;
}

export function isTakenBack({ state }: { readonly state: Casework }): boolean {
  return isOver({ course: state.course as OpenCase["course"] });
}
