/** What may follow a finding: whom it concerns, and which kinds there are. */

import { every } from "../../../../lib/caseworkState.ts";
import { t, term } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import { codeWords } from "../words.ts";

/** In the order in which they stand in the list: what repairs stands before what punishes. */
export const GROUPS = [
  "remedy",
  "system",
  "respondent",
  "failed_to_act",
  "third_party",
  "authority",
] as const;
export type Group = (typeof GROUPS)[number];

/** What is decided most, by its group (words `outcome_kind.<kind>`). */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  remedy: [
    ...["paid_leave", "pay_restored", "appraisal_restored", "post_back", "costs", "counselling"],
    ...["apology", "other"],
  ],
  system: ["control", "staffing", "rule_changed", "training", "other"],
  respondent: [
    ...["none", "coaching", "warning", "pay", "demotion", "transfer", "dismissal", "no_rehire", "other"],
  ],
  failed_to_act: ["training", "warning", "demerit", "no_people_duties", "dismissal", "other"],
  third_party: ["barred", "partner_told", "clause_used", "contract_ended", "other"],
  authority: ["police", "regulator", "district_officer", "other"],
};

export function kindsOf(group: string): readonly string[] {
  return KINDS[group] ?? [];
}

/** The one that is chosen, where it is one of this group. */
export function kindOf(group: string, chosen: string): string {
  const kinds = kindsOf(group);
  return kinds.includes(chosen) ? chosen : (kinds[0] ?? "other");
}

/** A kind as it is called; what was proposed without one is called by what it is. */
export function kindWords(kind: string): string {
  if (kind === "other") return codeWords(kind);
  return kind === "" ? t("object.outcome") : term("outcome_kind", kind);
}

/** Whom an outcome of this group can concern; none where it concerns nobody of the case. */
export function concerned({ state }: Work, group: string): readonly CaseRecord[] {
  const there = every(state, "party").filter(each => each.state !== "left");
  if (group === "respondent") return there.filter(({ code }) => code === "respondent");
  // Who should have acted may be somebody whom nobody noted: then the words say who.
  if (group === "failed_to_act") return there.filter(({ code }) => code !== "reporter");
  if (group === "remedy") {
    return there.filter(({ code }) => ["reporter", "affected", "witness", "supporter"].includes(code));
  }
  return [];
}

/** Whether an outcome of this group is nobody's unless somebody is named. */
export function needsParty(group: string): boolean {
  return ["respondent", "remedy"].includes(group);
}

/** The one that is chosen, where it can be; undefined where it concerns nobody of the case. */
export function partyOf(work: Work, group: string, chosen: string): string | undefined {
  const people = concerned(work, group);
  if (people.some(({ id }) => id === chosen)) return chosen;
  return needsParty(group) ? people[0]?.id : undefined;
}

const OVER: readonly string[] = ["done", "waived"];

/** What is to be done first; what is over last. */
export function outcomesOf({ state }: Work): readonly CaseRecord[] {
  const isOver = (each: CaseRecord): number => Number(OVER.includes(each.state));
  return every(state, "outcome").toSorted((a, b) => isOver(a) - isOver(b));
}
