/**
 * Invitations to a channel (docs/spec/channel.md, 3; twin of invitation.py): signed by a holder,
 * authenticated by the nine words that the party was told, sealed to an identity of the same words.
 */

import { seal } from "./agefile.ts";
import { type Bytes, concat, equalSecret, isId, timestamp, unbase64, utf8 } from "./bytes.ts";
import { type Signer, verify } from "./ed25519.ts";
import { hmac, sha256hex } from "./hash.ts";
import type { InviteKeys } from "./invitecode.ts";
import {
  BadInvitation,
  demand,
  frameInvite,
  hasInviteMembers,
  isInviteDigest,
  isInviteKey,
  isInviteRecipient,
  openInvite,
  readInviteJson,
  splitInvite,
} from "./inviteframe.ts";
import { canonicalJson } from "./json.ts";
import { fingerprint, type Roster, verifyRoster } from "./roster.ts";
import { INVITATION_HOURS, INVITATION_MOST, READERS_MOST_GENERATIONS } from "./shared.ts";

export { BadInvitation, type InviteFault } from "./inviteframe.ts";

/** Somebody of the team; `signing` is Ed25519, base64. */
export interface TeamMember {
  readonly id: string;
  readonly signing: string;
}

/** What a party learns of the team before anything is written. */
export interface Invitation {
  /** Fingerprint of the root key. */
  readonly root: string;
  /** SHA-256 of the newest roster, hexadecimal. */
  readonly roster: string;
  readonly party: string;
  /** SHA-256 of the code's locator, hexadecimal. */
  readonly locator: string;
  readonly file_recipient: string;
  readonly generation: number;
  /** Sorted by id, with `by`. */
  readonly team: readonly TeamMember[];
  /** Who signs. */
  readonly by: string;
  /** RFC 3339 UTC, a full hour. */
  readonly expires: string;
}

const MAC = 32;
const TAGS = 64 + MAC;
const DOMAIN = utf8("heard/invitation/v1\n");
const MEMBERS = "by,expires,file_recipient,generation,locator,party,root,roster,team";
const LIFE = INVITATION_HOURS * 3_600_000;

function isHour(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:00:00Z$/.test(value)) return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && timestamp(time) === value && !value.startsWith("0000");
}

/** Who reads a file key: 1 to 62, by id, no key twice. */
export function isTeam(value: unknown): value is TeamMember[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > INVITATION_MOST) return false;
  const sound = value.every(
    each => hasInviteMembers(each, "id,signing") && isId(each["id"]) && isInviteKey(each["signing"]),
  );
  if (!sound) return false;
  const team = value as TeamMember[];
  const inOrder = team.every(({ id }, at) => at === 0 || (team[at - 1]?.id ?? "") < id);
  return inOrder && new Set(team.map(({ signing }) => signing)).size === team.length;
}

/** Reads the JSON of an invitation; only what a writer writes. Raises BadInvitation. */
export function parseInvitation(value: unknown): Invitation {
  demand(hasInviteMembers(value, MEMBERS), "member", "its members are wrong");
  const { by, generation, root, team } = value;
  const count = Number.isSafeInteger(generation) ? (generation as number) : -1;
  const sound = {
    root: typeof root === "string" && /^[0-9a-f]{5}( [0-9a-f]{5}){7}$/.test(root),
    roster: isInviteDigest(value["roster"]),
    party: isId(value["party"]),
    locator: isInviteDigest(value["locator"]),
    file_recipient: isInviteRecipient(value["file_recipient"]),
    generation: count >= 0 && count < READERS_MOST_GENERATIONS,
    team: isTeam(team),
    by: isTeam(team) && team.some(({ id }) => id === by),
    expires: isHour(value["expires"]),
  };
  for (const [name, good] of Object.entries(sound)) demand(good, "member", `its ${name} is malformed`);
  return value as unknown as Invitation;
}

