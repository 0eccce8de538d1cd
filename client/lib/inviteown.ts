/**
 * A party's own copy of the invitation that it answered (docs/spec/channel.md, 6; twin of
 * inviteown.py). Coming back with twelve words, a browser has nothing else that says which root key and
 * which team these words belong to.
 */

import { seal } from "./agefile.ts";
import { type Bytes, concat, utf8 } from "./bytes.ts";
import { verify } from "./ed25519.ts";
import { type Invitation, parseInvitation } from "./invitation.ts";
import { demand, frameInvite, openInvite, readInviteJson, splitInvite } from "./inviteframe.ts";
import { canonicalJson } from "./json.ts";
import type { CodeKeys } from "./returncode.ts";

const DOMAIN = utf8("heard/invite-own/v1\n");
const SIGNATURE = 64;

/** Signed by the party's key, sealed to the party's own recipient, and sent with the answer. */
export async function sealOwn(invitation: Invitation, own: CodeKeys): Promise<Bytes> {
  const body = utf8(canonicalJson(parseInvitation(invitation)));
  const signature = await own.signer.sign(concat(DOMAIN, body));
  return seal(frameInvite(body, signature), [own.recipient]);
}

/** Reads a plaintext; `key`: the party's Ed25519 key. Raises BadInvitation. */
export async function readOwn(plaintext: Bytes, key: Bytes): Promise<Invitation> {
  const { body, tags } = splitInvite(plaintext, SIGNATURE);
  const signed = await verify(key, tags, concat(DOMAIN, body));
  demand(signed, "signature", "it is not the one that these words answered");
  return parseInvitation(readInviteJson(body));
}

/** Opens with the keys of the twelve words. Raises AgeError, BadInvitation. */
export async function openOwn(sealed: Bytes, own: CodeKeys): Promise<Invitation> {
  return readOwn(await openInvite(sealed, own.identity), own.signer.key);
}
