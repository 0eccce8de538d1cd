/**
 * What measures, interviews, exhibits, notices, findings, outcomes and appeals need
 * (src/heard/rules/casework/_needs_inquiry.py and _needs_finding.py).
 */

import {
  aboutOf,
  type Asked,
  bodyOf,
  isAfter,
  isConfirmed,
  isOver,
  type Need,
  partsOf,
  timeOf,
} from "./caseworkAsked.ts";
import {
  type CaseRecord,
  caseRecord,
  every,
  flagsOf,
  isOpenAppeal,
  last,
  type Moved,
  one,
  rowOf,
} from "./caseworkState.ts";
import { COUNT, UNWEIGHED, WORKING } from "./caseworkTable.ts";
import { inDays } from "./days.ts";

const DECIDED = ["grant", "grant_other", "impose", "activate", "keep", "withhold"];
const JUDGED = ["investigator", "decider", "committee", "presiding", "external"];
const INQUIRY = ["allegation", "plan", "notice", "interview", "finding"];
const TERMS: Readonly<Record<string, string>> = {
  "case.share_draft": "comment",
  "interview.invite": "announced",
  "interview.send_transcript": "corrections",
  "notice.send": "reply",
  "party.tell_outcome": "appeal",
};
const THURSDAY = 4;
const SUNDAY = 0;
const NOON = "12";

function role({ state }: Asked, party: string | undefined): string {
  return one(state, "party", party ?? "")?.code ?? "";
}

function isBurdenOfParty(asked: Asked): boolean {
  const { party = "", code } = asked.moved;
  const found = role(asked, party);
  if (code === "employer") return party === "";
  return code === "other" ? !["", "reporter", "respondent"].includes(found) : found === code;
}

function isHisBurdenFirst({ state, record }: Asked): boolean {
  if (record.code !== "reporter" || record.past[0]?.actor === "reporter") return true;
  return every(state, "measure").some(each => each.code === "respondent" && each.state !== "requested");
}

/** Whether somebody has made none of these moves of it. */
function isNot({ moved, record }: Asked, moves: readonly string[]): boolean {
  return !record.past.some(each => moves.includes(each.move) && each.actor === moved.actor);
}

function isAnnouncedInTime(asked: Asked): boolean {
  const { code, due, when = "" } = asked.moved;
  if (code === "sooner") return role(asked, asked.record.party) !== "respondent";
  return due !== undefined && when >= due.slice(0, 10);
}

function areCorrectionsOver(asked: Asked): boolean {
  return isAfter(asked, last(asked.record, "send_transcript")?.due);
}

function isBeforeThursdayNoon({ moved }: Asked): boolean {
  const day = new Date(`${moved.at.slice(0, 10)}T00:00:00Z`).getUTCDay();
  if (day === SUNDAY || day > THURSDAY) return false;
  return day < THURSDAY || moved.at.slice(11, 13) < NOON;
}

function isSafe({ state, record }: Asked): boolean {
  if (last(record, "object")?.code !== "danger") return true;
  return every(state, "measure").some(each => each.state === "active");
}

function isUnweighed({ moved }: Asked): boolean {
  return UNWEIGHED.includes(moved.code ?? "");
}

function doesAdmissionStand(asked: Asked): boolean {
  if (asked.moved.basis !== "admission") return true;
  return every(asked.state, "notice").some(notice => {
    const admitted = last(notice, "admit");
    const covers = aboutOf(asked).every(each => each?.put_by === notice.id);
    return (
      notice.state === "admitted" &&
      covers &&
      admitted !== undefined &&
      isOver(asked, admitted.at, "retracting")
    );
  });
}

function told({ state, moved }: Asked): Moved | undefined {
  return last(one(state, "party", moved.actor), "tell_outcome");
}

function isWitness(asked: Asked): boolean {
  return !["", "reporter", "respondent"].includes(role(asked, asked.record.party));
}

function isNoticeBefore(asked: Asked): boolean {
  const { state, record } = asked;
  if (role(asked, record.party) !== "respondent") return true;
  return every(state, "notice").some(each => each.party === record.party && last(each, "send") !== undefined);
}

/** Working days are never fewer days than their number, whoever reckoned them. */
function isTermWhole(asked: Asked): boolean {
  const { object, move, code, at, due } = asked.moved;
  if (code === "sooner" || due === undefined) return due !== undefined;
  const found = TERMS[`${object}.${move}`] ?? "";
  const isTheirs = found === "announced" && role(asked, asked.record.party) === "respondent";
  const within = WORKING[isTheirs ? "announced_to_respondent" : found] ?? "";
  return inDays(Number(within.split(" ")[0]), at.slice(0, 10)) <= due.slice(0, 10);
}

function haveTwoSigned({ state, moved, record, seconds }: Asked): boolean {
  const parts = rowOf(moved).second ?? [];
  return (
    record.code !== "intimate" ||
    seconds.some(each => parts.some(part => partsOf(state, each, record).has(part)))
  );
}

/** What was put, or put anew, after the draft stands in none. */
function isInDraft({ state }: Asked, allegation: CaseRecord | undefined): boolean {
  const put = last(one(state, "notice", allegation?.put_by ?? ""), "send");
  const shared = last(caseRecord(state), "share_draft");
  return put !== undefined && shared !== undefined && timeOf(put.at) <= timeOf(shared.at);
}

function isDraftShared(asked: Asked): boolean {
  const drafted = asked.state.phase === "draft";
  return isUnweighed(asked) || (drafted && aboutOf(asked).every(each => isInDraft(asked, each)));
}

