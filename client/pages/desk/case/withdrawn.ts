/** What is said over a case whose reporter took the report back. */

import { serverTime } from "../../../lib/clock.ts";
import { moment } from "../times.ts";
import { t } from "../words.ts";
import type { OpenCase } from "./model.ts";

type Withdrawn = Pick<OpenCase, "course" | "state" | "returns_until">;

/** While it can still be undone, with the time until which it can; else how it ended, or that nobody has said so. */
export function withdrawnWords({ course, state, returns_until: end }: Withdrawn): string {
  if (course === "withdrawn" && end !== null) {
    const until = new Date(end);
    return t(until < serverTime() ? "case.withdrawn_over" : "case.withdrawn", { until: moment(until) });
  }
  if (course === "stopped") return t("case.stopped");
  if (course === "continues_without") return t("case.continues");
  // From before withdrawals were signed: what was found stood.
  return state === "stopped" ? t("case.withdrawn_after") : "";
}
