/**
 * A case whose reporter took the report back before anything was found: somebody asks once whether that was
 * their own wish, then it stops or goes on without them. Where it stopped, what binds somebody is ended, and who
 * knows of it is told that it is closed; somebody still asks the reporter how things are.
 */

import { caseRecord, every, last } from "../../../lib/caseworkState.ts";
import type { Moved } from "../../../lib/casework.ts";
import { moment } from "../times.ts";
import { t } from "../words.ts";
import { askerNext } from "./checkins/next.ts";
import { isSigned } from "./course.ts";
import type { Given } from "./given.ts";
import type { CaseRecord, Work } from "./model.ts";
import { may, meets, type Step } from "./moving.ts";
import { partyName } from "./naming.ts";

type Asked = Pick<Step, "object" | "id" | "move"> & Partial<Step>;

export function caseStep(move: string, more: Partial<Step> = {}): Asked {
  return { object: "case", id: "case", move, ...more };
}

/** The newest of this move since the report was taken back. */
export function sinceTakenBack({ state }: Pick<Work, "state">, move: string): Moved | undefined {
  const record = caseRecord(state);
  const [began, then] = [last(record, "withdraw"), last(record, move)];
  return began && then && then.version > began.version ? then : undefined;
}

/** When somebody can no longer undo it: as the server has it. */
export function returnsUntil({ open }: Pick<Work, "open">): string {
  return open.returns_until === null ? "" : moment(new Date(open.returns_until));
}

/** Who says how it ends, once nothing can be undone any more and the reporter was asked. */
function ending(work: Work): Given {
  const told = sinceTakenBack(work, "announce_continuing");
  if (told === undefined) {
    return { what: t("next.stop"), part: "withdrawal", mine: may(work, caseStep("stop")) };
  }
  const mine = may(work, caseStep("continue_without", { code: told.code ?? "" }));
  return { who: t("work.tier2"), what: t("next.continue_without"), part: "withdrawal", mine };
}

function waiting(work: Work): Given[] {
  const given: Given[] = [];
  const isAsked = sinceTakenBack(work, "check_withdrawal") !== undefined;
  if (!isAsked) {
    const mine = may(work, caseStep("check_withdrawal"));
    given.push({ who: t("work.tier2"), what: t("next.check_withdrawal"), part: "withdrawal", mine });
  }
  if (!meets(work, caseStep("stop"), "return_over")) {
    const what = t("next.may_come_back", { until: returnsUntil(work) });
    given.push({ who: t("actor.reporter"), what, part: "withdrawal", mine: false });
  } else if (isAsked) given.push(ending(work));
  return given;
}

/** Each that is in effect. */
function bound(work: Work): Given[] {
  const inEffect = every(work.state, "measure").filter(({ state }) => ["active", "reviewed"].includes(state));
  return inEffect.map(({ id }) => {
    const mine = may(work, { object: "measure", id, move: "end" });
    return { what: t("next.end_protection"), part: "protection", mine };
  });
}

export function closedStep({ id }: Pick<CaseRecord, "id">): Step {
  return { object: "party", id, move: "tell_closed", words: { text: "" } };
}

/** Who knows that it is about them, and hears nothing more by itself: by the rules, who owe it to them. */
export function untold(work: Work): readonly CaseRecord[] {
  return every(work.state, "party").filter(party => {
    const isOwed = party.code === "respondent" && party.state !== "left";
    return (
      isOwed && meets(work, closedStep(party), "knows_of_it") && last(party, "tell_closed") === undefined
    );
  });
}

/** Nothing is sealed to somebody before two have confirmed whose the keys are. */
function telling(work: Work, party: CaseRecord): Given {
  const name = partyName(work, party.id);
  if (party.state !== "opened") {
    return { what: t("next.tell_closed", { name }), part: "withdrawal", mine: may(work, closedStep(party)) };
  }
  const mine = may(work, { object: "party", id: party.id, move: "confirm" });
  return { what: t("next.confirm", { name }), part: "persons", mine };
}

function stopped(work: Work): Given[] {
  const waits = untold(work);
  const tell = waits.map(party => telling(work, party));
  const open = [...bound(work), ...tell, ...(isSigned(work.state) ? askerNext(work) : [])];
  const close = caseStep("close_stopped");
  if (
    open.length > 0 ||
    !["no_appeal_open", "appeal_terms_over", "checkins_over"].every(need => meets(work, close, need))
  )
    return open;
  return work.state.phase === "closed"
    ? []
    : [{ what: t("next.close"), part: "withdrawal", mine: may(work, close) }];
}

export function takenBackNext(work: Work): Given[] {
  return work.state.course === "stopped" ? stopped(work) : waiting(work);
}
