/** Which check-ins are next, and what of them. */

import { every } from "../../../../lib/caseworkState.ts";
import { serverTime } from "../../../../lib/clock.ts";
import { t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { CaseRecord, Work } from "../model.ts";
import { may } from "../moving.ts";

function waits({ state, due }: CaseRecord): "ask" | "review" | "" {
  if (state === "due" && Date.parse(due) <= serverTime().getTime()) return "ask";
  return state === "answered" || state === "silent" ? "review" : "";
}

export function checkinsNext(work: Work): Given[] {
  return every(work.state, "checkin").flatMap((record): Given[] => {
    const move = waits(record);
    if (move === "") return [];
    const step = { object: "checkin", id: record.id, move };
    const mine = may(work, move === "review" ? { ...step, code: "unchanged" } : step);
    return [{ who: t("next.checkin_seat"), what: t(`next.${move}`), part: "checkins", mine }];
  });
}