function wasWeighed(asked: Asked): boolean {
  const made = last(asked.record, "make");
  return isUnweighed(asked) || (made !== undefined && !UNWEIGHED.includes(made.code ?? ""));
}

function isReviewerApart({ state, moved }: Asked): boolean {
  if (every(state, "seat").some(each => JUDGED.includes(each.code) && each.holder === moved.actor)) {
    return false;
  }
  const past = INQUIRY.flatMap(name => every(state, name).flatMap(each => each.past));
  const asSuch = caseRecord(state).past.filter(({ move }) => ["triage", "share_draft"].includes(move));
  return ![...past, ...asSuch].some(
    each => each.move !== "vary" && [each.actor, ...(each.agreed ?? [])].includes(moved.actor),
  );
}

function isNotFound(each: CaseRecord | undefined): boolean {
  return each !== undefined && each.state !== "found";
}

export const NEEDS_INQUIRY: Readonly<Record<string, Need>> = {
  one_accused: asked => role(asked, asked.moved.party) === "respondent",
  burden_of_party: isBurdenOfParty,
  respondent_burden_first: isHisBurdenFirst,
  reporter_burden: ({ record }) => record.code === "reporter",
  not_reporter_burden: ({ record }) => record.code !== "reporter",
  may_be_imposed: ({ record }) => ["respondent", "employer"].includes(record.code),
  somebody_else: asked => isNot(asked, DECIDED),
  measures_decided: ({ state }) => every(state, "measure").every(each => each.state !== "requested"),
  second_person: asked => isNot(asked, ["draft", "revise"]),
  not_the_decider: ({ state, parts }) => bodyOf(state) !== "officer" || !parts.has("decider"),
  one_main_interview: ({ state, moved }) =>
    moved.party !== "reporter" ||
    moved.code !== "main" ||
    every(state, "interview").every(({ party }) => party !== "reporter"),
  party_known: ({ state, record }) => isConfirmed(state, record.party),
  announced_in_time: isAnnouncedInTime,
  notice_before: isNoticeBefore,
  day_come: ({ moved, record }) => {
    const when = last(record, "invite")?.when;
    return when !== undefined && moved.at.slice(0, 10) >= when;
  },
  term_whole: isTermWhole,
  a_witness: isWitness,
  held_on_paper: ({ record }) => last(record, "hold_on_paper") !== undefined,
  corrections_open: asked => !areCorrectionsOver(asked),
  corrections_over: areCorrectionsOver,
  number_is_next: ({ state, moved }) =>
    moved.number === Math.max(0, ...every(state, "exhibit").map(({ number }) => number)) + 1,
  same_digest: ({ moved, record }) => {
    const received = last(record, "receive");
    return received !== undefined && received.digest === moved.digest;
  },
  was_verified: ({ record }) => last(record, "verify") !== undefined,
  confirmed_before_citing: ({ state, record }) => record.party === "" || isConfirmed(state, record.party),
  two_for_intimate: haveTwoSigned,
  no_legal_hold: ({ state }) => !flagsOf(state).has("legal_hold"),
  about_this_party: asked =>
    aboutOf(asked).every(each => each !== undefined && each.party === asked.moved.party),
  not_found_yet: asked => aboutOf(asked).every(isNotFound),
  safety_plan_stands: isSafe,
  previewed_long: asked => {
    const shown = last(asked.record, "preview");
    return shown !== undefined && isOver(asked, shown.at, "preview");
  },
  before_thursday_noon: isBeforeThursdayNoon,
  two_routes: ({ record }) =>
    new Set(record.past.filter(({ move }) => move === "attempt").map(({ code }) => code)).size >=
    COUNT.attempts,
  reply_over: asked => isAfter(asked, asked.record.due),
  longer: ({ moved, record }) =>
    moved.due !== undefined && record.due !== "" && timeOf(moved.due) > timeOf(record.due),
  silence_recent: asked => {
    const declined = last(asked.record, "decline", "record_silence");
    return declined !== undefined && !isOver(asked, declined.at, "late_reply");
  },
  may_be_retracted: asked => {
    const admitted = last(asked.record, "admit");
    return admitted !== undefined && !isOver(asked, admitted.at, "retracting");
  },
  one_allegation: ({ moved }) => moved.about?.length === 1,
  notice_or_refusal: asked =>
    isUnweighed(asked) ||
    aboutOf(asked).every(each => each === undefined || ["answered", "refused"].includes(each.state)),
  draft_shared: isDraftShared,
  comments_over: asked =>
    isUnweighed(asked) || isAfter(asked, last(caseRecord(asked.state), "share_draft")?.due),
  admission_stands: doesAdmissionStand,
  weighed_before: wasWeighed,
  appeal_varied: ({ state }) => every(state, "appeal").some(each => each.state === "varied"),
  appeal_open: ({ state }) => every(state, "appeal").some(isOpenAppeal),
  a_sanction: ({ record }) => record.code === "respondent",
  of_oneself: ({ moved }) => moved.party === moved.actor,
  told_the_outcome: asked => told(asked) !== undefined,
  within_appeal_term: asked => {
    const due = told(asked)?.due;
    return due !== undefined && !isAfter(asked, due);
  },
  one_appeal_open: ({ state, moved }) =>
    !every(state, "appeal").some(each => each.party === moved.actor && isOpenAppeal(each)),
  reviewer_apart: isReviewerApart,
};
