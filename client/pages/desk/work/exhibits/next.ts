/** What of exhibits, of quiet first steps, of laws and of data is next. */

import { every } from "../../../../lib/caseworkState.ts";
import { t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { Work } from "../model.ts";
import { may } from "../moving.ts";

const WAITS: Readonly<Record<string, { readonly move: string; readonly what: "receive" | "verify" }>> = {
  noted: { move: "receive", what: "receive" },
  received: { move: "verify", what: "verify" },
};

function exhibits(work: Work): Given[] {
  return every(work.state, "exhibit").flatMap((record): Given[] => {
    const waits = WAITS[record.state];
    if (!waits) return [];
    const { id, digest } = record;
    const step = { object: "exhibit", id, move: waits.move, ...(digest === "" ? {} : { digest }) };
    return [{ what: t(`next.${waits.what}`), part: "exhibits", mine: may(work, step) }];
  });
}

export function exhibitsNext(work: Work): Given[] {
  return exhibits(work);
}
