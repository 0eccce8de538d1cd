/** A holder's secrets, sealed to each way in (docs/spec/sealing.md, 7). */

import { identityFromSeed, isHybrid, open, recipientKey, recipientOf, seal } from "./agefile.ts";
import { type Bytes, hex, isId, text, unbase64, utf8 } from "./bytes.ts";
import { signerFromSeed, type Signer } from "./ed25519.ts";
import { hkdf, sha256 } from "./hash.ts";
import { readJson } from "./json.ts";
import { parseVKey } from "./note.ts";

/** Something that opens the keyring: a passkey by its credential id, or `recovery`. */
export interface WayIn {
  readonly id: string;
  readonly recipient: string;
}

export interface Keyring {
  readonly v: 1;
  readonly holder: string;
  readonly identity: string;
  /** Ed25519 seed, base64. */
  readonly signing: string;
  /** Pinned vkeys. */
  readonly root: string;
  readonly log: string;
  /** age names no recipient: whoever changes one way in must know the others to keep them. */
  readonly ways: readonly WayIn[];
}

export class BadKeyring extends Error {
  override name = "BadKeyring";
}

const MAX_KEYRING = 64 * 1024;
const MAX_PLAINTEXT = 32 * 1024;
const MAX_WAYS_IN = 10;

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
  const { v, holder, identity, signing, root, log, ways } = keyring;
  if (ways.length > MAX_WAYS_IN) throw new BadKeyring("At most 10 ways in; remove one first.");
  const plain = JSON.stringify({ v, holder, identity, signing, root, log, ways });
  return seal(
    utf8(plain),
    ways.map(({ recipient }) => recipient),
  );
}

/** Raises AgeError where `identity` is no way in, BadKeyring where it holds something else. */
export async function openKeyring(sealed: Bytes, identity: string): Promise<Keyring> {
  if (sealed.length > MAX_KEYRING) throw new BadKeyring("the keyring is too large");
  return readKeyring(await open(sealed, [identity]));
}

const MEMBERS = "holder,identity,log,root,signing,v,ways";
const MAX_ID = 400;

function hasMembers(value: unknown, members: string): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).sort().join() === members;
}

function isWayIn(way: WayIn): boolean {
  const named = hasMembers(way, "id,recipient") && typeof way.id === "string" && way.id !== "";
  const hybrid = typeof way.recipient === "string" && isHybrid(way.recipient);
  return named && [...way.id].length <= MAX_ID && hybrid && recipientKey(way.recipient).length > 0;
}

/** Whether every secret and key in it is one; raises what their readers raise where one is not. */
async function fits(ring: Keyring): Promise<boolean> {
  const texts = [ring.identity, ring.signing, ring.root, ring.log];
  if (!texts.every((part) => typeof part === "string")) return false;
  const ways = Array.isArray(ring.ways) && ring.ways.length <= MAX_WAYS_IN && ring.ways.every(isWayIn);
  if (!ways || !ring.identity.startsWith("AGE-SECRET-KEY-PQ-1")) return false;
  await Promise.all([recipientOf(ring.identity), parseVKey(ring.root), parseVKey(ring.log)]);
  return unbase64(ring.signing).length === 32;
}

/** What was sealed: nothing else than `sealKeyring` writes. Raises BadKeyring. */
export async function readKeyring(plaintext: Bytes): Promise<Keyring> {
  if (plaintext.length > MAX_PLAINTEXT) throw new BadKeyring("the keyring is too large");
  let ring: Keyring;
  let good = false;
  try {
    ring = readJson(text(plaintext)) as Keyring;
    good = hasMembers(ring, MEMBERS) && ring.v === 1 && isId(ring.holder) && (await fits(ring));
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

export function keyringSigner(keyring: Keyring): Promise<Signer> {
  return signerFromSeed(unbase64(keyring.signing));
}

