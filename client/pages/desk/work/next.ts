/** What is next in a worked case, and whose turn it is. */

import { isRespondents } from "../../../lib/caseworkAsked.ts";
import { every, last, one } from "../../../lib/caseworkState.ts";
import { t } from "../words.ts";
import { checkinsNext } from "./checkins/next.ts";
import { exhibitsNext } from "./exhibits/next.ts";
import { findingsNext } from "./findings/next.ts";
import { gateNext } from "./gate/next.ts";
import type { Given, Next } from "./given.ts";
import { interviewsNext } from "./interviews/next.ts";
import { lawNext } from "./law/next.ts";
import { appealsNext, lettersNext } from "./letters/next.ts";
import type { CaseRecord, Work } from "./model.ts";
import { may, maySecond } from "./moving.ts";
import { actorName, partyName } from "./naming.ts";
import { noticesNext } from "./notices/next.ts";
import { packagesNext } from "./packages/next.ts";
import { isTakenBack } from "./course.ts";
import { takenBackNext } from "./takenBack.ts";
import { isFormed, isOutdated, isSignedFor, isWhole, seats, tooFew, vacantIn } from "./team.ts";
import { codeWords } from "./words.ts";

/** Whoever leads: by a seat of the team, or before there is one, as the case has it. */
function leadName(work: Work): string {
  const seat = seats(work).find(
    ({ code, state }) => state === "declared" && ["lead", "presiding"].includes(code),
  );
  const id = isFormed(work) && seat ? seat.holder : work.open.lead;
  return id ? actorName(work, id) : t("work.lead");
}

function people(work: Work): Given[] {
  const there = every(work.state, "party");
  const mine = may(work, { object: "party", id: "new", move: "note", code: "respondent" });
  if (!there.some(({ code }) => code === "respondent")) {
    return [{ what: t("next.respondent"), part: "persons", mine }];
  }
  const accused = there.find(({ code }) => code === "respondent")?.id ?? "";
  const alleged = { object: "allegation", id: "new", move: "note", code: "other", party: accused };
  if (every(work.state, "allegation").length > 0) return [];
  return [{ what: t("next.allegation"), part: "alleged", mine: may(work, alleged) }];
}

/** Somebody has asked for new words for a person who lost theirs, and nobody else has signed. */
function anew(work: Work): Given[] {
  const isAsked = (party: CaseRecord): boolean => {
    const own = work.view.assents.filter(
      each => each.record === party.id && each.move === "invite_anew" && each.version === party.version + 1,
    );
    return own.length > 0 && new Set(own.map(({ holder }) => holder)).size < 2;
  };
  const asked = every(work.state, "party").filter(isAsked);
  return asked.map(({ id }) => {
    const byMe = work.view.assents.some(({ record, holder }) => record === id && holder === work.me.id);
    const mine = !byMe && maySecond(work, { object: "party", id, move: "invite_anew" });
    return { who: t("work.second"), what: t("next.anew"), part: "persons", mine };
  });
}

/** Somebody answered an invitation: what they alone are told waits until two of the team have asked them. */
function enrolled(work: Work): Given[] {
  const opened = every(work.state, "party").filter(({ state }) => state === "opened");
  return opened.map(({ id, version }) => {
    const hasSigned = work.view.assents.some(each => {
      const { record, move, holder } = each;
      return record === id && move === "confirm" && each.version === version + 1 && holder === work.me.id;
    });
    const mine = !hasSigned && may(work, { object: "party", id, move: "confirm" });
    return { what: t("next.confirm", { name: partyName(work, id) }), part: "persons", mine };
  });
}

/** Somebody said what they need to take part, and nothing is arranged since. */
function needing(work: Work): Given[] {
  const asked = every(work.state, "party").filter(
    party => (last(party, "request")?.version ?? 0) > (last(party, "grant")?.version ?? 0),
  );
  return asked.map(({ id }) => ({
    what: t("next.needs", { name: partyName(work, id) }),
    part: "persons",
    mine: may(work, { object: "party", id, move: "grant" }),
  }));
}

/** Nobody has decided yet what protects the reporter meanwhile, and there is nothing to answer. */
function unweighed(work: Work): Given[] {
  const isOwed = work.open.duties.some(({ kind, state }) => kind === "interim_measures" && state === "open");
  // What a respondent asks for answers nothing of it.
  const isAwaited = (each: CaseRecord): boolean =>
    each.state === "requested" && !isRespondents(work.state, each);
  if (!isOwed || every(work.state, "measure").some(isAwaited)) return [];
  const mine = may(work, { object: "case", id: "case", move: "weigh_measures" });
  return [{ what: t("next.weigh"), part: "protection", mine }];
}

/** Whoever has to bear something without a yes of theirs is heard about it in 48 hours. */
function unheard(work: Work): Given[] {
  const owed = work.open.duties.filter(
    ({ kind, state, done }) =>
      kind === "measure_hearing" && (state === "open" || (state === "missed" && !done)),
  );
  const records = [...new Set(owed.flatMap(({ record }) => record ?? []))];
  return records.map(id => ({
    what: t("next.hear", { name: partyName(work, one(work.state, "measure", id)?.party ?? "") }),
    part: "protection",
    mine: may(work, { object: "measure", id, move: "hear" }),
  }));
}

