/**
 * What the letters on the outcome are made of: what a case has of them, as a form begins with it, and what
 * was made of it there. Controls of an allegation, or of what was decided, end in its id.
 */

import { serverTime } from "../../../../lib/clock.ts";
import { newestFound } from "../../../../lib/caseworkAsked.ts";
import { isMinor } from "../../../../lib/caseworkMinor.ts";
import { every, last, one } from "../../../../lib/caseworkState.ts";
import { WEEKS_AFTER } from "../../../../lib/caseworkTable.ts";
import { holds, movesOf } from "../../../../lib/moves.ts";
import {
  type Followed,
  type Found,
  type OutcomeParts,
  type Reader,
  type Route,
  SANCTIONS,
  type Share,
} from "../../../../lib/outcomeLetter.ts";
import { limitsIn } from "../../../../lib/reporterLimits.ts";
import type { CaseRecord, JudgedMove, Work } from "../model.ts";
import type { Values } from "../MoveForm.tsx";
import { may } from "../moving.ts";
import { actorName, newest, partyName, said, saidIn, WHAT } from "../naming.ts";
import { dayOf, firstEnd } from "../terms.ts";

const REPORTER = "reporter";
const OVER: readonly string[] = ["waived", "proposed"];
/** By the kind of a sanction (words `outcome_kind`), what of it is told where its kind alone is. */
const CATEGORY: Readonly<Record<string, string>> = {
  ...{ coaching: "talk", training: "talk", warning: "warning", demerit: "warning" },
  ...{ pay: "pay_or_post", demotion: "pay_or_post", transfer: "pay_or_post" },
  ...{ no_people_duties: "pay_or_post", dismissal: "end_of_work", no_rehire: "end_of_work" },
};
const NO_SANCTION = "none";

export function readerOf(party: string): Reader {
  return party === REPORTER ? "reporter" : "respondent";
}

/** Everybody who is owed a letter: the reporter, and each person it is about. */
export function toldBy({ state }: Work): CaseRecord[] {
  return every(state, "party").filter(({ code }) => code === "reporter" || code === "respondent");
}

/** What is alleged, as far as this letter tells of it. */
export function allegedTo({ state }: Work, party: string): readonly CaseRecord[] {
  return every(state, "allegation").filter(each => party === REPORTER || each.party === party);
}

/** The move that says what was found of an allegation; undefined before there is one that holds. */
export function foundOf(work: Work, allegation: string): JudgedMove | undefined {
  const made = every(work.state, "finding").filter(
    each => each.state === "made" && each.about.includes(allegation) && holds(work.moves, each),
  );
  const moves = made.flatMap(({ id }) => movesOf(work.moves, "finding", id));
  return moves.findLast(({ moved }) => moved.move === "make" || moved.move === "vary");
}

/** What was decided and is told in this letter. */
export function followedTo(work: Work, party: string): readonly CaseRecord[] {
  return every(work.state, "outcome").filter(each => {
    if (OVER.includes(each.state) || newest(work, each, "what") === NO_SANCTION) return false;
    if (party !== REPORTER) return each.party === party && SANCTIONS.includes(each.code);
    return each.code !== "remedy" || ["", REPORTER].includes(each.party);
  });
}

export function isSanction({ code }: CaseRecord): boolean {
  return SANCTIONS.includes(code);
}

function protectionOf(work: Work, party: string): string[] {
  const active = every(work.state, "measure").filter(
    each =>
      each.state === "active" && (party === REPORTER || each.party === party) && holds(work.moves, each),
  );
  return active.map(each => saidIn(work, each, WHAT.measure)).filter(each => each !== "");
}

function askerOf(work: Work): string {
  const seat = every(work.state, "seat").find(each => each.code === "checkin" && each.state === "declared");
  return seat ? actorName(work, seat.holder) : "";
}

/** Who was told last, and when. */
export function toldLast(party: CaseRecord): ReturnType<typeof last> {
  return last(party, "tell_outcome");
}

/** Whether something was found after this person was told. */
export function isOwed(work: Work, party: CaseRecord): boolean {
  const told = toldLast(party);
  const own = allegedTo(work, party.id).flatMap(({ id }) => foundOf(work, id) ?? []);
  return told === undefined || own.some(({ moved }) => Date.parse(moved.at) > Date.parse(told.at));
}

/** As it is alleged; to whom it was put, in the words in which it was. */
function actTo(work: Work, party: string, allegation: CaseRecord): string {
  const notices = every(work.state, "notice").filter(each => each.party === party && party !== REPORTER);
  const put = notices.map(each => newest(work, each, `put_${allegation.id}`)).findLast(each => each !== "");
  return put ?? newest(work, allegation, "act");
}

const A_MONTH = 30 * 24 * 60 * 60 * 1000;

