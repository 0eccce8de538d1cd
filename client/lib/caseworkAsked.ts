/** Who asks for a move, and what its conditions are told (src/heard/rules/casework/_asked.py). */

import { type CaseRecord, type Casework, caseRecord, every, last, type Moved, one } from "./caseworkState.ts";
import { COUNT, HOURS, type Move, PARTS } from "./caseworkTable.ts";

/** Somebody who moves or signs; `standing`: what they are without a seat. */
export interface Actor {
  readonly id: string;
  readonly standing: readonly string[];
}

/** A move that somebody asks for, and the record as it is. */
export interface Asked {
  readonly state: Casework;
  readonly moved: Moved;
  readonly record: CaseRecord;
  readonly parts: ReadonlySet<string>;
  readonly seconds: readonly Actor[];
  readonly calendar: WorkingDays;
}

/** On which days an organisation works; `weekend`: 0 is Monday; `worked`: days of it that are worked. */
export interface WorkingDays {
  readonly weekend: readonly number[];
  readonly holidays: readonly string[];
  readonly worked: readonly string[];
}

const WEEK = 7;

/** Whether a day is worked. */
export function isWorkedDay({ weekend, holidays, worked }: WorkingDays, day: string): boolean {
  if (worked.includes(day)) return true;
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + WEEK - 1) % WEEK;
  return !weekend.includes(weekday) && !holidays.includes(day);
}

/** Monday to Friday. */
export const WEEKS: WorkingDays = { weekend: [5, 6], holidays: [], worked: [] };

export type Need = (asked: Asked) => boolean;

/** Whether something is arranged so that this party can take part: then their times are longer. */
export function isAdjusted(state: Casework, party: string): boolean {
  return last(one(state, "party", party), "grant") !== undefined;
}

/** Half as long again for them. */
export function lengthened(state: Casework, party: string, days: number): number {
  return isAdjusted(state, party) ? Math.ceil((days * COUNT.adjusted) / 2) : days;
}

/** States of a seat that somebody has, or is to have. */
export const LIVE: readonly string[] = ["proposed", "declared", "objected"];

/** What is asked of a move that a committee makes with its quorum. */
const TOGETHER: readonly string[] = ["found_together", "stayed_together"];

const HOUR = 60 * 60 * 1000;
const MINUTE = 60_000;

/** Milliseconds of an instant. */
export function timeOf(at: string): number {
  return Date.parse(at);
}

/**
 * When as many hours have passed for certain since a move. What the reporter or a party moved is kept by its
 * hour, and may have been at the end of it.
 */
function ended({ state }: Asked, since: Moved, hours: keyof typeof HOURS): number {
  const isByTheHour = one(state, "party", since.actor) !== undefined;
  return timeOf(since.at) + (HOURS[hours] + Number(isByTheHour)) * HOUR;
}

/** Whether as many hours have passed since a move. */
export function isOver(asked: Asked, since: Moved, hours: keyof typeof HOURS): boolean {
  return timeOf(asked.moved.at) >= ended(asked, since, hours);
}

/** Whether an instant that was said is over; no instant never is. */
export function isAfter(asked: Asked, due: string | undefined): boolean {
  return Boolean(due) && timeOf(asked.moved.at) > timeOf(due ?? "");
}

/** The day of an instant, by the offset with which another is written. */
export function dayOf(at: string, like: string): string {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(like);
  const minutes = offset ? Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  return new Date(timeOf(at) + minutes * MINUTE).toISOString().slice(0, 10);
}

/** Whether what it says as `due` is no sooner than as many hours on. */
export function takesUntil({ moved }: Asked, hours: keyof typeof HOURS): boolean {
  return moved.due !== undefined && timeOf(moved.due) >= timeOf(moved.at) + HOURS[hours] * HOUR;
}

/** Whether what it says as `due` is no later than as many hours on. */
export function endsWithin({ moved }: Asked, since: string, hours: keyof typeof HOURS): boolean {
  return moved.due !== undefined && timeOf(moved.due) <= timeOf(since) + HOURS[hours] * HOUR;
}

/** The allegations that it is about. */
export function aboutOf({ state, moved, record }: Asked): readonly (CaseRecord | undefined)[] {
  return (moved.about ?? record.about).map(id => one(state, "allegation", id));
}

