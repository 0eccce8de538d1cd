/**
 * What the team keeps of an invitation until it is answered (docs/spec/channel.md, 4; twin of
 * invitekept.py): sealed to the file key, and signed by who invited. A server that could put a `mac` of
 * its own in its place would enrol a party of its own.
 */

import { recipientOf, seal } from "./agefile.ts";
import { base64, type Bytes, concat, unbase64, utf8 } from "./bytes.ts";
import { type Signer, verify } from "./ed25519.ts";
import { type Invitation, inviterKey, parseInvitation } from "./invitation.ts";
import {
  demand,
  frameInvite,
  hasInviteMembers,
  inviteSize,
  openInvite,
  readInviteJson,
  splitInvite,
} from "./inviteframe.ts";
import { canonicalJson } from "./json.ts";

/** The invitation and the `mac` of its code. */
export interface KeptInvitation {
  readonly invitation: Invitation;
  readonly mac: Bytes;
}

/** Who could read the file key, as `follow` found them: id to base64 Ed25519 key. */
export type FileMembers = ReadonlyMap<string, string>;

const DOMAIN = utf8("heard/invite-kept/v1\n");
const SIGNATURE = 64;

/** Sealed to the file key that the invitation names, and to nothing else. */
export async function sealKept(kept: KeptInvitation, signer: Signer): Promise<Bytes> {
  const body = utf8(canonicalJson({ invitation: kept.invitation, mac: base64(kept.mac) }));
  const plaintext = frameInvite(body, await signer.sign(concat(DOMAIN, body)));
  const { by } = kept.invitation;
  await readKept(plaintext, new Map([[by, inviterKey(kept.invitation)]]));
  return seal(plaintext, [kept.invitation.file_recipient]);
}

/** Reads a plaintext. Raises BadInvitation. */
export async function readKept(plaintext: Bytes, members: FileMembers): Promise<KeptInvitation> {
  const { body, tags } = splitInvite(plaintext, SIGNATURE);
  const kept = keptOf(readInviteJson(body));
  const key = inviterKey(kept.invitation);
  demand(members.get(kept.invitation.by) === key, "author", "who invited could not read this file");
  const signed = await verify(unbase64(key), tags, concat(DOMAIN, body));
  demand(signed, "signature", "it is not signed by who it says");
  return kept;
}

function keptOf(value: unknown): KeptInvitation {
  demand(hasInviteMembers(value, "invitation,mac"), "member", "its members are wrong");
  const { mac } = value;
  demand(inviteSize(mac) === 32, "member", "its mac is malformed");
  return { invitation: parseInvitation(value["invitation"]), mac: unbase64(String(mac)) };
}

/** Opens with one generation's file identity, and reads. Raises AgeError, BadInvitation. */
export async function openKept(
  sealed: Bytes,
  identity: string,
  members: FileMembers,
): Promise<KeptInvitation> {
  const kept = await readKept(await openInvite(sealed, identity), members);
  const same = kept.invitation.file_recipient === (await recipientOf(identity));
  demand(same, "recipient", "it names another file key");
  return kept;
}
