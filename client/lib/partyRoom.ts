/**
 * A party's own room: the letters between them and the team (docs/spec/channel.md, 6; sealing.md, 12).
 *
 * Nothing that the server says of keys is believed. Root key, team and file key come from the invitation
 * that these twelve words signed; a newer file key, and who has it, from a letter that somebody of the team
 * signed; and what was written, from letters that name those before them (partyChain.ts).
 */

import { open, recipientKinds } from "./agefile.ts";
import { type Bytes, unbase64, utf8 } from "./bytes.ts";
import { type Erasure, goneBy } from "./erased.ts";
import { sha256hex } from "./hash.ts";
import type { Invitation } from "./invitation.ts";
import { BadInvitation } from "./inviteframe.ts";
import { openOwn } from "./inviteown.ts";
import { BadLetter, type Doubt, judgeLetter, type OpenedLetter } from "./letter.ts";
import { followRoom, type FollowedRoom, toldIn, type ToldInRoom } from "./partyChain.ts";
import { erasuresShown } from "./partyErased.ts";
import { parseTo, type RoomSaid, sealPartyLetter, type To } from "./partyLetter.ts";
import type { CodeKeys } from "./returncode.ts";
import { fingerprint, type Roster, verifyRoster } from "./roster.ts";
import type { Channel, NewPartyLetter, PartyLetterView } from "./wire.ts";

/** A letter as the page shows it. */
export interface PartyLetterShown {
  readonly view: PartyLetterView;
  /** Null where it does not open, and where it is empty. */
  readonly letter: OpenedLetter | null;
  /** Of an empty one: by what it was erased, where the log proves that; else nobody can say why it is empty. */
  readonly erased?: Erasure | undefined;
  /** Why not to rely on it; `to`: it is sealed to others than it should be, or says nothing of its room that could be. */
  readonly doubts: readonly (Doubt | "to")[];
  /** Its author is on the list of people, and nobody of the team has said that they are of it. */
  readonly late: boolean;
}

/** The file key that a letter can be sealed to. */
interface FileRecipient {
  readonly recipient: string;
  readonly generation: number;
}

export interface PartyRoom {
  readonly keys: CodeKeys;
  readonly channel: Channel;
  readonly invitation: Invitation;
  readonly roster: Roster;
  readonly letters: readonly PartyLetterShown[];
  /**
   * Null: the server names a newer file key than anybody of the team has written under; or keeps something
   * from this party that they had seen; or a letter is empty, and with it who may read what is written.
   */
  readonly file: FileRecipient | null;
  readonly nextSeq: number;
  /** What the party's next letter says of the room. */
  readonly said: RoomSaid;
  /** Who reads what is written here, as the team has said: ids, with their keys. */
  readonly team: ReadonlyMap<string, string>;
  /** Who had seen a letter of this room that is not told: the party, or ids of handlers. */
  readonly sawMore: readonly string[];
}

/** What the server gives out, checked here. `letter` fetches the sealed bytes of one. */
export interface RoomSource {
  readonly channel: Channel;
  readonly root: string;
  readonly roster: string;
  readonly letter: (id: string) => Promise<Bytes>;
}

/** Raises BadInvitation, AgeError (the own copy is withheld or another), BadRoster, ApiError, Unreachable. */
export async function openRoom(source: RoomSource, keys: CodeKeys): Promise<PartyRoom> {
  const { channel, root } = source;
  const invitation = await openOwn(unbase64(channel.own), keys);
  if (invitation.party !== channel.party) throw new BadInvitation("party", "it is another party's");
  if ((await fingerprint(root)) !== invitation.root) {
    throw new BadInvitation("root", "the site shows another root key");
  }
  const roster = await verifyRoster(source.roster, { root });
  const opened = await openAll(source, keys, invitation, roster);
  const followed = await chainOf(opened, invitation);
  const mine = await sha256hex(utf8(keys.recipient));
  const letters = opened.map(each => addressed(each, mine, followed));
  const nextSeq = Math.max(-1, ...ownNumbers(channel)) + 1;
  const { heads, team, sawMore } = followed;
  // What this party wrote themselves was written by what they were told: if some of it is gone, nothing is sent.
  const unsure = sawMore.includes(channel.party) || channel.letters.some(withoutBytes);
  const file = unsure ? null : await fileOf(channel, followed.files);
  const said = { before: heads, team: [] };
  return { keys, channel, invitation, roster, letters, file, nextSeq, said, team, sawMore };
}

