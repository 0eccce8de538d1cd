/** What is next about findings and what follows them, and whose turn it is. */

import { every, flagsOf, isAllFound } from "../../../../lib/caseworkState.ts";
import { t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { CaseRecord, Work } from "../model.ts";
import { may } from "../moving.ts";
import { actorName } from "../naming.ts";
import { seats } from "../team.ts";
import { codeWords } from "../words.ts";
import { findingsOf, isToBeVaried } from "./sheet.ts";
import { stops } from "./signatures.ts";

/** Whoever has one of these seats; in a committee, who presides. */
function seated(work: Work, part: string): string {
  const seat = seats(work).find(
    ({ code, state }) => state === "declared" && [part, "presiding"].includes(code),
  );
  return actorName(work, seat?.holder ?? "");
}

/** Of one allegation, once the draft is with both sides. */
function finding(work: Work, allegation: CaseRecord): Given[] {
  if (work.state.phase !== "draft" || allegation.state === "found") return [];
  const drafted = findingsOf(work, allegation.id).find(({ state }) => state === "drafted");
  if (!drafted) {
    const mine = may(work, { object: "finding", id: "new", move: "draft", about: [allegation.id] });
    return [{ who: seated(work, "investigator"), what: t("next.sheet"), part: "findings", mine }];
  }
  const step = { object: "finding", id: drafted.id, move: "make", code: "substantiated", basis: "evidence" };
  const mine = stops(work, step) === "";
  return [{ who: seated(work, "decider"), what: t("next.finding"), part: "findings", mine }];
}

/** An appeal was decided so that the finding changes. */
function varying(work: Work, allegation: CaseRecord): Given[] {
  const toBe = findingsOf(work, allegation.id).find(each => isToBeVaried(work, each));
  if (!toBe) return [];
  const step = { object: "finding", id: toBe.id, move: "vary", code: "substantiated", basis: "evidence" };
  const mine = stops(work, step) === "";
  return [{ who: codeWords("reviewer"), what: t("next.vary"), part: "findings", mine }];
}

function outcome(work: Work, { id, state, holder }: CaseRecord): Given[] {
  if (state === "decided") {
    const mine = holder === work.me.id;
    return [{ who: actorName(work, holder), what: t("next.outcome_do"), part: "findings", mine }];
  }
  if (state === "stayed" && !flagsOf(work.state).has("appealed")) {
    const mine = stops(work, { object: "outcome", id, move: "go_on" }) === "";
    return [{ who: seated(work, "decider"), what: t("next.stay_over"), part: "findings", mine }];
  }
  if (state !== "proposed" || !isAllFound(work.state)) return [];
  const mine = stops(work, { object: "outcome", id, move: "decide" }) === "";
  return [{ who: seated(work, "decider"), what: t("next.outcome"), part: "findings", mine }];
}

export function findingsNext(work: Work): Given[] {
  return [
    ...every(work.state, "allegation").flatMap(each => [...finding(work, each), ...varying(work, each)]),
    ...every(work.state, "outcome").flatMap(each => outcome(work, each)),
  ];
}
