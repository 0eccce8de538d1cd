/** The digest of a file: SHA-256 over the SHA-256 of each 8 MiB block (docs/spec/sealing.md, 6). */

import { type Bytes, concat, hex } from "./bytes.ts";
import { sha256 } from "./hash.ts";

export const BLOCK = 8 * 1024 * 1024;

/** Takes a file in order, in pieces of any size; holds at most one block. */
export class BlockDigest {
  readonly #digests: Bytes[] = [];
  #pieces: Bytes[] = [];
  #held = 0;

  async add(bytes: Bytes): Promise<void> {
    let rest = bytes;
    while (this.#held + rest.length >= BLOCK) {
      const end = BLOCK - this.#held;
      this.#pieces.push(rest.subarray(0, end));
      await this.#close();
      rest = rest.subarray(end);
    }
    if (rest.length === 0) return;
    this.#pieces.push(rest);
    this.#held += rest.length;
  }

  async #close(): Promise<void> {
    this.#digests.push(await sha256(...this.#pieces));
    this.#pieces = [];
    this.#held = 0;
  }

  async result(): Promise<string> {
    if (this.#held > 0) await this.#close();
    return hex(await sha256(concat(...this.#digests)));
  }
}

/** The SHA-256 of each block; a few megabytes of memory, whatever the size. */
export async function blocksOf(file: Blob): Promise<Bytes[]> {
  const blocks: Bytes[] = [];
  for (let at = 0; at < file.size; at += BLOCK) {
    blocks.push(await sha256(new Uint8Array(await file.slice(at, at + BLOCK).arrayBuffer())));
  }
  return blocks;
}

/** A few megabytes of memory, whatever the size. `progress` gets the bytes read so far. */
export async function digestOf(file: Blob, progress?: (done: number) => void): Promise<string> {
  const digest = new BlockDigest();
  for (let at = 0; at < file.size; at += BLOCK) {
    const block = new Uint8Array(await file.slice(at, at + BLOCK).arrayBuffer());
    await digest.add(block);
    progress?.(at + block.length);
  }
  return digest.result();
}
