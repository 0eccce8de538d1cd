/** zlib (RFC 1950) by the browser's own streams, with a bound on what comes out. */

import type { Bytes } from "../bytes.ts";
import { BadImage, bigEndian, join } from "./base.ts";

async function collect(stream: ReadableStream<Bytes>, most: number): Promise<Bytes> {
  const reader = stream.getReader();
  const parts: Bytes[] = [];
  let size = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return join(parts);
    const piece = value.subarray(0, most - size);
    parts.push(piece);
    size += piece.length;
    if (size < most || piece.length === value.length) continue;
    await reader.cancel();
    throw new BadImage("more in it than it shows");
  }
}

function through(bytes: Bytes, stream: GenericTransformStream): ReadableStream<Bytes> {
  return new Blob([bytes]).stream().pipeThrough(stream);
}

/** Raises BadImage: not zlib, cut, or more than `most` bytes. */
export async function inflate(bytes: Bytes, most: number): Promise<Bytes> {
  try {
    return await collect(through(bytes, new DecompressionStream("deflate")), most);
  } catch (error) {
    // A browser without the stream lands here too: then nothing is claimed.
    throw error instanceof BadImage ? error : new BadImage("cannot be unpacked");
  }
}

export async function deflate(bytes: Bytes): Promise<Bytes> {
  return collect(through(bytes, new CompressionStream("deflate")), Infinity);
}

const STORED = 0xffff;
const ADLER = 65521;

function adler32(bytes: Bytes): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % ADLER;
    b = (b + a) % ADLER;
  }
  return b * 65536 + a;
}

/** zlib without compression: the same bytes from every browser. */
export function store(bytes: Bytes): Bytes {
  const out: Bytes[] = [Uint8Array.of(0x78, 0x01)];
  for (let at = 0; at === 0 || at < bytes.length; at += STORED) {
    const part = bytes.subarray(at, at + STORED);
    const head = new Uint8Array(5);
    head[0] = at + STORED >= bytes.length ? 1 : 0;
    const data = new DataView(head.buffer);
    data.setUint16(1, part.length, true);
    data.setUint16(3, ~part.length & STORED, true);
    out.push(head, part);
  }
  return join([...out, bigEndian(adler32(bytes), 4)]);
}
