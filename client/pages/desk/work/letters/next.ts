/** What of how it ended is next: letters that are owed, that all are out, appeals that wait. */

import { caseRecord, every, isAllFound, isOpenAppeal, last } from "../../../../lib/caseworkState.ts";
import { t } from "../../words.ts";
import { askerNext } from "../checkins/next.ts";
import type { Given } from "../given.ts";
import type { Work } from "../model.ts";
import { may } from "../moving.ts";
import { partyName } from "../naming.ts";
import { codeWords } from "../words.ts";
import { missingForAftercare } from "./after.ts";
import { closingNext } from "./closing.ts";
import { isOwed, mayTell, toldBy } from "./parts.ts";

const FOUND: readonly string[] = ["decided", "acting", "aftercare"];

function owed(work: Work): Given[] {
  if (!FOUND.includes(work.state.phase) || !isAllFound(work.state)) return [];
  const parties = toldBy(work).filter(each => isOwed(work, each));
  if (parties.length > 0) {
    const mine = parties.some(({ id }) => mayTell(work, id));
    return [{ what: t("next.outcome_letter"), part: "letters", mine }];
  }
  if (work.state.phase !== "decided") return [];
  const mine = may(work, { object: "case", id: "case", move: "send_letters" });
  return [{ what: t("next.letters_out"), part: "letters", mine }];
}

/** Once all is carried out; what is not yet, says so itself. */
function afterwards(work: Work): Given[] {
  if (work.state.phase !== "acting") return [];
  const lacking = missingForAftercare(work);
  if (lacking === "outcomes_done") return [];
  const asking = askerNext(work);
  if (asking.length > 0) return asking;
  const step = { object: "case", id: "case", move: "start_aftercare" };
  return [{ what: t("next.aftercare"), part: "letters", mine: may(work, step) }];
}

/** An appeal was sent back: the case is opened once more, then each thing that is to be found anew. */
function sentBack(work: Work): Given[] {
  if (work.state.phase === "reopened") {
    const found = every(work.state, "allegation");
    if (found.length === 0 || found.some(({ state }) => state !== "found")) return [];
    const mine = found.some(({ id }) => may(work, { object: "allegation", id, move: "reopen" }));
    return [{ what: t("next.found_anew"), part: "alleged", mine }];
  }
  const opened = last(caseRecord(work.state), "reopen")?.at ?? "";
  const remitted = every(work.state, "appeal").some(appeal => {
    const at = last(appeal, "remit")?.at;
    return at !== undefined && (opened === "" || Date.parse(at) > Date.parse(opened));
  });
  if (!remitted) return [];
  const step = { object: "case", id: "case", move: "reopen", code: "appeal" };
  return [{ what: t("next.reopen"), part: "letters", mine: may(work, step) }];
}

/** Who is accused, and is not told yet that it is looked into again. */
function untold(work: Work): Given[] {
  const reopened = last(caseRecord(work.state), "reopen");
  if (reopened === undefined || work.state.phase !== "reopened") return [];
  const accused = every(work.state, "party").filter(({ code }) => code === "respondent");
  const left = accused.filter(party => {
    const told = last(party, "tell_reopened");
    return told === undefined || Date.parse(told.at) < Date.parse(reopened.at);
  });
  return left.flatMap(({ id }): Given[] => {
    const mine = may(work, { object: "party", id, move: "tell_reopened" });
    return mine
      ? [{ what: t("next.tell_reopened", { name: partyName(work, id) }), part: "letters", mine }]
      : [];
  });
}

/** By somebody who had no part in the case; where nobody has that place yet, they are proposed first. */
export function appealsNext(work: Work): Given[] {
  const open = every(work.state, "appeal").filter(isOpenAppeal);
  const seats = every(work.state, "seat").filter(({ code }) => code === "reviewer");
  if (open.length > 0 && !seats.some(({ state }) => ["proposed", "declared"].includes(state))) {
    const step = { object: "seat", id: "new", move: "propose", code: "reviewer", holder: "none" };
    return [{ what: t("next.reviewer"), part: "team", mine: may(work, step) }];
  }
  return open.map(({ id, state }): Given => {
    const mine = may(work, { object: "appeal", id, move: state === "lodged" ? "hear" : "allow" });
    return { who: codeWords("reviewer"), what: t("next.appeal"), part: "letters", mine };
  });
}

export function lettersNext(work: Work): Given[] {
  return [
    ...[...owed(work), ...untold(work), ...appealsNext(work), ...sentBack(work), ...afterwards(work)],
    ...closingNext(work),
  ];
}
