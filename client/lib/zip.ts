/**
 * A zip file (PKWARE APPNOTE 6.3.10) for "download all that I sent": stored, not compressed, with
 * ZIP64 where it is needed, put together as a Blob so that the browser may keep it on disk.
 */

import { type Bytes, concat, utf8 } from "./bytes.ts";
import { crc32 } from "./crc32.ts";

export interface ZipEntry {
  readonly name: string;
  readonly content: string | Bytes | Blob | ReadableStream<Bytes>;
}

const MAX_32 = 0xffffffff;
/** UTF-8 names (APPNOTE, 4.4.4, bit 11). */
const FLAGS = 0x0800;
/** 1 January 1980: when she downloads it is nobody's concern. */
const DATE = 0x0021;

class Writer {
  readonly #parts: Bytes[] = [];
  #number(value: number, size: 2 | 4 | 8): this {
    const out = new Uint8Array(size);
    const view = new DataView(out.buffer);
    if (size === 2) view.setUint16(0, value, true);
    else if (size === 4) view.setUint32(0, value, true);
    else view.setBigUint64(0, BigInt(value), true);
    this.#parts.push(out);
    return this;
  }
  u16 = (value: number) => this.#number(value, 2);
  u32 = (value: number) => this.#number(value, 4);
  u64 = (value: number) => this.#number(value, 8);
  bytes(value: Bytes): this {
    this.#parts.push(value);
    return this;
  }
  done = (): Bytes => concat(...this.#parts);
}

interface Written {
  readonly name: Bytes;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

/** ZIP64 always in the sizes: one form, however large the file is. */
function localHeader({ name, crc, size }: Written): Bytes {
  return new Writer()
    .u32(0x04034b50)
    .u16(45)
    .u16(FLAGS)
    .u16(0)
    .u16(0)
    .u16(DATE)
    .u32(crc)
    .u32(MAX_32)
    .u32(MAX_32)
    .u16(name.length)
    .u16(20)
    .bytes(name)
    .u16(1)
    .u16(16)
    .u64(size)
    .u64(size)
    .done();
}

function centralHeader({ name, crc, size, offset }: Written): Bytes {
  return new Writer()
    .u32(0x02014b50)
    .u16(45)
    .u16(45)
    .u16(FLAGS)
    .u16(0)
    .u16(0)
    .u16(DATE)
    .u32(crc)
    .u32(MAX_32)
    .u32(MAX_32)
    .u16(name.length)
    .u16(28)
    .u16(0)
    .u16(0)
    .u16(0)
    .u32(0)
    .u32(MAX_32)
    .bytes(name)
    .u16(1)
    .u16(24)
    .u64(size)
    .u64(size)
    .u64(offset)
    .done();
}

function ending(count: number, offset: number, size: number): Bytes {
  return new Writer()
    .u32(0x06064b50)
    .u64(44)
    .u16(45)
    .u16(45)
    .u32(0)
    .u32(0)
    .u64(count)
    .u64(count)
    .u64(size)
    .u64(offset)
    .u32(0x07064b50)
    .u32(0)
    .u64(offset + size)
    .u32(1)
    .u32(0x06054b50)
    .u16(0)
    .u16(0)
    .u16(0xffff)
    .u16(0xffff)
    .u32(MAX_32)
    .u32(MAX_32)
    .u16(0)
    .done();
}

async function collect(content: ZipEntry["content"]): Promise<{ blob: Blob; crc: number }> {
  const source = typeof content === "string" ? utf8(content) : content;
  const whole = source instanceof ReadableStream ? source : new Blob([source]).stream();
  const reader = whole.getReader();
  let blob = new Blob([]);
  let crc = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return { blob, crc };
    crc = crc32(value, crc);
    blob = new Blob([blob, value]);
  }
}

export async function zip(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): Promise<Blob> {
  const parts: (Blob | Bytes)[] = [];
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const { blob, crc } = await collect(content);
    const entry = { name: utf8(name), crc, size: blob.size, offset };
    const header = localHeader(entry);
    parts.push(header, blob);
    written.push(entry);
    offset += header.length + blob.size;
  }
  const central = concat(...written.map(centralHeader));
  parts.push(central, ending(written.length, offset, central.length));
  return new Blob(parts, { type: "application/zip" });
}
