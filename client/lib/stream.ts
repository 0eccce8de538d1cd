/**
 * STREAM, the payload of an age file (age-encryption.org/v1, "Payload"): chunks of 64 KiB, each
 * sealed under a nonce that counts and says whether it is the last. A chunk can be sealed or
 * opened alone, which is what resumable uploads and seekable video rest on.
 */

import { AgeError } from "./ageheader.ts";
import { type Bytes, concat } from "./bytes.ts";
import { type Aead, aead } from "./chacha.ts";
import { hkdf } from "./hash.ts";
import { AGE_CHUNK } from "./shared.ts";

export const TAG = 16;
export const SEALED_CHUNK = AGE_CHUNK + TAG;
export const STREAM_NONCE = 16;

function nonceOf(index: number, last: boolean): Bytes {
  const nonce = new Uint8Array(12);
  // 2^53 chunks are more than any file has: the upper bytes of the counter stay zero.
  new DataView(nonce.buffer).setBigUint64(3, BigInt(index));
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** The payload of one file. */
export class Payload {
  readonly #cipher: Aead;

  private constructor(cipher: Aead) {
    this.#cipher = cipher;
  }

  static async from(fileKey: Bytes, nonce: Bytes): Promise<Payload> {
    return new Payload(await aead(await hkdf(fileKey, nonce, "payload")));
  }

  /** Never call it twice with one index and different bytes: that gives both away. */
  sealChunk(index: number, last: boolean, plaintext: Bytes): Promise<Bytes> {
    return this.#cipher.seal(nonceOf(index, last), plaintext);
  }

  async openChunk(index: number, last: boolean, sealed: Bytes): Promise<Bytes> {
    try {
      return await this.#cipher.open(nonceOf(index, last), sealed);
    } catch {
      throw new AgeError("payload", `part ${index} of the file was altered or is not in its place`);
    }
  }

  async seal(plaintext: Bytes): Promise<Bytes> {
    const parts: Bytes[] = [];
    const count = Math.max(1, Math.ceil(plaintext.length / AGE_CHUNK));
    for (let i = 0; i < count; i++) {
      const chunk = plaintext.slice(i * AGE_CHUNK, (i + 1) * AGE_CHUNK);
      parts.push(await this.sealChunk(i, i === count - 1, chunk));
    }
    return concat(...parts);
  }

  async open(sealed: Bytes): Promise<Bytes> {
    const parts: Bytes[] = [];
    const count = chunkCount(sealed.length);
    for (let i = 0; i < count; i++) {
      const chunk = sealed.slice(i * SEALED_CHUNK, (i + 1) * SEALED_CHUNK);
      parts.push(await this.openChunk(i, i === count - 1, chunk));
    }
    return concat(...parts);
  }
}

/** Chunks in a payload of `size` sealed bytes. Raises AgeError where no payload has that size. */
export function chunkCount(size: number): number {
  const count = Math.ceil(size / SEALED_CHUNK);
  const last = size - (count - 1) * SEALED_CHUNK;
  // The last chunk is empty only where the whole file is.
  if (size < TAG || last < TAG || (last === TAG && count > 1)) {
    throw new AgeError("payload", "the file is cut short");
  }
  return count;
}

/** Bytes of plaintext in a complete payload of `size` sealed bytes. */
export function plaintextSize(size: number): number {
  return size - chunkCount(size) * TAG;
}

export function sealedSize(plaintext: number): number {
  return plaintext + Math.max(1, Math.ceil(plaintext / AGE_CHUNK)) * TAG;
}