function ownNumbers({ party, letters }: Channel): number[] {
  return letters.filter(({ author }) => author === party).map(({ seq }) => seq);
}

/** Whether the server says that nothing is left of it, whatever the reason. */
export function withoutBytes({ size }: PartyLetterView): boolean {
  return size === 0;
}

interface Opened extends Omit<PartyLetterShown, "late"> {
  readonly to: To | null;
  readonly told: ToldInRoom;
}

/** It stands in the room under the digest that is listed: who had seen another one finds that missing. */
function emptied(view: PartyLetterView, erasures: readonly Erasure[]): Opened {
  const told = { sha256: view.sha256, held: null };
  return { view, letter: null, erased: goneBy(view, erasures), doubts: [], to: null, told };
}

async function openAll(
  source: RoomSource,
  keys: CodeKeys,
  invitation: Invitation,
  roster: Roster,
): Promise<Opened[]> {
  const { letters, erasures: given, matter } = source.channel;
  const erasures = await erasuresShown(given, matter, roster);
  return Promise.all(
    letters.map(async view =>
      withoutBytes(view) ? emptied(view, erasures) : openOne(view, source, keys, invitation, roster),
    ),
  );
}

async function openOne(
  view: PartyLetterView,
  { channel, letter }: RoomSource,
  keys: CodeKeys,
  { team }: Invitation,
  roster: Roster,
): Promise<Opened> {
  const member = team.find(({ id }) => id === view.author);
  const entry = roster.entries.find(({ id }) => id === view.author);
  const own = view.author === channel.party;
  const signing = member?.signing ?? entry?.signing;
  const key = own ? keys.signer.key : signing === undefined ? null : unbase64(signing);
  const sealed = await letter(view.id);
  const sha256 = await sha256hex(sealed);
  try {
    if (recipientKinds(sealed).length !== 2) throw new BadLetter("the letter is sealed to others");
    const { id, kind, author, seq } = view;
    const claim = { case: channel.matter, id, kind, author, seq, key };
    const opened = await judgeLetter(await open(sealed, [keys.identity]), claim);
    return { view, letter: opened, doubts: opened.doubts, to: toIn(opened), told: toldIn(opened, sha256) };
  } catch (error) {
    if (!(error instanceof Error) || !["AgeError", "BadLetter"].includes(error.name)) throw error;
    return { view, letter: null, doubts: [], to: null, told: { sha256, held: null } };
  }
}

function toIn({ body }: OpenedLetter): To | null {
  try {
    return parseTo((body.content as { to?: unknown }).to);
  } catch {
    return null;
  }
}

function chainOf(letters: readonly Opened[], invitation: Invitation): Promise<FollowedRoom> {
  const { party, generation, file_recipient: first, team } = invitation;
  return sha256hex(utf8(first)).then(file =>
    followRoom(
      { party, generation, file, team },
      letters.map(({ told }) => told),
    ),
  );
}

/** Adds the doubt `to` where a letter does not say that it is for this party and a key that is known. */
function addressed(
  { to, told: { sha256, held }, ...shown }: Opened,
  mine: string,
  { files, strangers, late }: FollowedRoom,
): PartyLetterShown {
  const { view, letter, doubts } = shown;
  const right =
    to !== null &&
    to.party === mine &&
    to.generation === view.generation &&
    files.get(to.generation) === to.file &&
    held !== null &&
    !strangers.has(sha256);
  const found = { ...shown, late: late.has(sha256) };
  return letter === null || right ? found : { ...found, doubts: [...doubts, "to"] };
}

async function fileOf({ file }: Channel, files: ReadonlyMap<number, string>): Promise<FileRecipient | null> {
  const newest = Math.max(...files.keys());
  const same = files.get(file.generation) === (await sha256hex(utf8(file.recipient)));
  return same && file.generation === newest ? file : null;
}

/** Of that day: nobody learns from a party's letter at which hour it was written. */
export function dayOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000);
}

/** Words to the team, as they are sent. Raises BadLetter where there is no key to seal them to. */
export async function sealWords(
  { keys, channel, file, nextSeq, said }: PartyRoom,
  words: string,
  now: Date,
): Promise<NewPartyLetter> {
  if (!file) throw new BadLetter("no key of the file is known");
  const made = await sealPartyLetter(
    {
      case: channel.matter,
      seq: nextSeq,
      kind: "message",
      author: channel.party,
      content: { words },
      now: dayOf(now),
    },
    keys.signer,
    { party: keys.recipient, file: file.recipient, generation: file.generation },
    said,
  );
  return { ...made, generation: file.generation };
}
