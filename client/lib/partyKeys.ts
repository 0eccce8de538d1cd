/**
 * The keys that a party enrolled, as a reader of the file checks them before anything is sealed to them
 * (docs/spec/channel.md, 5). Pure. What the server says of a party counts for nothing: the answer is held
 * against the invitation that was kept under the file key, and against the log.
 */

import { unbase64, utf8 } from "./bytes.ts";
import type { FileReaders } from "./fileReaders.ts";
import { sha256hex } from "./hash.ts";
import type { History } from "./history.ts";
import { checkAnswer, parseAnswer } from "./inviteanswer.ts";
import { BadInvitation, type InviteFault } from "./inviteframe.ts";
import { type KeptInvitation, openKept } from "./invitekept.ts";
import { isVouched, type VouchedKeys } from "./partyVouch.ts";

/** What the server says of an answer (docs/spec/api.md, `work`). */
export interface GivenKeys {
  readonly party: string;
  /** The id of the invitation. */
  readonly invitation: string;
  readonly recipient: string;
  readonly signing: string;
  readonly verifier: string;
  readonly digest: string;
  readonly signature: string;
  readonly mac: string;
  /** Base64; what the team kept. */
  readonly kept: string;
  /** The leaf of `channel_opened`. */
  readonly event: string;
}

export interface GivenInvitation {
  readonly id: string;
  readonly generation: number;
}

/** The file and the log as whoever looks has opened them. */
export interface PartyWorld {
  /** Identities of the file key by generation, and who could read each. */
  readonly file: {
    readonly keys: ReadonlyMap<number, string>;
    readonly readers: Pick<FileReaders, "members">;
  };
  readonly invitations: readonly GivenInvitation[];
  /** Null where the log is not to be believed: then nothing is sealed. */
  readonly history: Pick<History, "fields"> | null;
  /** What readers of the file said of keys, under any of its keys that whoever looks has. */
  readonly vouched: readonly VouchedKeys[];
}

/**
 * Beside what is wrong with the answer (`InviteFault`). `log`: it is hidden, or says otherwise; `closed`: what was
 * kept does not open here, as for somebody who joined under a newer key, and nobody who reads that said that they hold.
 */
export type PartyFault = InviteFault | "log" | "closed";

/** Keys that a party enrolled, and why not to use them; empty: they are theirs. */
export interface PartyKeys {
  readonly party: string;
  readonly recipient: string;
  readonly signing: string;
  /** By the log: the same party enrolled others since. */
  readonly replaced: boolean;
  readonly fault: PartyFault | "";
}

type Fields = ReadonlyMap<string, string>;
const HOUR = 3_600_000;

/** What the log has of an answer and of what was before it. */
interface Logged {
  readonly came: Date;
  readonly locator: string;
  readonly newest: number;
}

/** The newest generation of the file key that may have been there, by the log's time of each. */
function newestBefore(came: Date, { fields }: Pick<History, "fields">): number {
  // An answer's time is cut to the hour: a renewal within that hour counts as before it.
  const made = [...fields.values()].filter(each => each.get("event") === "file_key_made");
  const before = made.filter(each => new Date(each.get("at") ?? "").getTime() < came.getTime() + HOUR);
  return Math.max(-1, ...before.map(each => Number(each.get("generation"))));
}

async function logged(given: GivenKeys, history: PartyWorld["history"]): Promise<Logged | null> {
  const opened = history?.fields.get(given.event);
  if (!history || !opened || !(await saysTheSame(opened, given))) return null;
  // Events of the desk stand in their order, which `prev` proves.
  const own = [...history.fields].filter(([, fields]) => fields.get("party") === given.party);
  const at = own.findIndex(([leaf]) => leaf === given.event);
  const invited = own.slice(0, at).findLast(([, fields]) => fields.get("event") === "party_invited");
  const came = new Date(opened.get("at") ?? "");
  return { came, locator: invited?.[1].get("locator") ?? "", newest: newestBefore(came, history) };
}

/** Whether the log has a later answer of the same party. */
function isReplaced({ event, party }: GivenKeys, history: PartyWorld["history"]): boolean {
  const opened = [...(history?.fields ?? [])].filter(
    ([, fields]) => fields.get("event") === "channel_opened" && fields.get("party") === party,
  );
  return opened.at(-1)?.[0] !== event;
}

async function saysTheSame(fields: Fields, given: GivenKeys): Promise<boolean> {
  return (
    fields.get("event") === "channel_opened" &&
    fields.get("party") === given.party &&
    fields.get("signing") === given.signing &&
    fields.get("recipient") === (await sha256hex(utf8(given.recipient)))
  );
}

async function keptOf(given: GivenKeys, { file, invitations }: PartyWorld): Promise<KeptInvitation | null> {
  const generation = invitations.find(({ id }) => id === given.invitation)?.generation ?? -1;
  const identity = file.keys.get(generation);
  const members = file.readers.members.get(generation);
  if (given.kept === "" || identity === undefined || !members) return null;
  const keys = new Map([...members].map(([id, { signing }]) => [id, signing]));
  return openKept(unbase64(given.kept), identity, keys);
}

async function faultOf(given: GivenKeys, world: PartyWorld): Promise<PartyFault | ""> {
  const { party, recipient, signing, verifier, digest: invitation, signature, mac } = given;
  const told = await logged(given, world.history);
  if (!told) return "log";
  try {
    const kept = await keptOf(given, world);
    if (!kept) return await closedOr(given, world);
    const answer = parseAnswer({ party, recipient, signing, verifier, invitation, signature, mac });
    await checkAnswer(answer, kept, told);
    return "";
  } catch (error) {
    if (error instanceof BadInvitation) return error.fault;
    return closedOr(given, world); // no age file, or sealed to another key
  }
}

/** Who cannot check goes by the word of somebody who could, on just what the log has. */
async function closedOr(given: GivenKeys, { vouched }: PartyWorld): Promise<PartyFault | ""> {
  return (await isVouched(given, vouched)) ? "" : "closed";
}

/** Every answer, checked, oldest first. The newest of a party counts, if nothing is wrong with it. */
export async function judgePartyKeys(
  given: readonly GivenKeys[],
  world: PartyWorld,
): Promise<readonly PartyKeys[]> {
  return Promise.all(
    given.map(async each => ({
      party: each.party,
      recipient: each.recipient,
      signing: each.signing,
      replaced: isReplaced(each, world.history),
      fault: await faultOf(each, world),
    })),
  );
}

/** The keys that a party has today; null before they have enrolled. */
export function newestKeys(judged: readonly PartyKeys[], party: string): PartyKeys | null {
  return judged.findLast(each => each.party === party) ?? null;
}

/** To whom a letter to this party is sealed; null where nothing may be. */
export function partyRecipient(judged: readonly PartyKeys[], party: string): string | null {
  const keys = newestKeys(judged, party);
  return keys && keys.fault === "" && !keys.replaced ? keys.recipient : null;
}

/** When a handler's letter to a party says that it was written: that day, and nothing finer (K10). */
export function sentOn(now: Date): Date {
  return new Date(Math.floor(now.getTime() / (24 * HOUR)) * 24 * HOUR);
}
