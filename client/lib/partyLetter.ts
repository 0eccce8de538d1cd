/**
 * Letters to and from a party (docs/spec/sealing.md, 12): one age file to two recipients, the
 * party's own and that of the file. A header names no recipients: to whom it was sealed stands
 * inside (`to`), and who opens it compares.
 */

import { open, recipientKinds, recipientOf } from "./agefile.ts";
import { type Bytes, utf8 } from "./bytes.ts";
import type { ContentOf, LetterKind } from "./contents.ts";
import type { Signer } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { isTeam, type TeamMember } from "./invitation.ts";
import {
  BadLetter,
  type Claim,
  type Draft,
  judgeLetter,
  type OpenedLetter,
  type SealedLetter,
  sealLetter,
} from "./letter.ts";
import { hasMembers, isDigest, isGeneration } from "./readers.ts";

/** To whom a letter is sealed: the recipients themselves, and the file key's generation. */
export interface Between {
  readonly party: string;
  readonly file: string;
  readonly generation: number;
}

/** As it stands in the letter: SHA-256 of both, hexadecimal. */
export interface To extends Between {}

/** Of letters that one names: more would be of as many who wrote at once. */
export const MOST_BEFORE = 16;

/** What a letter says of its room (partyChain.ts). */
export interface RoomSaid {
  /** SHA-256 of the sealed letters that it follows, sorted. */
  readonly before: readonly string[];
  /** Who reads the file key; empty: it does not say. */
  readonly team: readonly TeamMember[];
}

function isBefore(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > MOST_BEFORE || !value.every(isDigest)) return false;
  return value.every((each, at) => at === 0 || String(value[at - 1]) < each);
}

/** Reads `room` of a letter's content; only what a writer writes. Raises BadLetter. */
export function parseRoom(value: unknown): RoomSaid {
  const sound =
    hasMembers(value, "before,team") &&
    isBefore(value["before"]) &&
    (isTeam(value["team"]) || (Array.isArray(value["team"]) && value["team"].length === 0));
  if (!sound) throw new BadLetter("the letter does not say what was before it");
  return value as unknown as RoomSaid;
}

export async function toOf({ party, file, generation }: Between): Promise<To> {
  const [one, other] = await Promise.all([party, file].map(each => sha256hex(utf8(each))));
  return { party: String(one), file: String(other), generation };
}

/** Reads `to` of a letter's content; only what a writer writes. Raises BadLetter. */
export function parseTo(value: unknown): To {
  const sound =
    hasMembers(value, "file,generation,party") &&
    isDigest(value["party"]) &&
    isDigest(value["file"]) &&
    value["party"] !== value["file"] &&
    isGeneration(value["generation"]);
  if (!sound) throw new BadLetter("the letter does not say to whom it is sealed");
  return value as unknown as To;
}

/** Raises BadLetter, and AgeError where one of them is no recipient. */
export async function sealPartyLetter<K extends LetterKind>(
  draft: Draft<K>,
  signer: Signer,
  between: Between,
  room: RoomSaid,
): Promise<SealedLetter> {
  const to = parseTo(await toOf(between));
  const content: ContentOf[K] = { ...draft.content, to, room: parseRoom(room) };
  return sealLetter({ ...draft, content }, signer, [between.party, between.file]);
}

export interface OpenedPartyLetter extends OpenedLetter {
  /** Whether it is sealed to those whom it should be, and says so; otherwise it is shown as failing. */
  readonly addressed: boolean;
}

/**
 * Opens a letter by the party's own identity or the file's. `between`: the party whose letter it is,
 * and the file key of a generation that is proven. Raises AgeError or BadLetter.
 */
export async function openPartyLetter(
  sealed: Bytes,
  identity: string,
  claim: Claim,
  between: Between,
): Promise<OpenedPartyLetter> {
  if (recipientKinds(sealed).length !== 2) throw new BadLetter("the letter is sealed to others");
  const opened = await judgeLetter(await open(sealed, [identity]), claim);
  const found = parseTo((opened.body.content as { to?: unknown }).to);
  const wanted = await toOf(between);
  const mine = await sha256hex(utf8(await recipientOf(identity)));
  const same =
    found.party === wanted.party && found.file === wanted.file && found.generation === wanted.generation;
  return { ...opened, addressed: same && (mine === found.party || mine === found.file) };
}
