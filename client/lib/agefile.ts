/**
 * age v1 files (age-encryption.org/v1; docs/spec/sealing.md, 1): hybrid recipients for all that
 * stays in Heard, X25519 ones to read and write for people with older tools. No scrypt.
 */

import { AgeError, coveredBytes, type Header, headerBytes, parseHeader, type Stanza } from "./ageheader.ts";
import { bech32, unbech32 } from "./bech32.ts";
import { base64nopad, type Bytes, concat, equalSecret, random, unbase64nopad } from "./bytes.ts";
import { aead } from "./chacha.ts";
import { hkdf, hmac } from "./hash.ts";
import * as kem from "./kem.ts";
import { Payload, STREAM_NONCE } from "./stream.ts";
import { x25519, x25519Public } from "./x25519.ts";
import { AGE_CHUNK, AGE_MAX_HEADER, AGE_MAX_STANZAS } from "./shared.ts";

export { AgeError, type AgeFailure } from "./ageheader.ts";
export { armor, dearmor } from "./armor.ts";
export { Payload, plaintextSize, SEALED_CHUNK, sealedSize, TAG } from "./stream.ts";

export const CHUNK = AGE_CHUNK;
export const MAX_HEADER = AGE_MAX_HEADER;

const FILE_KEY = 16;
const HYBRID = "mlkem768x25519";
const CLASSIC_INFO = "age-encryption.org/v1/X25519";
const ZERO_NONCE: Bytes = new Uint8Array(12);
const EMPTY: Bytes = new Uint8Array(0);

export function isHybrid(recipient: string): boolean {
  return recipient.startsWith("age1pq1");
}

/** A fresh hybrid identity, `AGE-SECRET-KEY-PQ-1…`. */
export function generateIdentity(): string {
  return identityFromSeed(random(32));
}

/** `seed`: 32 bytes. */
export function identityFromSeed(seed: Bytes): string {
  if (seed.length !== 32) throw new RangeError("an identity's seed has 32 bytes");
  return bech32("age-secret-key-pq-", seed).toUpperCase();
}

/** The seed of a hybrid identity. Raises NotCanonical or AgeError("header"). */
export function hybridSeed(identity: string): Bytes {
  const seed = unbech32("age-secret-key-pq-", identity);
  if (seed.length !== 32 || identity !== identity.toUpperCase()) {
    throw new AgeError("header", "this is not a hybrid age identity");
  }
  return seed;
}

function classicScalar(identity: string): Bytes {
  const scalar = unbech32("age-secret-key-", identity);
  if (scalar.length !== 32 || identity !== identity.toUpperCase()) {
    throw new AgeError("header", "this is not an age identity");
  }
  return scalar;
}

/** The recipient, `age1pq1…` or `age1…`, of an identity. */
export async function recipientOf(identity: string): Promise<string> {
  if (identity.startsWith("AGE-SECRET-KEY-PQ-1")) {
    return bech32("age1pq", await kem.publicKeyOf(hybridSeed(identity)));
  }
  return bech32("age", await x25519Public(classicScalar(identity)));
}

/** The public key of a recipient. Raises NotCanonical or AgeError("header"). */
export function recipientKey(recipient: string): Bytes {
  const hybrid = isHybrid(recipient);
  const key = unbech32(hybrid ? "age1pq" : "age", recipient);
  if (key.length !== (hybrid ? kem.PUBLIC_KEY_SIZE : 32) || recipient !== recipient.toLowerCase()) {
    throw new AgeError("header", "this is not an age recipient");
  }
  return key;
}

async function hybridStanza(recipient: string, fileKey: Bytes): Promise<Stanza> {
  const { encapsulation, sealed } = await kem.wrapKey(recipientKey(recipient), fileKey);
  return { args: [HYBRID, base64nopad(encapsulation)], body: sealed };
}

async function classicStanza(recipient: string, fileKey: Bytes): Promise<Stanza> {
  const peer = recipientKey(recipient);
  const ephemeral = random(32);
  const share = await x25519Public(ephemeral);
  const wrapKey = await hkdf(await x25519(ephemeral, peer), concat(share, peer), CLASSIC_INFO);
  const body = await (await aead(wrapKey)).seal(ZERO_NONCE, fileKey);
  return { args: ["X25519", base64nopad(share)], body };
}

/** A file in the making: its first bytes, and the payload that comes after them. */
export interface Started {
  /** Header and payload nonce. */
  readonly head: Bytes;
  readonly payload: Payload;
}

/** Begins a file to 1–64 recipients, all hybrid or all X25519. */
export async function start(recipients: readonly string[]): Promise<Started> {
  const hybrid = recipients.filter(isHybrid).length;
  if (recipients.length < 1 || recipients.length > AGE_MAX_STANZAS) {
    throw new AgeError("refused", "seal to at least one and at most 64 recipients");
  }
  if (hybrid !== 0 && hybrid !== recipients.length) {
    throw new AgeError("refused", "hybrid and classic recipients cannot share a file");
  }
  const make = hybrid === 0 ? classicStanza : hybridStanza;
  return begin(fileKey => Promise.all(recipients.map(recipient => make(recipient, fileKey))));
}

