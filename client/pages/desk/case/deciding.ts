/** Deciding how a case goes on: which ways there are, and sealing the one that is chosen. */

import { newId } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { shellOf } from "../../../lib/decision.ts";
import { sealLetter } from "../../../lib/desk.ts";
import { api, keysOf, type OpenCase } from "./model.ts";

/** Those that one holder can choose alone. */
export const ROUTES = ["investigate", "support_only", "redirect", "no_action_now"] as const;

export type Route = (typeof ROUTES)[number];

/** What a half-written decision is kept as. */
export function formOf({ id }: OpenCase): string {
  return `${id}/triage`;
}

/** How often the case itself was moved with this. Where it was decided meanwhile, one that is refused. */
async function versionOf({ id, decisions }: OpenCase): Promise<number> {
  const { moves } = await api.work(id);
  const own = moves.filter(({ object }) => object === "case");
  const decided = own.filter(({ move }) => move === "triage").length;
  return decided === decisions.length ? own.length + 1 : decisions.length + 1;
}

/** Raises ApiError: 409 where it was decided meanwhile, or the case has another key since it was read. */
export async function sendDecision(open: OpenCase, route: Route, text: string): Promise<void> {
  const version = await versionOf(open);
  const record = shellOf(open.id, { from: open.phase, to: "triaged", code: route, version });
  const seq = keysOf(open).nextSeq;
  const letter = { kind: "decision" as const, seq, content: { text, record }, now: serverTime() };
  const sealed = await sealLetter(keysOf(open), letter);
  await api.triage(open.id, {
    id: newId(),
    route,
    version,
    letter: { ...sealed, generation: open.generation },
  });
}
