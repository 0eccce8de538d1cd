/** What check-ins, preservation, notices of data, choices of law, referrals, leaks, lendings, packages, settlements and the gate need (rules/casework/_needs_after.py). */

import {
  type Asked,
  dayOf,
  isAfter,
  isOver,
  endsWithin,
  type Need,
  takesUntil,
  timeOf,
} from "./caseworkAsked.ts";
import { type CaseRecord, caseRecord, every, last, type Moved, one } from "./caseworkState.ts";
import { COUNT, rankOf, WEEKS_AFTER } from "./caseworkTable.ts";
import { inDays } from "./days.ts";

const WEEK = 7;

/** From when check-ins count: the letters, or that the case was stopped, whichever was last. */
function outcomeOf({ state }: Asked): Moved | undefined {
  return last(caseRecord(state), "send_letters", "stop");
}

/** Stopped before that was a move: nobody knows when, and no check-in can be laid down. */
function isUncounted(asked: Asked): boolean {
  return asked.state.course === "stopped" && outcomeOf(asked) === undefined;
}

/** What began so since the newest outcome. */
function sinceOutcome(asked: Asked, party: string | undefined, began: string): readonly CaseRecord[] {
  const since = outcomeOf(asked);
  return every(asked.state, "checkin").filter(({ party: whose, past: [first] }) => {
    const isOf = whose === party && first?.move === began;
    return isOf && since !== undefined && timeOf(first.at) >= timeOf(since.at);
  });
}

/** The check-ins of the fixed rhythm: not those that the reporter asked for. */
function laidDown(asked: Asked, party: string | undefined): readonly CaseRecord[] {
  return sinceOutcome(asked, party, "lay_down");
}

/** Whether the newer of an end and a day of the reporter's own is the end; each is a record's first. */
function isEnded({ state }: Pick<Asked, "state">, party: string | undefined): boolean {
  const own = every(state, "checkin").filter(each => each.party === party);
  const said = own.map(({ past }) => past[0]?.move ?? "");
  return said.findLast(move => move === "request" || move === "end") === "end";
}

function isToCome({ moved: { due, at } }: Asked): boolean {
  const day = due === undefined ? "" : dayOf(due, at);
  return day > dayOf(at, at) && day <= inDays(COUNT.ahead, dayOf(at, at));
}

function isAskedFor({ state, past }: CaseRecord): boolean {
  return state === "due" && past[0]?.move === "request";
}

function areDone({ state }: Asked): boolean {
  return every(state, "checkin").every(isDone);
}

function isRhythmOver(asked: Asked): boolean {
  const isWhole = laidDown(asked, "reporter").length === WEEKS_AFTER.checkins.length;
  const hasEnded = isEnded(asked, "reporter") || sinceOutcome(asked, "reporter", "end").length > 0;
  return isUncounted(asked) || isWhole || hasEnded;
}

function isNextCheckin(asked: Asked): boolean {
  const next = laidDown(asked, asked.moved.party).length + 1;
  return asked.moved.number === next && next <= WEEKS_AFTER.checkins.length;
}

function areWeeksOver(asked: Asked): boolean {
  const { at, due, number = 0 } = asked.moved;
  const since = outcomeOf(asked);
  if (since === undefined || due === undefined) return false;
  const weeks = WEEKS_AFTER.checkins[number - 1] ?? 0;
  return dayOf(due, at) === inDays(weeks * WEEK, dayOf(since.at, at));
}

function wasChanged({ past }: CaseRecord): boolean {
  return past.some(({ code }) => code === "changed");
}

function isDone(checkin: CaseRecord): boolean {
  const isLookedInto = last(checkin, "look_into") !== undefined;
  const isOver = ["reviewed", "declined", "ended"].includes(checkin.state);
  return isOver && (isLookedInto || !wasChanged(checkin));
}

/** Whether the seven days are over in which a yes to a settlement may be taken back. */
function isRevokingOver(asked: Asked): boolean {
  const accepted = last(asked.record, "accept");
  return accepted !== undefined && isOver(asked, accepted, "revoking");
}

