/** Ed25519 (RFC 8032) by WebCrypto; @noble/curves only where a browser lacks it. */

import { type Bytes, base64, concat, equal, unbase64 } from "./bytes.ts";

const PKCS8 = Uint8Array.from([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32]);
const PRIME = 2n ** 255n - 19n;

/** A public key that must not be pinned: every signature could be made to fit it. */
export class WeakKey extends Error {
  override name = "WeakKey";
}

/** Signs with a seed that it alone holds. `key` is the public key, 32 bytes. */
export interface Signer {
  readonly key: Bytes;
  sign(message: Bytes): Promise<Bytes>;
}

let native: Promise<boolean> | undefined;

async function probe(): Promise<boolean> {
  try {
    // The seed of zeros: some browsers take the name and fail on use. WebKitGTK refuses every seed
    // that begins with zero, this one too: there @noble/curves signs and verifies.
    await crypto.subtle.importKey("pkcs8", concat(PKCS8, new Uint8Array(32)), "Ed25519", false, ["sign"]);
    return true;
  } catch {
    return false;
  }
}

async function nobleSigner(seed: Bytes): Promise<Signer> {
  const { ed25519 } = await import("./noble-curves.ts");
  const key = Uint8Array.from(ed25519.getPublicKey(seed));
  return { key, sign: message => Promise.resolve(Uint8Array.from(ed25519.sign(message, seed))) };
}

/** `seed`: 32 bytes. */
export async function signerFromSeed(seed: Bytes): Promise<Signer> {
  if (seed.length !== 32) throw new RangeError("an Ed25519 seed has 32 bytes");
  native ??= probe();
  if (!(await native)) return nobleSigner(seed);
  // Extractable for a moment: WebCrypto tells the public key of a seed only through a JWK.
  const pkcs8 = concat(PKCS8, seed);
  const open = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const jwk = await crypto.subtle.exportKey("jwk", open);
  const x = (jwk.x ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const key = unbase64(`${x}=`);
  const shut = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  return {
    key,
    sign: async message => new Uint8Array(await crypto.subtle.sign("Ed25519", shut, message)),
  };
}

export async function verify(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  if (key.length !== 32 || signature.length !== 64 || isWeak(key)) return false;
  native ??= probe();
  if (!(await native)) {
    const { ed25519 } = await import("./noble-curves.ts");
    return ed25519.verify(signature, message, key, { zip215: false });
  }
  try {
    return await crypto.subtle.verify("Ed25519", await imported(key), signature, message);
  } catch {
    return false;
  }
}

const MOST_KEPT = 64;
const keys = new Map<string, Promise<CryptoKey>>();

/** A case has hundreds of letters by a few people: their public keys, and what was found of them, are kept. */
function imported(key: Bytes): Promise<CryptoKey> {
  const name = base64(key);
  const known = keys.get(name) ?? crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  if (!keys.has(name) && keys.size >= MOST_KEPT) keys.clear();
  keys.set(name, known);
  return known;
}

/** The eight points of low order (RFC 7748, 7; here as Edwards y without the sign bit). */
const LOW_ORDER = [
  0n,
  1n,
  PRIME - 1n,
  2707385501144840649318225287225658788936804267575313519463743609750303402022n,
  55188659117513257062467267217118295137698188065244968500265048394206261417927n,
];

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base % PRIME];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

/**
 * Whether an x belongs to this y: x² = (y² − 1) / (d·y² + 1) must be a square (RFC 8032, 5.1.3), with d
 * = −121665/121666. A quotient is one where the product is, and that takes one power in place of three:
 * a roster has a key for everybody in it, and on a telephone each took milliseconds.
 */
function isOnCurve(y: bigint): boolean {
  const above = (y * y - 1n + PRIME) * 121666n;
  const below = 121666n - 121665n * y * y;
  return power((((above * below) % PRIME) + PRIME) % PRIME, (PRIME - 1n) / 2n) <= 1n;
}

const weak = new Map<string, boolean>();

/** Of low order, not canonical (y is not below the prime), or no point of the curve at all. */
export function isWeak(key: Bytes): boolean {
  const name = base64(key);
  const known = weak.get(name) ?? isNone(key);
  if (!weak.has(name) && weak.size >= MOST_KEPT) weak.clear();
  weak.set(name, known);
  return known;
}

function isNone(key: Bytes): boolean {
  let y = 0n;
  for (let i = 31; i >= 0; i--) y = (y << 8n) | BigInt((key[i] ?? 0) & (i === 31 ? 0x7f : 0xff));
  return y >= PRIME || LOW_ORDER.includes(y) || !isOnCurve(y);
}

/** Reads a public key that is to be trusted. Raises WeakKey. */
export function publicKey(value: string): Bytes {
  const key = unbase64(value);
  if (key.length !== 32) throw new WeakKey("an Ed25519 public key has 32 bytes");
  if (isWeak(key)) throw new WeakKey("this Ed25519 public key is of low order or not canonical");
  return key;
}

export function sameKey(a: Bytes, b: string): boolean {
  return equal(a, unbase64(b));
}

export function keyText(key: Bytes): string {
  return base64(key);
}
