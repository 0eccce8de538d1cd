/** What of it is next. */

import { every } from "../../../../lib/caseworkState.ts";
import { rankOf } from "../../../../lib/caseworkTable.ts";
import { t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { CaseRecord, Work } from "../model.ts";
import { may, maySecond } from "../moving.ts";
import { actorName, partyName } from "../naming.ts";
import { seats } from "../team.ts";
import { farOn } from "../terms.ts";

/** What has not taken place: once it is found what happened, nobody waits for it any more. */
const TO_COME: readonly string[] = ["planned", "postponed", "invited", "confirmed"];

/** By the state of an interview: who moves it on, how, and what that is called. */
const NEXT = {
  planned: { move: "invite", what: "next.interview_invite" },
  declined: null,
  postponed: { move: "invite", what: "next.interview_again" },
  invited: { move: "", what: "next.interview_answer" },
  confirmed: { move: "conduct", what: "next.interview_hold" },
  held: { move: "send_transcript", what: "next.transcript" },
  sent: { move: "", what: "next.transcript_check" },
  corrected: { move: "", what: "next.transcript_sign" },
  approved: { move: "end", what: "next.interview_end" },
  not_approved: { move: "end", what: "next.interview_end" },
} as const;

/** What these must say, as far on as can be: it is asked whether they could be made at all. */
function says(move: string): object {
  if (move === "invite") return { code: "in_time", ...farOn() };
  return move === "send_transcript" ? { due: farOn().due } : {};
}

/** Whoever finds out what happened; in a committee whoever leads it. */
function investigator(work: Work): string {
  const found = seats(work).find(
    ({ code, state }) => state === "declared" && ["investigator", "presiding"].includes(code),
  );
  return found ? actorName(work, found.holder) : t("work.lead");
}

/** Who was heard on paper has no page on which to look at it. */
function onPaper(work: Work, { id, state, past }: CaseRecord): Given[] {
  const isHeld = past.some(({ move }) => move === "conduct_on_paper");
  if (!isHeld || !["sent", "corrected"].includes(state)) return [];
  const step = { object: "interview", id, move: "approve_on_paper" };
  const mine = may(work, step) || maySecond(work, step);
  return [{ who: investigator(work), what: t("next.transcript_paper"), part: "interviews", mine }];
}

function isTooLate({ state: { phase } }: Work, state: string): boolean {
  return TO_COME.includes(state) && rankOf(phase) >= rankOf("decided");
}

function nextOf(work: Work, interview: CaseRecord): Given[] {
  const { id, state, party } = interview;
  const next = NEXT[state as keyof typeof NEXT] ?? null;
  if (next === null || isTooLate(work, state)) return [];
  const paper = onPaper(work, interview);
  if (paper.length > 0) return paper;
  const what = t(next.what);
  if (next.move === "") return [{ who: partyName(work, party), what, part: "interviews", mine: false }];
  const mine = may(work, { object: "interview", id, move: next.move, ...says(next.move) });
  return [{ who: investigator(work), what, part: "interviews", mine }];
}

export function interviewsNext(work: Work): Given[] {
  return every(work.state, "interview").flatMap(each => nextOf(work, each));
}
