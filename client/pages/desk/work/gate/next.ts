/** What of the gate is next: the reporter is asked, without owing an answer, or agreed and it is still to be told. */

import { every } from "../../../../lib/caseworkState.ts";
import { t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { Work } from "../model.ts";
import { may } from "../moving.ts";

export function gateNext(work: Work): Given[] {
  return every(work.state, "gate").flatMap(({ id, state }): Given[] => {
    const part = "protection";
    if (state === "asked")
      return [{ who: t("actor.reporter"), what: t("next.gate_answer"), part, mine: false }];
    const mine = may(work, { object: "gate", id, move: "tell" });
    return state === "agreed" ? [{ what: t("next.gate_tell"), part, mine }] : [];
  });
}
