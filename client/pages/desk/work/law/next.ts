/** Which law has to be chosen, and who is to be told that data are kept. */

import { every } from "../../../../lib/caseworkState.ts";
import { t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { Work } from "../model.ts";
import { may } from "../moving.ts";
import { codeWords } from "../words.ts";

function choices(work: Work): Given[] {
  return every(work.state, "law_choice").flatMap((record): Given[] => {
    if (record.state !== "open") return [];
    const mine = may(work, { object: "law_choice", id: record.id, move: "choose" });
    return [{ who: codeWords("counsel"), what: t("next.law"), part: "law", mine }];
  });
}

function notices(work: Work): Given[] {
  return every(work.state, "data_notice").flatMap((record): Given[] => {
    if (record.state === "given") return [];
    const mine = may(work, { object: "data_notice", id: record.id, move: "give" });
    return [{ what: t("next.data_notice"), part: "law", mine }];
  });
}

export function lawNext(work: Work): Given[] {
  return [...choices(work), ...notices(work)];
}
