/** What measures, interviews, exhibits and notices need (src/heard/rules/casework/_needs_inquiry.py). */

import {
  aboutOf,
  type Asked,
  bodyOf,
  dayOf,
  endsWithin,
  isAdjusted,
  isAfter,
  isConfirmed,
  isOver,
  isRespondents,
  isWorkedDay,
  lengthened,
  type Need,
  newestFound,
  partsOf,
  protectedOf,
  timeOf,
} from "./caseworkAsked.ts";
import {
  type CaseRecord,
  caseRecord,
  every,
  flagsOf,
  last,
  type Moved,
  one,
  rowOf,
} from "./caseworkState.ts";
import { COUNT, WORKING } from "./caseworkTable.ts";
import { inDays } from "./days.ts";

const DECIDED = ["grant", "grant_other", "impose", "activate", "keep", "withhold"];
const TERMS: Readonly<Record<string, string>> = {
  "case.share_draft": "comment",
  "interview.invite": "announced",
  "interview.send_transcript": "corrections",
  "notice.send": "reply",
  "party.tell_draft": "comment",
  "party.tell_outcome": "appeal",
};
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
  return due !== undefined && when >= dayOf(due, asked.moved.at);
}

function areCorrectionsOver(asked: Asked): boolean {
  return isAfter(asked, last(asked.record, "send_transcript", "extend")?.due);
}

/** Nobody is left alone with it over a weekend: none from noon of the last day but one. */
function doDaysFollow(asked: Asked): boolean {
  const { at } = asked.moved;
  const days = at.slice(11, 13) < NOON ? [0, 1] : [0, 1, 2];
  return days.every(each => isWorkedDay(asked.calendar, inDays(each, at.slice(0, 10))));
}

/** Not while a way in is being replaced; who does not come in by the new one is reached on another way. */
function isPartyStanding(asked: Asked): boolean {
  const party = one(asked.state, "party", asked.record.party);
  if (party?.state === "confirmed" || last(party, "invite_anew") === undefined) return true;
  return isAfter(asked, party?.due);
}

/** Two attempts by two routes, since they were last invited anew. */
function wereRoutesTried({ state, record }: Asked): boolean {
  const anew = last(one(state, "party", record.party), "invite_anew");
  const tried = record.past.filter(
    each => each.move === "attempt" && (anew === undefined || timeOf(each.at) >= timeOf(anew.at)),
  );
  return new Set(tried.map(({ code }) => code)).size >= COUNT.attempts;
}

function isSafe({ state, record }: Asked): boolean {
  if (last(record, "object")?.code !== "danger") return true;
  const inEffect = every(state, "measure").filter(each => each.state === "active");
  return inEffect.some(each => protectedOf(state, each) === "reporter");
}

function isWitness(asked: Asked): boolean {
  return !["", "reporter", "respondent"].includes(role(asked, asked.record.party));
}

function wasPut({ state }: Asked, party: string): boolean {
  return every(state, "notice").some(each => each.party === party && last(each, "send") !== undefined);
}

/** Whoever came in by the words that they were handed, confirmed or not, knows that there is one. */
function knowsOfIt(asked: Asked, party: CaseRecord): boolean {
  const cameIn = party.state === "confirmed" || last(party, "open") !== undefined;
  return cameIn || wasPut(asked, party.id);
}

/** Nobody who was accused before is left waiting in a case that was stopped. */
function isToldClosed(asked: Asked): boolean {
  const stopped = last(caseRecord(asked.state), "stop");
  return every(asked.state, "party").every(each => {
    if (each.code !== "respondent" || !knowsOfIt(asked, each)) return true;
    const told = last(each, "tell_closed");
    return told !== undefined && (stopped === undefined || timeOf(told.at) >= timeOf(stopped.at));
  });
}

function isNoticeBefore(asked: Asked): boolean {
  return role(asked, asked.record.party) !== "respondent" || wasPut(asked, asked.record.party);
}

/** What follows is for somebody of the case, and a sanction for nobody but who is accused. */
function isOfWhom(asked: Asked): boolean {
  const { party = "", code } = asked.moved;
  const found = role(asked, party);
  return found === "" ? party === "" : code !== "respondent" || found === "respondent";
}

/** Whether as many days are worked after today, the last of them that of `due` at the latest. */
function areWorkedUntil(asked: Asked, due: string, count: number): boolean {
  const last = dayOf(due, asked.moved.at);
  let left = count;
  for (let day = inDays(1, asked.moved.at.slice(0, 10)); day <= last && left > 0; day = inDays(1, day))
    left -= Number(isWorkedDay(asked.calendar, day));
  return left === 0;
}

/** The letter by which the party was first told what was found last: their time began then. */
function firstTold({ state, record }: Asked): Moved | undefined {
  const since = newestFound(state);
  return record.past.find(({ move, at }) => move === "tell_outcome" && timeOf(at) >= since);
}

/** It counts from the first letter: a further one says the same day, or a later one while that is not over. */
function isWithinLongestAppeal(asked: Asked): boolean {
  const { moved, record } = asked;
  const until = last(record, "tell_outcome")?.due;
  const first = firstTold(asked);
  if (first === undefined || until === undefined) return endsWithin(asked, moved.at, "longest_appeal");
  if (timeOf(moved.due ?? "") === timeOf(until)) return true;
  return timeOf(moved.at) <= timeOf(until) && endsWithin(asked, first.at, "longest_appeal");
}

