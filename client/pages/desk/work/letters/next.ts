/** What of how it ended is next: letters that are owed, that all are out, appeals that wait. */

import { every, isAllFound, isOpenAppeal } from "../../../../lib/caseworkState.ts";
import { t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { Work } from "../model.ts";
import { may } from "../moving.ts";
import { codeWords } from "../words.ts";
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

export function lettersNext(work: Work): Given[] {
  const open = every(work.state, "appeal").filter(isOpenAppeal);
  const appeals = open.map(({ id, state }): Given => {
    const mine = may(work, { object: "appeal", id, move: state === "lodged" ? "hear" : "allow" });
    return { who: codeWords("reviewer"), what: t("next.appeal"), part: "letters", mine };
  });
  return [...owed(work), ...appeals];
}