/** Whether what was offered can still be agreed to: on its last day, and not after. */
function doesOfferStand(asked: Asked): boolean {
  return asked.record.due !== "" && !isAfter(asked, asked.record.due);
}

function isParty({ state, moved }: Asked): boolean {
  return one(state, "party", moved.party ?? "") !== undefined;
}

export const NEEDS_AFTER: Readonly<Record<string, Need>> = {
  after_the_outcome: asked => {
    const { phase, course } = asked.state;
    const hasEnded = rankOf(phase) >= rankOf("acting") || course === "stopped";
    return hasEnded && outcomeOf(asked) !== undefined;
  },
  a_party: isParty,
  next_checkin: isNextCheckin,
  weeks_of_checkin: areWeeksOver,
  checkin_due: ({ moved, record }) => record.due !== "" && timeOf(moved.at) >= timeOf(record.due),
  another_day_of_it: ({ moved, record }) => {
    const before = last(record, "ask", "remind");
    return before !== undefined && dayOf(moved.at, moved.at) > dayOf(before.at, moved.at);
  },
  reminded: ({ record }) => record.past.filter(({ move }) => move === "remind").length >= COUNT.reminders,
  was_changed: ({ record }) => wasChanged(record),
  checkins_wanted: asked => !isEnded(asked, asked.moved.party),
  day_to_come: isToCome,
  few_asked_for: ({ state }) => every(state, "checkin").filter(isAskedFor).length < COUNT.asked_for,
  checkin_laid_down: asked => laidDown(asked, "reporter").length > 0 || isEnded(asked, "reporter"),
  checkins_over: asked => isRhythmOver(asked) && areDone(asked),
  checkins_done: areDone,
  one_preliminary: ({ state }) => every(state, "preliminary").length === 0,
  at_most_ten_days: asked => endsWithin(asked, asked.moved.at, "preliminary"),
  no_preliminary: asked =>
    every(asked.state, "preliminary").every(
      each => each.state !== "begun" || each.due === "" || isAfter(asked, each.due),
    ),
  another_than_the_reporter: asked => isParty(asked) && asked.moved.party !== "reporter",
  one_data_notice: ({ state, moved }) =>
    every(state, "data_notice").every(({ party }) => party !== moved.party),
  within_a_month: asked => {
    const noted = one(asked.state, "party", asked.moved.party ?? "")?.past[0];
    return noted !== undefined && endsWithin(asked, noted.at, "data_notice");
  },
  at_most_thirty_days: asked => endsWithin(asked, asked.moved.at, "deferral"),
  // Who signs beside it signs the day, which its shell has; an instant no shell has.
  due_on_that_day: ({ moved: { due, when, at } }) => due !== undefined && dayOf(due, at) === when,
  keys_offered: ({ record }) => last(record, "offer_keys") !== undefined,
  to_be_referred: ({ record }) => last(record, "choose")?.code === "refer",
  asked_once: ({ state, moved }) => every(state, "lending").every(({ digest }) => digest !== moved.digest),
  agreed_for_consent: ({ record, state }) =>
    record.code !== "consent" || (record.state === "agreed" && state.course === "open"),
  told_or_danger: ({ record }) => record.state !== "prepared" || record.code === "danger",
  confidence_asked: ({ moved, record }) =>
    moved.code !== "confidential" || last(record, "request") !== undefined,
  long_to_consider: asked => takesUntil(asked, "considering"),
  offer_stands: doesOfferStand,
  offer_over: asked => asked.record.state === "asked" || !doesOfferStand(asked),
  may_be_revoked: asked => !isRevokingOver(asked),
  revoking_over: isRevokingOver,
  order_forbids: ({ record }) => record.code === "court_order",
  // Nobody is asked again who has not answered, said no, or took a yes back.
  no_gate_question: ({ state }) =>
    every(state, "gate").every(each => ["told", "dropped"].includes(each.state)),
  law_chosen: ({ state }) => every(state, "law_choice").every(each => each.state !== "open"),
};
