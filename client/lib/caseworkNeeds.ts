/** What the moves of a case, its team and its parties need (src/heard/rules/casework/_needs_case.py). */

import {
  type Asked,
  bodyOf,
  dayOf,
  isAfter,
  isFormed,
  isOver,
  LIVE,
  type Need,
  newestFound,
  seatsOf,
  timeOf,
} from "./caseworkAsked.ts";
import {
  type CaseRecord,
  type Casework,
  caseRecord,
  every,
  isAllFound,
  isOpenAppeal,
  last,
  type Moved,
  one,
} from "./caseworkState.ts";
import { COUNT, PARTS, UNWEIGHED } from "./caseworkTable.ts";

function route({ state }: Asked): string {
  return last(caseRecord(state), "triage")?.code ?? "";
}

function informally({ state }: Asked): Moved | undefined {
  const asked = last(caseRecord(state), "ask_informal", "revoke_informal");
  return asked?.move === "ask_informal" ? asked : undefined;
}

function waitedInSilence(asked: Asked): boolean {
  const record = caseRecord(asked.state);
  const since = last(record, "visit", "come_back")?.version ?? 0;
  const questions = record.past.filter(each => each.move === "ask_silent" && each.version > since);
  const [first] = questions;
  return first !== undefined && questions.length >= COUNT.questions && isOver(asked, first, "silence");
}

function sinceWithdrawal({ state }: Asked, move: string): boolean {
  const began = last(caseRecord(state), "withdraw");
  const then = last(caseRecord(state), move);
  return began !== undefined && then !== undefined && then.version > began.version;
}

function isWithdrawalOver(asked: Asked): boolean {
  const began = last(caseRecord(asked.state), "withdraw");
  return began !== undefined && isOver(asked, began, "returning");
}

/** Who was accused before is told that it is looked into again before more is made of it. */
function isReopeningTold({ state }: Asked): boolean {
  const reopened = last(caseRecord(state), "reopen");
  if (reopened === undefined) return true;
  const since = timeOf(reopened.at);
  return every(state, "allegation").every(({ state: is, party }) => {
    if (is === "found") return true;
    const sent = every(state, "notice").flatMap(each =>
      each.party === party ? (last(each, "send") ?? []) : [],
    );
    const told = last(one(state, "party", party), "tell_reopened");
    return !sent.some(({ at }) => timeOf(at) < since) || (told !== undefined && timeOf(told.at) >= since);
  });
}

function isWhole({ state, moved }: Asked): boolean {
  const held = seatsOf(state, PARTS.seats).map(({ code }) => code);
  const needs = moved.code === "committee" ? ["presiding", "external"] : ["lead", "investigator", "decider"];
  const together = seatsOf(state, PARTS.committee).length;
  return (
    needs.every(each => held.includes(each)) && (moved.code !== "committee" || together >= COUNT.committee)
  );
}

function bars(seat: CaseRecord, part: string | undefined): boolean {
  const declared = last(seat, "declare") !== undefined;
  return LIVE.includes(seat.state) || seat.state === "struck" || (declared && seat.code !== part);
}

/** Whether somebody moved or signed anything but their own seat and what is asked afterwards. */
function hasWorked(state: Casework, who: string): boolean {
  const all = [...state.records.values()].flatMap(there => [...there.values()]);
  return all
    .filter(({ object, holder }) => object !== "checkin" && (object !== "seat" || holder !== who))
    .some(({ past }) => past.some(each => [each.actor, ...(each.agreed ?? [])].includes(who)));
}

/** Somebody signs who asked nothing and decided nothing in a silent case. */
function isSignedAfresh({ moved, record, seconds }: Asked): boolean {
  if (moved.move !== "park" && moved.code !== "insufficient") return true;
  const before = record.past.filter(each => ["ask_silent", "triage", "park"].includes(each.move));
  return seconds.every(({ id }) => before.every(({ actor }) => actor !== id));
}