const bodyOf = (invitation: Invitation): Bytes => utf8(canonicalJson(invitation));

/** What an answer names, hexadecimal. */
export function invitationDigest(invitation: Invitation): Promise<string> {
  return sha256hex(DOMAIN, bodyOf(invitation));
}

/** The key of who signs, base64. */
export function inviterKey({ by, team }: Invitation): string {
  return team.find(({ id }) => id === by)?.signing ?? "";
}

/** When an invitation that is made now ends: cut to the hour, as all that a party is told. */
export function expiryOf(now: Date): string {
  return timestamp(new Date(now.getTime() + LIFE), true);
}

/** The padded plaintext. Raises BadInvitation for what a reader would refuse. */
export async function writeInvitation(
  invitation: Invitation,
  keys: InviteKeys,
  signer: Signer,
): Promise<Bytes> {
  const body = bodyOf(invitation);
  const signature = await signer.sign(concat(DOMAIN, body));
  const mac = await hmac(keys.mac, concat(DOMAIN, body, signature));
  const plaintext = frameInvite(body, signature, mac);
  demandLocator(await readInvitation(plaintext, keys.mac), keys);
  return plaintext;
}

function demandLocator({ locator }: Invitation, keys: InviteKeys): void {
  demand(locator === keys.stored, "locator", "it belongs to another code");
}

/**
 * Reads a plaintext: who made it had the words, which is looked at before anything else is, and `by`
 * signed it. Raises BadInvitation.
 */
export async function readInvitation(plaintext: Bytes, mac: Bytes): Promise<Invitation> {
  const { body, tags } = splitInvite(plaintext, TAGS);
  const signature = tags.slice(0, -MAC);
  const made = await hmac(mac, concat(DOMAIN, body, signature));
  demand(equalSecret(made, tags.slice(-MAC)), "mac", "who made it does not have the nine words");
  const invitation = parseInvitation(readInviteJson(body));
  const signed = await verify(unbase64(inviterKey(invitation)), signature, concat(DOMAIN, body));
  demand(signed, "signature", "it is not signed by who it says");
  return invitation;
}

/** The sealed invitation, as it is sent: to the code's identity alone. */
export async function sealInvitation(
  invitation: Invitation,
  keys: InviteKeys,
  signer: Signer,
): Promise<Bytes> {
  return seal(await writeInvitation(invitation, keys, signer), [keys.recipient]);
}

/** Opens with the keys of the code that was typed; `checkTeam` MUST follow. Raises AgeError too. */
export async function openInvitation(sealed: Bytes, keys: InviteKeys, now: Date): Promise<Invitation> {
  const invitation = await readInvitation(await openInvite(sealed, keys.identity), keys.mac);
  demandLocator(invitation, keys);
  demandOpen(invitation, now);
  return invitation;
}

/** Whether it could be answered at that time. Raises BadInvitation. */
export function demandOpen({ expires }: Invitation, at: Date): void {
  const left = new Date(expires).getTime() - at.getTime();
  demand(left > 0, "expired", "it has expired");
  demand(left <= LIFE, "life", `it is for more than ${INVITATION_HOURS} hours`);
}

/**
 * The roster that the invitation names, with everybody of the team on it. `note`: as the server gives
 * it; `root`: the vkey that it gives, believed for its fingerprint alone. Raises BadInvitation too.
 */
export async function checkTeam(invitation: Invitation, note: string, root: string): Promise<Roster> {
  demand((await fingerprint(root)) === invitation.root, "root", "the site shows another root key");
  demand((await sha256hex(utf8(note))) === invitation.roster, "roster", "the site shows another list");
  const roster = await verifyRoster(note, { root });
  const listed = new Set(roster.entries.map(({ id, signing }) => `${id} ${signing}`));
  const all = invitation.team.every(({ id, signing }) => listed.has(`${id} ${signing}`));
  if (!all) throw new BadInvitation("team", "somebody of the team is not on the list");
  return roster;
}
