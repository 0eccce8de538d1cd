import type { Duty, OpenCase } from "./model.ts";

/** On which part of the work on the case it is done what keeps one of these. */
const WORK: Readonly<Record<string, string>> = {
  action: "findings",
  appeal_decision: "letters",
  checkin: "checkins",
  data_notice: "law",
  finding: "findings",
  hold_review: "law",
  interim_measures: "protection",
  leak_check: "law",
  measure_hearing: "protection",
  measure_review: "protection",
  notice: "notices",
  objection: "notices",
  outcome_letter: "letters",
  plan: "plan",
  referral: "law",
  retaliation: "checkins",
  transcript: "interviews",
  withdrawal_check: "withdrawal",
};

/** What an objection is to, by the log: to somebody of the team, or to what is put to the person. */
export function partOf(
  { history }: Pick<OpenCase, "history">,
  { kind, record }: Pick<Duty, "kind" | "record">,
): string | undefined {
  const moved = [...(history?.fields.values() ?? [])].find(each => each.get("record") === record);
  return kind === "objection" && moved?.get("object") === "seat" ? "team" : WORK[kind];
}
