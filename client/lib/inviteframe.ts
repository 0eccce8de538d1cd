/** What is signed and sealed at an invitation, all of one size (docs/spec/channel.md, 3 and 4). */

import { isHybrid, open, recipientKey } from "./agefile.ts";
import { type Bytes, concat, text, unbase64 } from "./bytes.ts";
import { publicKey } from "./ed25519.ts";
import { canonicalJson, readJson } from "./json.ts";
import { INVITATION_MAX_SEALED, INVITATION_SIZE } from "./shared.ts";

/** Why an invitation or an answer does not hold: as `FormatError.kind` of the Python twin. */
export type InviteFault =
  | "too_large"
  | "format"
  | "padding"
  | "member"
  | "signature"
  | "mac"
  | "locator"
  | "life"
  | "expired"
  | "root"
  | "roster"
  | "team"
  | "author"
  | "recipient"
  | "party"
  | "invitation"
  | "replaced"
  | "generation"
  | "keys";

/** An invitation, a kept one or an answer that is not what it should be. */
export class BadInvitation extends Error {
  override name = "BadInvitation";
  readonly fault: InviteFault;
  constructor(fault: InviteFault, why: string) {
    super(`This invitation does not hold: ${why}.`);
    this.fault = fault;
  }
}

/** Raises BadInvitation where the condition does not hold. */
export function demand(condition: boolean, fault: InviteFault, why: string): asserts condition {
  if (!condition) throw new BadInvitation(fault, why);
}

/** Length, body, what authenticates it, and zeros. */
export function frameInvite(body: Bytes, ...tags: readonly Bytes[]): Bytes {
  const parts = concat(body, ...tags);
  demand(4 + parts.length <= INVITATION_SIZE, "too_large", "it is too long");
  const out = new Uint8Array(INVITATION_SIZE);
  new DataView(out.buffer).setUint32(0, body.length);
  out.set(parts, 4);
  return out;
}

/** The body, and the `size` bytes after it. Raises BadInvitation. */
export function splitInvite(plaintext: Bytes, size: number): { body: Bytes; tags: Bytes } {
  demand(plaintext.length === INVITATION_SIZE, "too_large", "it has another size");
  const end = 4 + new DataView(plaintext.buffer, plaintext.byteOffset).getUint32(0);
  demand(end + size <= INVITATION_SIZE, "format", "its length is not what it says");
  const empty = plaintext.subarray(end + size).every(byte => byte === 0);
  demand(empty, "padding", "its padding holds something");
  return { body: plaintext.slice(4, end), tags: plaintext.slice(end, end + size) };
}

/** The plaintext of a sealed one, whose size is looked at first. Raises AgeError, BadInvitation. */
export function openInvite(sealed: Bytes, identity: string): Promise<Bytes> {
  demand(sealed.length <= INVITATION_MAX_SEALED, "too_large", "it is larger than any");
  return open(sealed, [identity]);
}

/** The one spelling of a JSON value. Raises BadInvitation. */
export function readInviteJson(body: Bytes): unknown {
  try {
    const json = text(body);
    const value = readJson(json);
    if (canonicalJson(value) === json) return value;
  } catch {
    // Bytes that are no text, and text that is no JSON.
  }
  throw new BadInvitation("format", "it is not JSON as it is written");
}

export function hasInviteMembers(value: unknown, members: string): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.keys(value).sort().join() === members;
}

export const isInviteDigest = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

/** How many bytes stand there in base64; -1 where it is none. */
export function inviteSize(value: unknown): number {
  try {
    return typeof value === "string" ? unbase64(value).length : -1;
  } catch {
    return -1;
  }
}

/** Whether it is a sound Ed25519 key in base64. */
export function isInviteKey(value: unknown): value is string {
  try {
    return typeof value === "string" && publicKey(value).length === 32;
  } catch {
    return false;
  }
}

export function isInviteRecipient(value: unknown): value is string {
  try {
    return typeof value === "string" && isHybrid(value) && recipientKey(value).length > 0;
  } catch {
    return false;
  }
}