/** The party whose time it is. */
function whose({ record: { object, id, party } }: Asked): string {
  if (object === "case") return "reporter";
  return object === "party" ? id : party;
}

function isExtendedOnce({ moved, record }: Asked): boolean {
  const before = record.past.filter(({ move }) => move === "extend");
  const isFirst = before.every(({ code }) => code !== "adjustment");
  return before.length === 0 || (moved.code === "adjustment" && isFirst);
}

/** As many days that are worked as the time has, whoever reckoned them. */
function isTermWhole(asked: Asked): boolean {
  const { object, move, code, due } = asked.moved;
  if (code === "sooner" || due === undefined) return due !== undefined;
  const found = TERMS[`${object}.${move}`] ?? "";
  // It was whole when it began, and is never shortened.
  if (found === "appeal" && firstTold(asked) !== undefined) return true;
  const isTheirs = found === "announced" && role(asked, asked.record.party) === "respondent";
  const within = WORKING[isTheirs ? "announced_to_respondent" : found] ?? "";
  const days = Number(within.split(" ")[0]);
  return areWorkedUntil(asked, due, lengthened(asked.state, whose(asked), days));
}

function haveTwoSigned({ state, moved, record, seconds }: Asked): boolean {
  const parts = rowOf(moved).second ?? [];
  return (
    record.code !== "intimate" ||
    seconds.some(each => parts.some(part => partsOf(state, each, record).has(part)))
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
  respondent_burden: ({ record }) => record.code === "respondent",
  not_reporter_burden: ({ record }) => record.code !== "reporter",
  may_be_imposed: ({ record }) => ["respondent", "employer"].includes(record.code),
  somebody_else: asked => isNot(asked, DECIDED),
  not_who_reviewed: ({ moved, record }) => last(record, "review")?.actor !== moved.actor,
  // What a respondent asks for is decided, too, but holds nothing up: or asking would.
  measures_decided: ({ state }) =>
    every(state, "measure").every(each => each.state !== "requested" || isRespondents(state, each)),
  second_person: asked => isNot(asked, ["draft", "revise"]),
  not_the_decider: ({ state, parts }) => bodyOf(state) !== "officer" || !parts.has("decider"),
  one_main_interview: ({ state, moved }) =>
    moved.party !== "reporter" ||
    moved.code !== "main" ||
    every(state, "interview").every(({ party }) => party !== "reporter"),
  party_known: ({ state, record }) => isConfirmed(state, record.party),
  announced_in_time: isAnnouncedInTime,
  notice_before: isNoticeBefore,
  put_to_them: asked => asked.record.id === "reporter" || wasPut(asked, asked.record.id),
  knows_of_it: asked => knowsOfIt(asked, asked.record),
  told_closed: isToldClosed,
  of_whom: isOfWhom,
  day_come: ({ moved, record }) => {
    const when = last(record, "invite")?.when;
    return when !== undefined && moved.at.slice(0, 10) >= when;
  },
  term_whole: isTermWhole,
  extended_once: isExtendedOnce,
  adjustment_stands: ({ state, moved, record }) =>
    moved.code !== "adjustment" || isAdjusted(state, record.party),
  // What an earlier letter gave somebody, no later one takes from them.
  appeal_not_shortened: ({ moved, record }) =>
    record.past.every(
      ({ move, due }) =>
        move !== "tell_outcome" || due === undefined || timeOf(moved.due ?? "") >= timeOf(due),
    ),
  within_longest_appeal: isWithinLongestAppeal,
  a_witness: isWitness,
  held_on_paper: ({ record }) => last(record, "conduct_on_paper") !== undefined,
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
  not_privileged: ({ record }) => record.code !== "privileged",
  intimate_stays: ({ moved, record }) =>
    record.code !== "intimate" || !["copied", "exported"].includes(moved.code ?? ""),
  two_for_intimate: haveTwoSigned,
  no_legal_hold: ({ state }) => !flagsOf(state).has("legal_hold"),
  legal_hold_stands: ({ state }) => flagsOf(state).has("legal_hold"),
  about_this_party: asked =>
    aboutOf(asked).every(each => each !== undefined && each.party === asked.moved.party),
  not_found_yet: asked => aboutOf(asked).every(isNotFound),
  safety_plan_stands: isSafe,
  previewed_long: asked => {
    const shown = last(asked.record, "preview");
    return shown !== undefined && isOver(asked, shown, "preview");
  },
  days_follow: doDaysFollow,
  party_stands: isPartyStanding,
  two_routes: wereRoutesTried,
  reply_over: asked => isAfter(asked, asked.record.due),
  longer: ({ moved, record }) =>
    moved.due !== undefined && record.due !== "" && timeOf(moved.due) > timeOf(record.due),
  silence_recent: asked => {
    const declined = last(asked.record, "decline", "record_silence");
    return declined !== undefined && !isOver(asked, declined, "late_reply");
  },
  may_be_retracted: asked => {
    const admitted = last(asked.record, "admit");
    return admitted !== undefined && !isOver(asked, admitted, "retracting");
  },
};
