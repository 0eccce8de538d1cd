/**
 * A case whose reporter took the report back before anything was found: nothing goes on in it, but what binds
 * somebody is still ended, and who was asked to answer is told that it is over.
 */

import { every, last } from "../../../lib/caseworkState.ts";
import { t } from "../words.ts";
import type { Given } from "./given.ts";
import type { CaseRecord, Work } from "./model.ts";
import { may } from "./moving.ts";
import { partyName } from "./naming.ts";

/** Each that is in effect. */
function bound(work: Work): Given[] {
  const inEffect = every(work.state, "measure").filter(({ state }) => ["active", "reviewed"].includes(state));
  return inEffect.map(({ id }) => {
    const mine = may(work, { object: "measure", id, move: "end" });
    return { what: t("next.end_protection"), part: "protection", mine };
  });
}

/** Whether the team wrote to somebody after the report was taken back. */
function isWrittenTo({ open, file }: Work, party: string): boolean {
  const order = open.timeline.map(({ leaf }) => leaf);
  const since = open.timeline.findIndex(({ event }) => event === "case_withdrawn");
  const ours = file?.view.letters.filter(each => each.party === party && each.author !== party) ?? [];
  return ours.some(({ kind, leaf }) => kind === "message" && order.indexOf(leaf) > since);
}

function wasAsked({ state }: Work, { id }: CaseRecord): boolean {
  return every(state, "notice").some(each => each.party === id && last(each, "send") !== undefined);
}

/** Who has something that was put to them, and hears nothing more by itself. */
function untold(work: Work): Given[] {
  const waiting = every(work.state, "party").filter(
    party => party.state === "confirmed" && wasAsked(work, party) && !isWrittenTo(work, party.id),
  );
  const { open, file } = work;
  const mine = open.proven && !open.lapsed && (file?.opened.mayWrite ?? false);
  return waiting.map(({ id }) => {
    return { what: t("next.tell_over", { name: partyName(work, id) }), part: "persons", mine };
  });
}

export function takenBackNext(work: Work): Given[] {
  return [...bound(work), ...untold(work)];
}
