/** What of handing the case over is next: an agreed package waits to be made, and who was not told waits to be told. */

import { every } from "../../../../lib/caseworkState.ts";
import { t } from "../../words.ts";
import type { Given } from "../given.ts";
import type { CaseRecord, Work } from "../model.ts";
import { may } from "../moving.ts";

const WAITS = {
  agreed: { move: "hand_over", what: "next.package_make" },
  untold: { move: "hand_over_untold", what: "next.package_make" },
  handed_untold: { move: "tell", what: "next.package_tell" },
} as const;

function nextOf(work: Work, { id, state }: CaseRecord): Given[] {
  const waits = WAITS[state as keyof typeof WAITS];
  if (!waits) return [];
  const mine = may(work, { object: "package", id, move: waits.move });
  return [{ what: t(waits.what), part: "packages", mine }];
}

export function packagesNext(work: Work): Given[] {
  return every(work.state, "package").flatMap(each => nextOf(work, each));
}