/** Begins a file whose key, of 16 bytes, `wrap` puts into the stanzas of its header. */
export async function begin(wrap: (fileKey: Bytes) => Promise<readonly Stanza[]>): Promise<Started> {
  const fileKey = random(FILE_KEY);
  const covered = coveredBytes(await wrap(fileKey));
  const mac = await hmac(await hkdf(fileKey, EMPTY, "header"), covered);
  const nonce = random(STREAM_NONCE);
  const payload = await Payload.from(fileKey, nonce);
  return { head: concat(headerBytes(covered, mac), nonce), payload };
}

/** Seals bytes that fit in memory. */
export async function seal(plaintext: Bytes, recipients: readonly string[]): Promise<Bytes> {
  const { head, payload } = await start(recipients);
  return concat(head, await payload.seal(plaintext));
}

const expanded = new Map<string, Promise<kem.Unwrapper>>();
const MOST_EXPANDED = 8;
const EXPANDED_MS = 5_000;
let forgetting: ReturnType<typeof setTimeout> | undefined;

/**
 * To expand an identity is half of what it takes to open a letter. A case has hundreds under one, which
 * are opened at once: the last few stay expanded until five seconds after the last was used.
 */
function unwrapperOf(identity: string): Promise<kem.Unwrapper> {
  const known = expanded.get(identity) ?? kem.unwrapper(hybridSeed(identity));
  if (!expanded.has(identity) && expanded.size >= MOST_EXPANDED) expanded.clear();
  expanded.set(identity, known);
  clearTimeout(forgetting);
  forgetting = setTimeout(() => expanded.clear(), EXPANDED_MS);
  return known;
}

async function openHybrid(stanzas: readonly Stanza[], identity: string): Promise<Bytes | null> {
  const unwrap = await unwrapperOf(identity);
  for (const { args, body } of stanzas) {
    if (args[0] !== HYBRID) continue;
    const enc = stanzaShare(args, body, kem.ENCAPSULATION_SIZE);
    const key = await lowOrderRefused(() => unwrap(enc, body));
    if (key) return key;
  }
  return null;
}

async function openClassic(stanzas: readonly Stanza[], identity: string): Promise<Bytes | null> {
  const scalar = classicScalar(identity);
  const own = await x25519Public(scalar);
  for (const { args, body } of stanzas) {
    if (args[0] !== "X25519") continue;
    const share = stanzaShare(args, body, 32);
    const secret = await lowOrderRefused(() => x25519(scalar, share));
    const cipher = await aead(await hkdf(secret, concat(share, own), CLASSIC_INFO));
    const key = await cipher.open(ZERO_NONCE, body).catch(() => null);
    if (key) return key;
  }
  return null;
}

async function lowOrderRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    throw new AgeError("header", "a stanza has a key share that none writes");
  }
}

function stanzaShare(args: readonly string[], body: Bytes, size: number): Bytes {
  const wrong = () => new AgeError("header", "a recipient stanza is malformed");
  if (args.length !== 2 || body.length !== FILE_KEY + 16) throw wrong();
  let share: Bytes;
  try {
    share = unbase64nopad(args[1] ?? "");
  } catch {
    throw wrong();
  }
  if (share.length !== size) throw wrong();
  return share;
}

function refuseMixtures(header: Header): void {
  const kinds = new Set(header.stanzas.map(({ args }) => args[0]));
  if (kinds.has("scrypt")) {
    throw new AgeError("refused", "sealed with a passphrase");
  }
  if (kinds.has(HYBRID) && kinds.has("X25519")) {
    throw new AgeError("refused", "hybrid and classic recipients cannot share a file");
  }
}

/** What it takes to read a file from any place in it. */
export interface Opened {
  /** Bytes before the first chunk: header and payload nonce. */
  readonly size: number;
  readonly payload: Payload;
}

/**
 * Opens a file's header. `first` needs only the start of the file: all of the header and the
 * 16 bytes after it; MAX_HEADER + 16 bytes are always enough.
 */
export async function openHead(first: Bytes, identities: readonly string[]): Promise<Opened> {
  const header = parseHeader(first);
  refuseMixtures(header);
  const fileKey = await findKey(header, identities);
  const mac = await hmac(await hkdf(fileKey, EMPTY, "header"), header.covered);
  if (!equalSecret(mac, header.mac)) throw new AgeError("hmac", "the header was altered");
  const size = header.size + STREAM_NONCE;
  if (first.length < size) throw new AgeError("header", "the file ends before its contents");
  return { size, payload: await Payload.from(fileKey, first.slice(header.size, size)) };
}

async function findKey(header: Header, identities: readonly string[]): Promise<Bytes> {
  for (const identity of identities) {
    const opener = identity.startsWith("AGE-SECRET-KEY-PQ-1") ? openHybrid : openClassic;
    const key = await opener(header.stanzas, identity);
    if (key) return key;
  }
  throw new AgeError("no match", "the file is not sealed to you");
}

/** Opens a whole file in memory. Raises AgeError, its `kind` says where. */
export async function open(file: Bytes, identities: readonly string[]): Promise<Bytes> {
  const { size, payload } = await openHead(file, identities);
  return payload.open(file.slice(size));
}

/** How many recipients of each kind a file names, without opening it. */
export function recipientKinds(file: Bytes): readonly string[] {
  return parseHeader(file).stanzas.map(({ args }) => args[0] ?? "");
}
