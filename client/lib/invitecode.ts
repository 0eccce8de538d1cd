/** Invite codes: nine words by which a party enrols (docs/spec/channel.md, 2; twin of invitecode.py). */

import { identityFromSeed, recipientOf } from "./agefile.ts";
import { base64url, type Bytes } from "./bytes.ts";
import { sha256hex } from "./hash.ts";
import { type CodeLanguage, deriveSecret, newEntropy, readCode } from "./returncode.ts";
import { INVITE_WORDS } from "./shared.ts";

/** 12 fresh bytes whose words, in that language, hold none that wounds; `wordsOf` shows them. */
export function newInvite(language: CodeLanguage): Promise<Bytes> {
  return newEntropy(language, undefined, INVITE_WORDS);
}

/** The 12 bytes of an invite code as somebody typed it. Raises BadCode. */
export function readInvite(typed: string): Promise<Bytes> {
  return readCode(typed, INVITE_WORDS);
}

/** The keys of an invite code. `locator` goes with requests; the server keeps only `stored`. */
export interface InviteKeys {
  /** Base64url: `Authorization: Heard-Invite <locator>`. */
  readonly locator: string;
  /** SHA-256 of the locator, hexadecimal. */
  readonly stored: string;
  readonly identity: string;
  /** What the invitation is sealed to, and nothing else is. */
  readonly recipient: string;
  /** 32 bytes, which the server never sees. */
  readonly mac: Bytes;
}

export async function deriveInvite(entropy: Bytes, site: string): Promise<InviteKeys> {
  const derive = (label: string) => deriveSecret(entropy, label, site, "invite-code");
  const locator = await derive("locator");
  const identity = identityFromSeed(await derive("age-identity"));
  return {
    locator: base64url(locator),
    stored: await sha256hex(locator),
    identity,
    recipient: await recipientOf(identity),
    mac: await derive("mac"),
  };
}
