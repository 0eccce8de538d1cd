/** What comes once the letters are out: the time afterwards, and that it is looked into again. */

import { CODES } from "../../../../lib/caseworkTable.ts";
import type { Work } from "../model.ts";
import { may, meets } from "../moving.ts";

const CASE = { object: "case", id: "case" } as const;
const REOPENING = CODES["reopening"] ?? [];
const BEFORE_AFTERCARE = ["outcomes_done", "checkin_seat", "checkin_laid_down"] as const;

/** What is missing before the time afterwards can begin; empty where nothing is, or it is not the time. */
export function missingForAftercare(work: Work): "" | (typeof BEFORE_AFTERCARE)[number] {
  if (work.state.phase !== "acting") return "";
  const step = { ...CASE, move: "start_aftercare" };
  return BEFORE_AFTERCARE.find(need => !meets(work, step, need)) ?? "";
}

/** For which reasons whoever looks can have it looked into again. */
export function reopeningBy(work: Work): readonly string[] {
  return REOPENING.filter(code => may(work, { ...CASE, move: "reopen", code }));
}