/** Whether there is a team. */
export function isFormed(state: Casework): boolean {
  return last(caseRecord(state), "form_team") !== undefined;
}

/** `officer` or `committee`; empty before there is a team. */
export function bodyOf(state: Casework): string {
  return last(caseRecord(state), "form_team")?.code ?? "";
}

/** Whether those who find together also sign this move beside whoever makes it: a committee's quorum. */
export function isMadeTogether(state: Casework, { needs = [] }: Pick<Move, "needs">): boolean {
  return bodyOf(state) === "committee" && needs.some(each => TOGETHER.includes(each));
}

/** The declared seats of these parts. */
export function seatsOf(state: Casework, parts: readonly string[]): readonly CaseRecord[] {
  return every(state, "seat").filter(each => each.state === "declared" && parts.includes(each.code));
}

/** Whether somebody is a party whose keys two people confirmed. */
export function isConfirmed(state: Casework, id: string): boolean {
  return one(state, "party", id)?.state === "confirmed";
}

/** The parts that somebody has in a case, of one record of it. */
export function partsOf(state: Casework, actor: Actor, record: CaseRecord): ReadonlySet<string> {
  const leadsNot = isLed(state) || hasSeat(state, actor.id);
  // Of no tier either: who was struck judges nothing here any more.
  const standing = wasStruck(state, actor.id)
    ? []
    : actor.standing.filter(each => PARTS.standing.includes(each) && !(each === "lead" && leadsNot));
  return new Set([
    ...standing,
    ...seated(state, actor.id),
    ...roles(state, actor.id),
    ...related(state, actor.id, record),
  ]);
}

function isLed(state: Casework): boolean {
  const lead = bodyOf(state) === "officer" ? "lead" : "presiding";
  return isFormed(state) && seatsOf(state, [lead]).length > 0;
}

function wasStruck(state: Casework, holder: string): boolean {
  return every(state, "seat").some(each => each.holder === holder && each.state === "struck");
}

/** In a seat while nobody leads: then somebody else has to lead. */
function hasSeat(state: Casework, holder: string): boolean {
  const own = every(state, "seat").filter(each => each.holder === holder);
  return isFormed(state) && own.some(each => LIVE.includes(each.state));
}

/** When something was found, or varied, last; before that, longer ago than anything. */
export function newestFound(state: Casework): number {
  const made = every(state, "finding").flatMap(({ past }) =>
    past.filter(each => ["make", "vary"].includes(each.move)).map(({ at }) => timeOf(at)),
  );
  return Math.max(-Infinity, ...made);
}

/** Whether a protection was asked for by somebody who is accused. */
export function isRespondents(state: Casework, { past }: CaseRecord): boolean {
  return one(state, "party", past[0]?.actor ?? "")?.code === "respondent";
}

/** The party whom a measure protects: who asked for it, else whom it is about, else the reporter. */
export function protectedOf(state: Casework, { past, code, party }: CaseRecord): string {
  const asked = one(state, "party", past[0]?.actor ?? "");
  return asked?.id ?? (code === "other" ? party : "reporter");
}

function seated(state: Casework, holder: string): ReadonlySet<string> {
  const own = seatsOf(state, PARTS.seats)
    .filter(each => each.holder === holder)
    .map(({ code }) => code);
  if (!isFormed(state)) return new Set(own.filter(each => PARTS.early.includes(each)));
  const found = new Set(own);
  if (bodyOf(state) === "committee") {
    for (const each of ["investigator", "decider", "lead"]) found.delete(each);
    if (own.some(each => PARTS.committee.includes(each))) found.add("investigator").add("decider");
    if (own.includes("presiding")) found.add("lead");
  }
  if (own.some(each => !PARTS.apart.includes(each))) found.add("member");
  return found;
}

function roles(state: Casework, id: string): readonly string[] {
  const code = isConfirmed(state, id) ? one(state, "party", id)?.code : undefined;
  return code !== undefined && PARTS.roles.includes(code) ? [code] : [];
}

function related(state: Casework, id: string, record: CaseRecord): readonly string[] {
  if (!record.state) return [];
  const found = [];
  const isParty = record.object === "party";
  if ((isParty ? record.id : record.party) === id && isConfirmed(state, id)) found.push("concerned");
  if (record.holder === id) found.push("named");
  if (isParty && record.id === id) found.push("invitee");
  return found;
}
