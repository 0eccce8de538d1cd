/** A party's side of the work on a case, for the panels that the reporter has, too (../work). */

import { isAnswer } from "../../../lib/answering.ts";
import type { PartyRoom } from "../../../lib/partyRoom.ts";
import type { PartyMove, PartyRecord, PartyTold } from "../../../lib/toldParty.ts";
import { day, t } from "../../dom.ts";
import type { Answer, Side, Step, Thing } from "../work/side.ts";
import { sendMove } from "./moving.ts";

/** A room with what is told in it of the work on the case. */
export interface Told {
  readonly room: PartyRoom;
  readonly told: PartyTold;
}

function stepOf({ view, shell, words }: PartyMove, me: string): Step {
  const { move, version, code, number, when, due, author, on } = view;
  const { party = "", about = [] } = shell ?? {};
  const said = { move, version, code, party, about, number, when, actor: author, on };
  const until = due === "" ? "" : day(due);
  return { ...said, due, until, mine: author === me, said: day(on), words: { text: "", ...words } };
}

function thingOf(record: PartyRecord, me: string): Thing {
  const { object, id, code, state, version, holds, moves } = record;
  return { object, id, code, state, version, holds, steps: moves.map(each => stepOf(each, me)) };
}

export function thingsOf({ told, room }: Told): readonly Thing[] {
  return told.records.map(each => thingOf(each, room.channel.party));
}

/** What is accepted or approved are the very words that were told last. */
async function sent({ room, told }: Told, { thing, ...deed }: Answer): Promise<void> {
  const record = told.records.find(each => each.object === thing?.object && each.id === thing.id) ?? null;
  const last = record?.moves.at(-1);
  await sendMove(room, { ...deed, record, ...(isAnswer(deed) && last ? { answers: last.bytes } : {}) });
}

/** By their own signed letter: nobody else can say so. */
export function isLeaving({ room }: Told, { object, holds, moves }: PartyRecord): boolean {
  return (
    object === "party" &&
    holds &&
    moves.some(({ view: { move, author } }) => move === "leave" && author === room.channel.party)
  );
}

export function hasLeft(opened: Told): boolean {
  return opened.told.records.some(each => isLeaving(opened, each));
}

/** As somebody is called in a room. */
export function nameIn({ roster, channel }: PartyRoom, id: string): string {
  if (id === channel.party) return t("word.you");
  const entry = roster.entries.find(each => each.id === id);
  return entry ? `${entry.name}, ${entry.role}` : t("room.nobody");
}

/** Whether they were told that the case is closed: nothing of it is answered any more. */
function isClosed(things: readonly Thing[]): boolean {
  return things.some(({ holds, steps }) => holds && steps.some(({ move }) => move === "tell_closed"));
}

export function sideOf(opened: Told, ways: Pick<Side, "home" | "subpage">): Side {
  const { room } = opened;
  const things = thingsOf(opened);
  return {
    me: room.channel.party,
    things,
    owed: room.channel.duties.map(({ kind, due, late }) => ({ kind, when: day(due), late })),
    mayAnswer: room.file !== null && !hasLeft(opened) && !isClosed(things),
    mayProtect: room.file !== null && !hasLeft(opened),
    nameOf: actor => nameIn(room, actor),
    send: answer => sent(opened, answer),
    ...ways,
  };
}
