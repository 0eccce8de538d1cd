/**
 * MLKEM768-X25519 (X-Wing, draft-connolly-cfrg-xwing-kem) and the HPKE key schedule around it
 * (RFC 9180, base mode, HKDF-SHA256, ChaCha20-Poly1305), as age's `mlkem768x25519` stanza uses
 * them. Composed here because the ready-made preset brings two NIST curves along.
 */

import { sha3_256, shake256 } from "@noble/hashes/sha3.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { type Bytes, concat, random, utf8 } from "./bytes.ts";
import { aead } from "./chacha.ts";
import { hmac, hmacBy } from "./hash.ts";
import { type Decapsulate, decapsulateBy } from "./mlkem.ts";
import { type Agree, agreeBy, BASE_POINT, x25519, x25519Public } from "./x25519.ts";

export const PUBLIC_KEY_SIZE = 1216;
export const ENCAPSULATION_SIZE = 1120;
const MLKEM_KEY = 1184;
const MLKEM_TEXT = 1088;
const LABEL = utf8("\\.//^\\");
const EMPTY: Bytes = new Uint8Array(0);
const INFO = utf8("age-encryption.org/mlkem768x25519");
const SUITE = concat(utf8("HPKE"), Uint8Array.of(0x64, 0x7a, 0x00, 0x01, 0x00, 0x03));

interface Expanded {
  /** Of ML-KEM, and what it is expanded to. */
  readonly seed: Bytes;
  readonly decapsulation: Uint8Array;
  readonly agree: Agree;
  readonly publicKey: Bytes;
}

async function expand(seed: Bytes): Promise<Expanded> {
  const bytes = Uint8Array.from(shake256(seed, { dkLen: 96 }));
  const mlkem = ml_kem768.keygen(bytes.subarray(0, 64));
  const agree = await agreeBy(bytes.slice(64));
  const publicKey = concat(mlkem.publicKey, await agree(BASE_POINT));
  return { seed: bytes.slice(0, 64), decapsulation: mlkem.secretKey, agree, publicKey };
}

/** `seed`: 32 bytes. */
export async function publicKeyOf(seed: Bytes): Promise<Bytes> {
  return (await expand(seed)).publicKey;
}

function combine(pq: Uint8Array, classic: Bytes, share: Bytes, peer: Bytes): Bytes {
  return Uint8Array.from(sha3_256(concat(pq, classic, share, peer, LABEL)));
}

async function extract(salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> {
  return hmac(salt, concat(utf8("HPKE-v1"), SUITE, utf8(label), ikm));
}

/** What HKDF-Expand is given; one block of it is all that is needed: `size` ≤ 32. */
function expandInfo(label: string, context: Bytes, size: number): Bytes {
  const info = concat(Uint8Array.of(0, size), utf8("HPKE-v1"), SUITE, utf8(label), context);
  return concat(info, Uint8Array.of(1));
}

async function contextOf(): Promise<Bytes> {
  const psk = await extract(EMPTY, "psk_id_hash", EMPTY);
  return concat(Uint8Array.of(0), psk, await extract(EMPTY, "info_hash", INFO));
}

/** The same for every letter. */
let context: Promise<Bytes> | undefined;

async function schedule(shared: Bytes) {
  context ??= contextOf();
  const expandOne = await hmacBy(await extract(shared, "secret", EMPTY));
  const key = (await expandOne(expandInfo("key", await context, 32))).slice(0, 32);
  const nonce = (await expandOne(expandInfo("base_nonce", await context, 12))).slice(0, 12);
  return { cipher: await aead(key), nonce };
}

/** Seals a file key to a public key of PUBLIC_KEY_SIZE bytes. */
export async function wrapKey(publicKey: Bytes, fileKey: Bytes) {
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey.subarray(0, MLKEM_KEY));
  const peer = publicKey.slice(MLKEM_KEY);
  const ephemeral = random(32);
  const share = await x25519Public(ephemeral);
  const shared = combine(sharedSecret, await x25519(ephemeral, peer), share, peer);
  const { cipher, nonce } = await schedule(shared);
  return { encapsulation: concat(cipherText, share), sealed: await cipher.seal(nonce, fileKey) };
}

export type Unwrapper = (encapsulation: Bytes, sealed: Bytes) => Promise<Bytes | null>;

/**
 * Opens what `wrapKey` sealed; null where it was sealed to somebody else. Raises on a
 * low-order share, which no writer makes.
 */
export async function unwrapper(seed: Bytes): Promise<Unwrapper> {
  const own = await expand(seed);
  const slowly: Decapsulate = async text => Uint8Array.from(ml_kem768.decapsulate(text, own.decapsulation));
  const decapsulate = (await decapsulateBy(own.seed)) ?? slowly;
  return async (encapsulation, sealed) => {
    const pq = await decapsulate(encapsulation.slice(0, MLKEM_TEXT));
    const share = encapsulation.slice(MLKEM_TEXT);
    const classic = await own.agree(share);
    const shared = combine(pq, classic, share, own.publicKey.slice(MLKEM_KEY));
    const { cipher, nonce } = await schedule(shared);
    return cipher.open(nonce, sealed).catch(() => null);
  };
}
