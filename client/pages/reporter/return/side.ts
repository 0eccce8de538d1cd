/** The reporter's side of the work on a case, for the panels that parties have, too (../work). */

import { keepersDigest } from "../../../lib/gateAgreed.ts";
import { servicesFor } from "../../../lib/roster.ts";
import type { ToldMove, ToldRecord } from "../../../lib/toldMoves.ts";
import { moment } from "../../dom.ts";
import type { Answer, Gate, Side, Step, Thing } from "../work/side.ts";
import { beingAsked } from "./askedWhen.ts";
import type { InboxSession } from "./inboxSession.ts";
import { author } from "./letters.ts";
import { send } from "./moving.ts";
import type { Navigation } from "./navigation.ts";
import { caseOf } from "./told.ts";

function stepOf({ view, words }: ToldMove): Step {
  const { move, version, code, party, about, number, digest, when, due, actor, at } = view;
  const clear = { move, version, code, party, about, number, digest, when, actor, on: at.slice(0, 10) };
  const until = due === null ? "" : moment(due);
  return { ...clear, due: due ?? "", until, mine: actor === "reporter", said: moment(at), words };
}

function thingOf(record: ToldRecord): Thing {
  const { object, id, code, state, version, holds, moves } = record;
  return { object, id, code, state, version, holds, steps: moves.map(stepOf) };
}

/** The reporter as a party is there from the beginning; how often it was moved, the server says. */
function hers({ view }: InboxSession) {
  return { id: view.case, version: 0, state: "confirmed", moves: [] };
}

function sent(session: InboxSession, { thing, ...deed }: Answer): Promise<void> {
  const told = session.told.records;
  const found = thing && told.find(each => each.object === thing.object && each.id === thing.id);
  const own = found ?? (deed.object === "party" ? hers(session) : null);
  return send(session, { ...deed, record: deed.object === "case" ? caseOf(session) : own });
}

function gateOf({ trusted }: InboxSession): Gate | null {
  if (trusted === null) return null;
  const { organisation } = trusted.roster;
  const keepers = servicesFor(trusted.roster, "gate");
  const operators = keepers.map(({ operator }) => operator);
  const isMeant = async (digest: string) => keepers.length > 0 && digest === (await keepersDigest(keepers));
  return { operators, isOwn: operators.includes(organisation), isMeant };
}

export function sideOf(session: InboxSession, go: Navigation): Side {
  return {
    me: "reporter",
    // Protection has a place of its own on the report (protection.ts).
    things: session.told.records.filter(({ object }) => object !== "measure").map(thingOf),
    owed: [], // among the promises
    mayAnswer: !["withdrawn", "stopped"].includes(session.view.course),
    mayProtect: true,
    gate: gateOf(session),
    beingAsked: beingAsked(session.view.phase),
    nameOf: actor => author(session, actor),
    send: answer => sent(session, answer),
    home: go.home,
    subpage: go.subpage,
  };
}
