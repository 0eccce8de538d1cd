/** What findings, outcomes and appeals need (src/heard/rules/casework/_needs_finding.py). */

import {
  aboutOf,
  type Asked,
  bodyOf,
  isAfter,
  isConfirmed,
  isOver,
  type Need,
  timeOf,
} from "./caseworkAsked.ts";
import { foundTogether } from "./caseworkNeeds.ts";
import { type CaseRecord, caseRecord, every, isOpenAppeal, last, type Moved, one } from "./caseworkState.ts";
import { UNWEIGHED } from "./caseworkTable.ts";

const JUDGED = ["investigator", "decider", "committee", "presiding", "external"];
const INQUIRY = ["allegation", "plan", "notice", "interview", "finding"];
const INQUIRED = ["plan", "notice", "interview"];

function isUnweighed({ moved }: Asked): boolean {
  return UNWEIGHED.includes(moved.code ?? "");
}

function isOnlyRetracted(notice: CaseRecord): boolean {
  const isRetracted = notice.state === "replied" && last(notice, "retract") !== undefined;
  return isRetracted && last(notice, "reply", "reply_late") === undefined;
}

/** Who took an admission back has given no answer by it, and has all their time for one. */
function isRetractionHeard(asked: Asked): boolean {
  const about = asked.moved.object === "case" ? every(asked.state, "allegation") : aboutOf(asked);
  const waiting = about.flatMap(each => {
    const notice = each?.state === "answered" ? one(asked.state, "notice", each.put_by) : undefined;
    return notice !== undefined && isOnlyRetracted(notice) ? [notice] : [];
  });
  return isUnweighed(asked) || waiting.every(({ due }) => isAfter(asked, due));
}

function doesAdmissionStand(asked: Asked): boolean {
  if (asked.moved.basis !== "admission") return true;
  return every(asked.state, "notice").some(notice => {
    const admitted = last(notice, "admit");
    const covers = aboutOf(asked).every(each => each?.put_by === notice.id);
    return (
      notice.state === "admitted" && covers && admitted !== undefined && isOver(asked, admitted, "retracting")
    );
  });
}

function told({ state, moved }: Asked): Moved | undefined {
  return last(one(state, "party", moved.actor), "tell_outcome");
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

/** Of each who is accused and can be written to, that they were told the newest draft. */
function toldInDraft(asked: Asked): readonly (Moved | undefined)[] {
  const { state } = asked;
  const shared = last(caseRecord(state), "share_draft");
  const accused = new Set(aboutOf(asked).flatMap(each => each?.party ?? []));
  return [...accused]
    .filter(id => isConfirmed(state, id))
    .map(id => {
      const told = last(one(state, "party", id), "tell_draft");
      return told && shared && timeOf(told.at) >= timeOf(shared.at) ? told : undefined;
    });
}

/** They had their working days to comment, each since they were told. */
function areCommentsOver(asked: Asked): boolean {
  const told = [last(caseRecord(asked.state), "share_draft"), ...toldInDraft(asked)];
  return isUnweighed(asked) || told.every(each => isAfter(asked, each?.due));
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

function isAbout(finding: CaseRecord, about: readonly string[] = []): boolean {
  return finding.about.join() === about.join();
}

/** As often as an appeal about it was decided so. */
function wasVariedByAppeal({ state, record }: Asked): boolean {
  const decided = every(state, "appeal").filter(
    each => each.state === "varied" && record.about.every(id => each.about.includes(id)),
  );
  return record.past.filter(({ move }) => move === "vary").length < decided.length;
}

/** What was found anew in a case that was reopened has replaced what was found before. */
function isNewest({ state, record }: Asked): boolean {
  const made = last(record, "make");
  const others = every(state, "finding")
    .filter(each => each.id !== record.id && isAbout(each, record.about))
    .flatMap(each => last(each, "make") ?? []);
  return made !== undefined && others.every(each => timeOf(each.at) <= timeOf(made.at));
}

/** Who inquired does not decide, by whichever part they did it; a committee does both. */
function isDeciderApart({ state, moved }: Asked): boolean {
  if ((moved.object === "seat" && moved.code !== "decider") || bodyOf(state) === "committee") return true;
  const deciding = moved.holder ?? moved.actor;
  const past = INQUIRED.flatMap(name => every(state, name).flatMap(each => each.past));
  return past.every(({ actor }) => actor !== deciding);
}

function isStayedTogether(asked: Asked): boolean {
  return asked.parts.has("reviewer") || foundTogether(asked);
}

/** What was found stands until it is found anew; a respondent appeals what is about them. */
function isAboutWhatWasFound(asked: Asked): boolean {
  const made = every(asked.state, "finding").filter(({ code }) => code !== "");
  const found = new Set(made.flatMap(({ about }) => about));
  const isTheirs = ({ party }: CaseRecord) => asked.parts.has("reporter") || party === asked.moved.actor;
  return aboutOf(asked).every(each => each !== undefined && found.has(each.id) && isTheirs(each));
}

export const NEEDS_FINDING: Readonly<Record<string, Need>> = {
  one_allegation: ({ moved }) => moved.about?.length === 1,
  notice_or_refusal: asked =>
    isUnweighed(asked) ||
    aboutOf(asked).every(each => each === undefined || ["answered", "refused"].includes(each.state)),
  retraction_heard: isRetractionHeard,
  draft_shared: isDraftShared,
  draft_told: asked => isUnweighed(asked) || toldInDraft(asked).every(each => each !== undefined),
  comments_over: areCommentsOver,
  admission_stands: doesAdmissionStand,
  weighed_before: wasWeighed,
  appeal_varied: wasVariedByAppeal,
  newest_finding: isNewest,
  one_draft: ({ state, moved }) =>
    !every(state, "finding").some(each => each.state === "drafted" && isAbout(each, moved.about)),
  decider_apart: isDeciderApart,
  reporter_withdrew: ({ state, moved }) => moved.code !== "withdrawn" || state.course === "continues_without",
  stayed_together: isStayedTogether,
  stay_may_end: ({ state, moved, record }) =>
    !every(state, "appeal").some(isOpenAppeal) || last(record, "stay")?.actor === moved.actor,
  about_what_was_found: isAboutWhatWasFound,
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
