/** What a party decides themselves: one signed letter, to themselves and the team's file, sent once. */

import type { ApiError } from "../../../lib/api.ts";
import { type Bytes, newId } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { sealPartyLetter } from "../../../lib/partyLetter.ts";
import { channelApi } from "../../../lib/partyApi.ts";
import { dayOf, type PartyRoom } from "../../../lib/partyRoom.ts";
import { bodyDigest, type Shell, shellWith } from "../../../lib/shell.ts";
import type { PartyRecord, Words } from "../../../lib/toldParty.ts";
import type { PartysMove } from "../../../lib/wire.ts";

/** The state after each of a party's moves (docs/spec/casework.md); of the others it stays as it is. */
export const AFTER: Readonly<Record<string, string>> = {
  "appeal lodge": "lodged",
  "appeal take_back": "taken_back",
  "checkin answer": "answered",
  "interview approve": "approved",
  "interview confirm": "confirmed",
  "interview correct": "corrected",
  "interview decline": "declined",
  "interview not_approve": "not_approved",
  "interview postpone": "postponed",
  "measure accept": "accepted",
  "measure decline": "declined",
  "measure request": "requested",
  "notice admit": "admitted",
  "notice decline": "declined",
  "notice read": "read",
  "notice reply": "replied",
  "notice reply_late": "replied",
  "notice retract": "replied",
  "party leave": "left",
};

/** What a party moves. `record`: as they are told of it; null for something new. */
export interface Deed {
  readonly object: string;
  readonly record: PartyRecord | null;
  readonly move: string;
  readonly code?: string;
  readonly party?: string;
  readonly about?: readonly string[];
  readonly words: Words;
  /** The body that it answers, to the byte: what is accepted or approved. */
  readonly answers?: Bytes;
}

/** The team has a key that nobody whom this party knows has written with. */
export class NoKey extends Error {
  override name = "NoKey";
}

/** How it is sent, once the server has said that it knows more. */
interface How {
  /** How often the record was moved, and its state: a party is not told of every move. */
  readonly version?: number;
  readonly state?: string;
  readonly seq?: number;
}

/** What was made and has not arrived: a second try is the same move, by the same letter. */
let unsent: { readonly madeOf: string; readonly body: PartysMove } | null = null;
/** Ids of new records, by what is asked for: what is sent twice is one. */
const records = new Map<string, string>();

function named({ answers: _answers, record, ...deed }: Deed): string {
  return JSON.stringify([record?.id, record?.version, deed]);
}

/** The party itself is moved by its own id, and known to be confirmed. */
function idOf(room: PartyRoom, deed: Deed): string {
  const { object, record } = deed;
  if (object === "party") return room.channel.party;
  const id = record?.id ?? records.get(named(deed)) ?? newId();
  if (record === null) records.set(named(deed), id);
  return id;
}

function shellOf(room: PartyRoom, deed: Deed, how: How): Shell {
  const { object, record, move, code = "", party = "", about = [] } = deed;
  const from = how.state ?? (object === "party" ? "confirmed" : (record?.state ?? ""));
  const version = (how.version ?? record?.version ?? 0) + 1;
  const to = AFTER[`${object} ${move}`] ?? from;
  return shellWith({ object, id: idOf(room, deed), move, version, from, to, code, party, about });
}

async function bodyOf(room: PartyRoom, deed: Deed, how: How): Promise<PartysMove> {
  const { channel, keys, file, nextSeq, said: ofRoom } = room;
  if (!file) throw new NoKey();
  const record = shellOf(room, deed, how);
  const answers = deed.answers && { answers: await bodyDigest(deed.answers) };
  const { object, id, move, version, code, party, about } = record;
  const letter = await sealPartyLetter(
    {
      ...{ case: channel.matter, seq: how.seq ?? nextSeq, kind: "record", author: channel.party },
      content: { text: "", ...deed.words, ...answers, record },
      now: dayOf(serverTime()),
    },
    keys.signer,
    { party: keys.recipient, file: file.recipient, generation: file.generation },
    ofRoom,
  );
  const said = { object, record: id, move, version, code, party, about };
  return { id: newId(), ...said, letter: { ...letter, generation: file.generation } };
}

/** How to try again; null where they have to look again first. */
function otherwise(error: unknown, { answers }: Deed, how: How): How | null {
  const { status, data = {} } = error as Partial<ApiError>;
  const { reason, version, state, seq } = data;
  if (status !== 409) return null;
  if (typeof seq === "number" && seq !== how.seq) return { ...how, seq };
  // What they accept or approve may be other words by now; all else is said as well a move later.
  if (answers || how.version !== undefined || reason !== "stale") return null;
  return typeof version === "number" && typeof state === "string" ? { ...how, version, state } : null;
}

async function post(room: PartyRoom, deed: Deed, how: How): Promise<void> {
  const madeOf = JSON.stringify([room.file?.generation, how, named(deed)]);
  if (unsent?.madeOf !== madeOf) unsent = { madeOf, body: await bodyOf(room, deed, how) };
  try {
    await channelApi(room.keys.login).move(unsent.body);
  } catch (error) {
    const next = otherwise(error, deed, how);
    if (next === null) throw error;
    await post(room, deed, next);
  }
}

/**
 * Makes one move. Raises ApiError (409 with `reason` where the rules are against it), Unreachable, NoKey;
 * nothing is lost, and it can be sent again.
 */
export async function sendMove(room: PartyRoom, deed: Deed): Promise<void> {
  await post(room, deed, {});
  unsent = null;
  records.delete(named(deed));
}
