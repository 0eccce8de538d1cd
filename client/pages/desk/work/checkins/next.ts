/** Which check-ins are next, and what of them. */

import { every } from "../../../../lib/caseworkState.ts";
import { serverTime } from "../../../../lib/clock.ts";
import { t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { CaseRecord, Work } from "../model.ts";
import { may, meets } from "../moving.ts";
import { isToBeLookedInto, nextCheckin } from "./weeks.ts";

function waits({ state, due }: CaseRecord): "ask" | "review" | "" {
  if (state === "due" && Date.parse(due) <= serverTime().getTime()) return "ask";
  return state === "answered" || state === "silent" ? "review" : "";
}

/** By the next tier, in three working days. */
function lookedInto(work: Work, { id }: CaseRecord): Given {
  const step = { object: "checkin", id, move: "look_into", code: "nothing_of_it" };
  return { who: t("work.tier2"), what: t("next.look_into"), part: "checkins", mine: may(work, step) };
}

function lackingAsker(work: Work): Given[] {
  const step = { object: "seat", id: "new", move: "propose", code: "checkin", holder: "none" };
  return [{ what: t("next.asker"), part: "team", mine: may(work, step) }];
}

/** The reporter set a day, in whichever phase, and nobody is there who could ask. */
function wantsAsker(work: Work): boolean {
  const seats = every(work.state, "seat").filter(({ code }) => code === "checkin");
  const isSeated = seats.some(({ state }) => ["proposed", "declared"].includes(state));
  return !isSeated && every(work.state, "checkin").some(({ state }) => state === "due");
}

/** Somebody to ask the reporter afterwards, and the first day of it, where one of them is lacking. */
export function askerNext(work: Work): Given[] {
  const aftercare = { object: "case", id: "case", move: "start_aftercare" };
  if (!meets(work, aftercare, "checkin_seat")) return lackingAsker(work);
  if (meets(work, aftercare, "checkin_laid_down")) return [];
  const first = nextCheckin(work, "reporter", "new");
  return [{ what: t("next.first_checkin"), part: "checkins", mine: first !== null && may(work, first) }];
}

export function checkinsNext(work: Work): Given[] {
  const asker = wantsAsker(work) ? lackingAsker(work) : [];
  const open = every(work.state, "checkin").flatMap((record): Given[] => {
    const move = waits(record);
    const worse = isToBeLookedInto(record) ? [lookedInto(work, record)] : [];
    if (move === "") return worse;
    const step = { object: "checkin", id: record.id, move };
    const mine = may(work, move === "review" ? { ...step, code: "unchanged" } : step);
    return [{ who: t("next.checkin_seat"), what: t(`next.${move}`), part: "checkins", mine }, ...worse];
  });
  return [...asker, ...open];
}
