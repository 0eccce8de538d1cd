/** A holder's secrets, sealed to each way in (docs/spec/sealing.md, 7). */

import { identityFromSeed, isHybrid, open, recipientKey, recipientOf, seal } from "./agefile.ts";
import { type Bytes, hex, isId, text, unbase64, utf8 } from "./bytes.ts";
import { signerFromSeed, type Signer } from "./ed25519.ts";
import { hkdf, sha256 } from "./hash.ts";
import { readJson } from "./json.ts";
import { parseVKey } from "./note.ts";
import {
  KEYRING_MAX_ID,
  KEYRING_MAX_OTHERS,
  KEYRING_MAX_PLAINTEXT,
  KEYRING_MAX_SEALED,
  KEYRING_MAX_WAYS,
} from "./shared.ts";

/** Something that opens the keyring: a passkey by its credential id, or `recovery`. */
export interface WayIn {
  readonly id: string;
  readonly recipient: string;
}

/** What reads, and what signs. */
export interface Secrets {
  readonly identity: string;
  /** Ed25519 seed, base64. */
  readonly signing: string;
}

export interface Keyring extends Secrets {
  /** 2 where there are other keys. */
  readonly v: 1 | 2;
  readonly holder: string;
  /** Pinned vkeys. */
  readonly root: string;
  readonly log: string;
  /** age names no recipient: whoever changes one way in must know the others to keep them. */
  readonly ways: readonly WayIn[];
  /** New keys that no roster names yet, and those from before: what was sealed to them stays so. */
  readonly others?: readonly Secrets[];
}

export class BadKeyring extends Error {
  override name = "BadKeyring";
}

/** The input to give to the passkey's PRF extension. */
export function prfInput(): Promise<Bytes> {
  return sha256(utf8("heard/keyring/v1"));
}

/** The identity that a passkey unlocks. `output`: the 32 bytes of the PRF's first result. */
export async function identityFromPrf(output: Bytes, site: string): Promise<string> {
  return identityFromSeed(await hkdf(output, utf8(`heard/keyring/v1/${site}`), "age-identity"));
}

/** Members in the order of the specification, so that one keyring has one spelling. */
export async function sealKeyring(keyring: Keyring): Promise<Bytes> {
  const { holder, identity, signing, root, log, ways, others = [] } = keyring;
  if (ways.length > KEYRING_MAX_WAYS) throw new BadKeyring("At most 10 ways in; remove one first.");
  if (others.length > KEYRING_MAX_OTHERS) throw new BadKeyring("Your keys were changed too often.");
  const first = { holder, identity, signing, root, log, ways };
  const kept = others.map(each => ({ identity: each.identity, signing: each.signing }));
  const plain = JSON.stringify(kept.length === 0 ? { v: 1, ...first } : { v: 2, ...first, others: kept });
  return seal(
    utf8(plain),
    ways.map(({ recipient }) => recipient),
  );
}

/** Raises AgeError where `identity` is no way in, BadKeyring where it holds something else. */
export async function openKeyring(sealed: Bytes, identity: string): Promise<Keyring> {
  if (sealed.length > KEYRING_MAX_SEALED) throw new BadKeyring("the keyring is too large");
  return readKeyring(await open(sealed, [identity]));
}

const MEMBERS: Readonly<Record<number, string>> = {
  1: "holder,identity,log,root,signing,v,ways",
  2: "holder,identity,log,others,root,signing,v,ways",
};

function hasMembers(value: unknown, members: string): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).sort().join() === members;
}

function isWayIn(way: WayIn): boolean {
  const named = hasMembers(way, "id,recipient") && typeof way.id === "string" && way.id !== "";
  const hybrid = typeof way.recipient === "string" && isHybrid(way.recipient);
  return named && [...way.id].length <= KEYRING_MAX_ID && hybrid && recipientKey(way.recipient).length > 0;
}

/** Whether every secret and key in it is one; raises what their readers raise where one is not. */
async function fits(ring: Keyring): Promise<boolean> {
  const texts = [ring.identity, ring.signing, ring.root, ring.log];
  if (!texts.every(part => typeof part === "string")) return false;
  const ways = Array.isArray(ring.ways) && ring.ways.length <= KEYRING_MAX_WAYS && ring.ways.every(isWayIn);
  if (!ways || !ring.identity.startsWith("AGE-SECRET-KEY-PQ-1")) return false;
  await Promise.all([recipientOf(ring.identity), parseVKey(ring.root), parseVKey(ring.log)]);
  return unbase64(ring.signing).length === 32 && (ring.v === 1 || (await areOthers(ring.others)));
}

async function areOthers(others: unknown): Promise<boolean> {
  if (!Array.isArray(others) || others.length === 0 || others.length > KEYRING_MAX_OTHERS) return false;
  for (const each of others as Secrets[]) {
    const texts = typeof each?.identity === "string" && typeof each.signing === "string";
    const sound =
      texts && hasMembers(each, "identity,signing") && each.identity.startsWith("AGE-SECRET-KEY-PQ-1");
    if (!sound || unbase64(each.signing).length !== 32) return false;
    await recipientOf(each.identity);
  }
  return true;
}

/** What was sealed: nothing else than `sealKeyring` writes. Raises BadKeyring. */
export async function readKeyring(plaintext: Bytes): Promise<Keyring> {
  if (plaintext.length > KEYRING_MAX_PLAINTEXT) throw new BadKeyring("the keyring is too large");
  let ring: Keyring;
  let good = false;
  try {
    ring = readJson(text(plaintext)) as Keyring;
    good = hasMembers(ring, MEMBERS[ring.v] ?? "") && isId(ring.holder) && (await fits(ring));
  } catch {
    throw new BadKeyring("the keyring is not one of Heard's");
  }
  if (!good) throw new BadKeyring("the keyring is not one of Heard's");
  return ring;
}

/** What names a sealed keyring: SHA-256, hexadecimal. */
export async function sealedDigest(sealed: Bytes): Promise<string> {
  return hex(await sha256(sealed));
}

/** What opens what was ever sealed to this holder: today's identity first. */
export function identitiesIn({ identity, others = [] }: Keyring): readonly [string, ...string[]] {
  return [identity, ...others.map(each => each.identity)];
}

export function keyringSigner(keyring: Keyring): Promise<Signer> {
  return signerFromSeed(unbase64(keyring.signing));
}