function checksOf(seat: CaseRecord): readonly Moved[] {
  return seat.past.filter(({ move }) => ["declare", "recheck"].includes(move));
}

function newestOf(moves: readonly Moved[]): number {
  return Math.max(-Infinity, ...moves.map(({ at }) => timeOf(at)));
}

/** Who sits, or finds, was checked since the last person was named. */
function areChecked({ state, moved, seconds }: Asked): boolean {
  const named = newestOf(every(state, "party").flatMap(party => last(party, "note") ?? []));
  const finding = [moved.actor, ...seconds.map(({ id }) => id)];
  return seatsOf(state, PARTS.seats)
    .filter(({ holder }) => moved.object !== "finding" || finding.includes(holder))
    .every(seat => newestOf(checksOf(seat)) >= named);
}

/** Nobody checks against a table of conflicts that another of the case has replaced. */
function isTableOfToday({ state, moved }: Asked): boolean {
  const used = every(state, "seat").flatMap(checksOf);
  const of = used.filter(({ digest }) => digest === moved.digest);
  return of.length === 0 || newestOf(of) === newestOf(used);
}

function isNotLastOutside({ state, record }: Asked): boolean {
  if (record.code !== "outside" || !isFormed(state)) return true;
  return seatsOf(state, ["outside"]).some(each => each.id !== record.id);
}

function haveLetters(asked: Asked): boolean {
  const weighed = every(asked.state, "finding").filter(({ code }) => code && !UNWEIGHED.includes(code));
  const about = weighed.flatMap(each => each.about);
  const accused = about
    .map(id => one(asked.state, "allegation", id)?.party)
    .filter(each => each !== undefined);
  const since = newestFound(asked.state);
  return ["reporter", ...accused].every(id => {
    const told = last(one(asked.state, "party", id), "tell_outcome");
    return told !== undefined && timeOf(told.at) >= since;
  });
}

function mayReopen({ state, moved, parts }: Asked): boolean {
  const remitted = every(state, "appeal").some(each => each.state === "remitted");
  const isNew = ["new_evidence", "respondent_returned"].includes(moved.code ?? "");
  return parts.has("tier2") || isNew || (moved.code === "appeal" && remitted);
}

export function foundTogether({ state, moved, seconds }: Asked): boolean {
  if (bodyOf(state) !== "committee") return true;
  const signing = [moved.actor, ...seconds.map(({ id }) => id)];
  const finding = seatsOf(state, PARTS.committee).filter(({ holder }) => signing.includes(holder));
  const people = new Set(finding.map(({ holder }) => holder));
  return finding.some(({ code }) => code === "presiding") && people.size >= COUNT.committee;
}

/** They do not lead it, did not decide how it goes on, and took no seat but that of the key outside. */
function isOffTheLine({ state, moved, parts }: Asked): boolean {
  const decided = caseRecord(state).past.some(each => each.move === "triage" && each.actor === moved.actor);
  const own = every(state, "seat").filter(({ holder }) => holder === moved.actor);
  const isSeated = own.some(each => each.code !== "outside" && last(each, "declare") !== undefined);
  return !parts.has("leading") && !decided && !isSeated;
}

