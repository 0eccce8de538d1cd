/** SHA-256, HMAC and HKDF by WebCrypto (RFC 2104, RFC 5869): no code of ours to download. */

import { type Bytes, concat, hex, utf8 } from "./bytes.ts";

export async function sha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
  const [only] = parts;
  // One part is hashed where it lies: copying each 8 MiB of a large file would cost.
  const bytes = parts.length === 1 && only ? (only as Bytes) : concat(...parts);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export async function sha256hex(...parts: readonly Uint8Array[]): Promise<string> {
  return hex(await sha256(...parts));
}

export async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  return (await hmacBy(key))(message);
}

/** The same for several messages under one key. */
export async function hmacBy(key: Bytes): Promise<(message: Bytes) => Promise<Bytes>> {
  // HMAC pads a short key with zeros (RFC 2104), and WebCrypto refuses an empty one.
  const padded = key.length === 0 ? new Uint8Array(32) : key;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", padded, algorithm, false, ["sign"]);
  return async message => new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}

/** HKDF-SHA256; `size` in bytes. */
export async function hkdf(ikm: Bytes, salt: Bytes, info: string, size = 32): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"]);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt, info: utf8(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, size * 8));
}