/** Whether whoever looks can write this letter; until when one can appeal, it says itself. */
export function mayTell(work: Work, party: string): boolean {
  const due = new Date(serverTime().getTime() + A_MONTH).toISOString();
  return may(work, { object: "party", id: party, move: "tell_outcome", due });
}

/** What the form of a letter says before anybody writes. */
export function begun(
  work: Work,
  party: string,
  { language, due }: { language: string; due: string },
): Values {
  const alleged = allegedTo(work, party).flatMap(each => {
    const found = foundOf(work, each.id);
    const lost = ["missing", "lost_by"].map(name => said(found, name)).filter(text => text !== "");
    return [
      [`act-${each.id}`, actTo(work, party, each)],
      [`reasons-${each.id}`, said(found, "text")],
      [`missing-${each.id}`, lost.join("\n\n")],
    ];
  });
  const followed = followedTo(work, party).flatMap(each => [
    [`text-${each.id}`, saidIn(work, each, WHAT.outcome)],
    [`share-${each.id}`, "full"],
    [`kind-${each.id}`, CATEGORY[newest(work, each, "what")] ?? ""],
    ...["need", "harm", "less"].map(name => [`${name}-${each.id}`, ""]),
  ]);
  const rest = { changes: "", country: "", incident: "", left: "", outside: "", register: "", read: "" };
  return Object.fromEntries([...alleged, ...followed, ...Object.entries({ ...rest, language, due })]);
}

const valueOf = (values: Values, control: string): string => (values[control] ?? "").trim();

function foundIn(work: Work, values: Values, party: string): Found[] {
  return allegedTo(work, party).flatMap(({ id }) => {
    const found = foundOf(work, id)?.moved;
    if (!found) return [];
    const [act, reasons, missing] = ["act", "reasons", "missing"].map(each =>
      valueOf(values, `${each}-${id}`),
    );
    const { code = "", basis = "" } = found;
    return [{ act: act ?? "", code, basis, reasons: reasons ?? "", missing: missing ?? "" }];
  });
}

function followedIn(work: Work, values: Values, party: string): Followed[] {
  return followedTo(work, party).map(each => {
    const of = (name: string): string => valueOf(values, `${name}-${each.id}`);
    return {
      group: each.code,
      name: each.party === "" ? "" : partyName(work, each.party),
      text: of("text"),
      share: of("share") as Share,
      category: of("kind"),
      test: { need: of("need"), harm: of("harm"), less: of("less") },
    };
  });
}

function routesIn(values: Values): Route[] {
  const [country = "", incident = "", left = ""] = ["country", "incident", "left"].map(each => values[each]);
  return limitsIn(country, { incident, left }).map(({ id, before, article }) => ({
    key: `outside.${id}`,
    before: before ?? "",
    article,
  }));
}

/** A letter as the form has it now. */
export function partsIn(work: Work, values: Values, party: string): OutcomeParts {
  const isReporter = party === REPORTER;
  return {
    to: readerOf(party),
    findings: foundIn(work, values, party),
    followed: followedIn(work, values, party),
    changes: valueOf(values, "changes"),
    protection: protectionOf(work, party),
    weeks: isReporter ? WEEKS_AFTER.checkins : [],
    asker: isReporter ? askerOf(work) : "",
    appeal: values["due"] ?? "",
    routes: isReporter ? routesIn(values) : [],
    outside: valueOf(values, "outside"),
    register: isReporter || isMinor(work.state, party) ? "" : valueOf(values, "register"),
  };
}

/** What is said in the letter besides its text: of each thing that is alleged, what it is called there. */
export function actsIn(work: Work, values: Values, party: string): Values {
  const acts = allegedTo(work, party).map(({ id }) => [`act_${id}`, valueOf(values, `act-${id}`)]);
  return Object.fromEntries(acts);
}

/** Why so much is told of each sanction, for the file alone. */
export function testsIn(work: Work, values: Values, party: string): Values {
  if (party !== REPORTER) return {};
  const names = ["share", "need", "harm", "less"];
  const sanctions = followedTo(work, party).filter(isSanction);
  const all = sanctions.flatMap(({ id }) =>
    names.map(name => [`${name}_${id}`, valueOf(values, `${name}-${id}`)]),
  );
  return Object.fromEntries(all);
}

/** The first day on which the time to appeal can end; of a further letter, the one that was given before. */
export function appealDay(work: Work, party: string): string {
  const told = one(work.state, "party", party)?.past.filter(({ move }) => move === "tell_outcome") ?? [];
  const given = told.map(({ due = "" }) => dayOf(work, due)).toSorted();
  const isFurther = told.some(({ at }) => Date.parse(at) >= newestFound(work.state));
  return (isFurther ? given : [firstEnd(work, "appeal", party), ...given].toSorted()).at(-1) ?? "";
}