export const NEEDS_CASE: Readonly<Record<string, Need>> = {
  another_day: ({ state, moved }) => {
    const before = last(caseRecord(state), "ask_silent");
    return before === undefined || dayOf(moved.at, moved.at) > dayOf(before.at, moved.at);
  },
  informal_not_for_assault: ({ state, moved }) =>
    (moved.move !== "ask_informal" && moved.code !== "informal") ||
    every(state, "allegation").every(({ code }) => code !== "assault"),
  informal_asked: asked => asked.moved.code !== "informal" || informally(asked) !== undefined,
  informal_cooled: asked => {
    const began = informally(asked);
    return asked.moved.code !== "informal" || (began !== undefined && isOver(asked, began, "informal"));
  },
  silence_waited: asked => asked.moved.code !== "insufficient" || waitedInSilence(asked),
  silence_waited_to_park: waitedInSilence,
  signed_afresh: isSignedAfresh,
  no_team_yet: ({ state }) => !isFormed(state),
  route_investigate: asked => route(asked) === "investigate",
  route_without_inquiry: asked => route(asked) !== "investigate",
  team_whole: isWhole,
  all_declared: ({ state }) =>
    every(state, "seat").every(
      each => !LIVE.includes(each.state) || (each.state === "declared" && each.digest !== ""),
    ),
  checked_against_all: areChecked,
  not_an_older_table: isTableOfToday,
  three_people: ({ state }) => {
    const holders = every(state, "seat")
      .filter(each => LIVE.includes(each.state))
      .map(({ holder }) => holder);
    return new Set(holders).size === holders.length;
  },
  waiting_outside: ({ state }) => seatsOf(state, ["outside"]).length > 0,
  no_other_seat: ({ state, moved }) =>
    !every(state, "seat").some(each => each.holder === moved.holder && bars(each, moved.code)),
  apart_from_the_case: asked =>
    asked.moved.code !== "checkin" || !hasWorked(asked.state, asked.moved.holder ?? ""),
  still_apart: ({ state, moved, parts }) => parts.has("lead") || !hasWorked(state, moved.actor),
  first_objection: ({ record }) => last(record, "object") === undefined,
  not_oneself: ({ moved, record }) => moved.actor !== record.holder,
  not_who_proposed: ({ moved, record }) => last(record, "propose")?.actor !== moved.actor,
  not_the_last_outside: isNotLastOutside,
  team_formed: ({ state }) => isFormed(state),
  not_the_reporter: ({ record }) => record.id !== "reporter",
  not_a_holder: ({ state, moved }) =>
    moved.id !== moved.actor && every(state, "seat").every(({ holder }) => holder !== moved.id),
  told_the_draft: ({ record }) => last(record, "tell_draft") !== undefined,
  a_respondent: ({ record }) => record.code === "respondent",
  may_leave: ({ record }) => !["reporter", "respondent"].includes(record.code),
  invitation_open: asked => asked.record.due !== "" && !isAfter(asked, asked.record.due),
  something_to_find: ({ state }) => every(state, "allegation").some(each => each.state !== "found"),
  every_allegation_answered: ({ state }) =>
    every(state, "allegation").every(each => ["answered", "refused", "found"].includes(each.state)),
  all_found: ({ state }) => isAllFound(state),
  both_letters: haveLetters,
  outcomes_done: ({ state }) =>
    every(state, "outcome").every(each => ["done", "waived"].includes(each.state)),
  checkin_seat: ({ state }) => seatsOf(state, ["checkin"]).length > 0,
  no_appeal_open: ({ state }) => !every(state, "appeal").some(isOpenAppeal),
  appeal_terms_over: asked =>
    every(asked.state, "party").every(each => {
      const due = last(each, "tell_outcome")?.due;
      return due === undefined || isAfter(asked, due);
    }),
  reopened_by_whom: mayReopen,
  reopening_told: isReopeningTold,
  case_reopened: ({ state }) => state.phase === "reopened",
  return_open: asked => !isWithdrawalOver(asked),
  return_over: isWithdrawalOver,
  withdrawal_checked: asked => sinceWithdrawal(asked, "check_withdrawal"),
  told_first: asked =>
    sinceWithdrawal(asked, "announce_continuing") &&
    last(caseRecord(asked.state), "announce_continuing")?.code === asked.moved.code,
  not_announced_otherwise: asked =>
    ["tier2", "tier3"].some(each => asked.parts.has(each)) || !sinceWithdrawal(asked, "announce_continuing"),
  off_the_line: isOffTheLine,
  found_together: foundTogether,
};