function measures(work: Work): Given[] {
  return every(work.state, "measure").flatMap((record): Given[] => {
    const { id, code, party, state } = record;
    const own = (move: string): boolean => may(work, { object: "measure", id, move });
    if (state === "requested")
      return [{ what: t("next.measure"), part: "protection", mine: own("grant") || own("grant_other") }];
    if (state === "granted" || state === "other") {
      return [{ what: t("next.offer"), part: "protection", mine: own("offer") }];
    }
    const isTheirs = state === "offered" || (state === "reviewed" && code === "reporter");
    if (isTheirs && (code === "reporter" || party !== "")) {
      const who = code === "reporter" ? t("actor.reporter") : partyName(work, party);
      return [{ who, what: t("next.answer"), part: "protection", mine: false }];
    }
    if (state === "accepted")
      return [{ what: t("next.activate"), part: "protection", mine: own("activate") }];
    // Looked at again: until somebody says that it goes on, or ends, it is neither.
    if (state === "reviewed") return [{ what: t("next.reviewed"), part: "protection", mine: own("keep") }];
    return [];
  });
}

/** A committee is signed for by the next tier first. */
function forming(work: Work): Given {
  const body = (["officer", "committee"] as const).find(each => isWhole(work, each));
  if (body === undefined) {
    const propose = { object: "seat", id: "new", move: "propose", code: "counsel", holder: "none" };
    const what = t(tooFew(work) === null ? "next.seats" : "next.too_few");
    return { what, part: "team", mine: may(work, propose) };
  }
  const step = { object: "case", id: "case", move: "form_team", code: body };
  if (body === "committee" && !isSignedFor(work)) {
    return { who: t("work.tier2"), what: t("next.sign_team"), part: "team", mine: maySecond(work, step) };
  }
  return { what: t("next.form"), part: "team", mine: may(work, step) };
}

/** A place that whoever had it has left. */
function vacant(work: Work): Given[] {
  return vacantIn(work).map(part => {
    const step = { object: "seat", id: "new", move: "propose", code: part, holder: "none" };
    const who = ["lead", "presiding"].includes(part) ? { who: t("work.tier2") } : {};
    return {
      ...who,
      what: t("next.vacant", { part: codeWords(part) }),
      part: "team" as const,
      mine: may(work, step),
    };
  });
}

function team(work: Work): Given[] {
  const waiting = seats(work).flatMap((seat): Given[] => {
    if (seat.state === "proposed") {
      const mine = seat.holder === work.me.id;
      return [{ who: actorName(work, seat.holder), what: t("next.declare"), part: "team", mine }];
    }
    if (seat.state !== "objected") return [];
    const mine = may(work, { object: "seat", id: seat.id, move: "overrule" });
    return [{ who: t("work.tier2"), what: t("next.objection"), part: "team", mine }];
  });
  if (waiting.length > 0) return waiting;
  return isFormed(work) ? vacant(work) : [forming(work)];
}

/** Somebody was noted as a person of the case: who sits in the team compares once more, and says so. */
function rechecks(work: Work): Given[] {
  return seats(work)
    .filter(seat => isOutdated(work, seat))
    .map(({ id, holder }) => {
      const mine = may(work, { object: "seat", id, move: "recheck" });
      return { who: actorName(work, holder), what: t("next.recheck"), part: "team", mine };
    });
}

function plan(work: Work): Given[] {
  if (!isFormed(work) || work.state.phase !== "staffed") return [];
  const [newestPlan] = every(work.state, "plan");
  const id = newestPlan?.id ?? "new";
  const isDrafted = newestPlan?.state === "drafted";
  const mine = may(work, { object: "plan", id, move: isDrafted ? "approve" : "draft" });
  const who = isDrafted ? t("work.second") : leadName(work);
  return [{ who, what: t(isDrafted ? "next.approve" : "next.plan"), part: "plan", mine }];
}

/** Whether their account may be used in another case is the reporter's alone to say, and owed by nobody. */
function lending(work: Work): Given[] {
  const isAsked = every(work.state, "lending").some(({ state }) => state === "asked");
  return isAsked ? [{ who: t("actor.reporter"), what: t("next.lending"), part: "linked", mine: false }] : [];
}

/** What goes on in it, in the order of the parts. */
function goingOn(work: Work): Given[] {
  return [
    ...[
      ...people(work),
      ...enrolled(work),
      ...anew(work),
      ...unheard(work),
      ...needing(work),
      ...measures(work),
      ...unweighed(work),
      ...team(work),
      ...rechecks(work),
      ...plan(work),
      ...lending(work),
      ...gateNext(work),
    ],
    ...[...interviewsNext(work), ...exhibitsNext(work), ...noticesNext(work)],
    ...[...findingsNext(work), ...lettersNext(work), ...checkinsNext(work), ...lawNext(work)],
    ...packagesNext(work),
  ];
}

/** Where the report was taken back: what becomes of it, and what goes on all the same. */
function over(work: Work): Given[] {
  return [
    ...[...takenBackNext(work), ...appealsNext(work), ...checkinsNext(work), ...lawNext(work)],
    ...packagesNext(work),
  ];
}

/** All that waits, each once; nothing where nothing does. */
export function nextOf(work: Work): Next[] {
  const lead = leadName(work);
  const all = isTakenBack(work) ? over(work) : goingOn(work);
  const seen = new Set<string>();
  return all.flatMap(({ who = lead, ...each }) => {
    const key = `${who} ${each.what}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ who, ...each }];
  });
}
