/** ChaCha20-Poly1305 (RFC 8439): WebCrypto where it is there, @noble/ciphers otherwise. */

import type { Bytes } from "./bytes.ts";

/** One key. `open` raises where the text was not sealed with this key and nonce. */
export interface Aead {
  seal(nonce: Bytes, plaintext: Bytes): Promise<Bytes>;
  open(nonce: Bytes, sealed: Bytes): Promise<Bytes>;
}

const NAME = "ChaCha20-Poly1305";
// The format's name comes from the draft for modern algorithms in WebCrypto; the type
// definitions do not know it yet.
const FORMAT = "raw-secret" as "raw";

let native: Promise<boolean> | undefined;

async function probe(): Promise<boolean> {
  try {
    await webCrypto(new Uint8Array(32));
    return true;
  } catch {
    return false;
  }
}

async function webCrypto(key: Bytes): Promise<Aead> {
  const imported = await crypto.subtle.importKey(FORMAT, key, NAME, false, ["encrypt", "decrypt"]);
  return {
    seal: async (iv, plaintext) =>
      new Uint8Array(await crypto.subtle.encrypt({ name: NAME, iv }, imported, plaintext)),
    open: async (iv, sealed) =>
      new Uint8Array(await crypto.subtle.decrypt({ name: NAME, iv }, imported, sealed)),
  };
}

async function noble(key: Bytes): Promise<Aead> {
  const { chacha20poly1305 } = await import("./noble-chacha.ts");
  const owned = key.slice();
  return {
    seal: async (nonce, plaintext) => chacha20poly1305(owned, nonce).encrypt(plaintext),
    open: async (nonce, sealed) => chacha20poly1305(owned, nonce).decrypt(sealed),
  };
}

export async function aead(key: Bytes): Promise<Aead> {
  native ??= probe();
  return (await native) ? webCrypto(key) : noble(key);
}

/** Whether this browser seals natively: about twice as fast for large files. */
export async function isNative(): Promise<boolean> {
  native ??= probe();
  return native;
}
