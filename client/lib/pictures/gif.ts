/** GIF (89a): blocks. Comments, text and what programs add go; how often it plays stays. */

import { type Bytes, utf8 } from "../bytes.ts";
import { BadImage, type Found, join, startsWith } from "./base.ts";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const END = 0x3b;
const CONTROL = 0xf9;
const COMMENT = 0xfe;
const APPLICATION = 0xff;

/** Bytes of a table of colours, from the field that tells of it. */
const tableSize = (packed: number) => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);

class Reader {
  at = 0;
  private readonly bytes: Bytes;

  constructor(bytes: Bytes) {
    this.bytes = bytes;
  }

  take(size: number): Bytes {
    const out = this.bytes.subarray(this.at, this.at + size);
    if (out.length < size) throw new BadImage("the GIF is cut");
    this.at += size;
    return out;
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  /** Sub-blocks up to the empty one, without their lengths. */
  blocks(): Bytes[] {
    const out: Bytes[] = [];
    for (let size = this.byte(); size > 0; size = this.byte()) out.push(this.take(size));
    return out;
  }
}

const written = (blocks: readonly Bytes[]): Bytes =>
  join([...blocks.flatMap(block => [Uint8Array.of(block.length), block]), Uint8Array.of(0)]);

/**
 * Where the codes of a frame end (appendix F), as a number of bytes: what stands behind is never
 * looked at. Null where they never end.
 */
function codesEnd(data: Bytes, least: number): number | null {
  const clear = 2 ** least;
  let [width, next, bits, fill, at] = [least + 1, clear + 2, 0, 0, 0];
  let first = true;
  for (;;) {
    while (fill < width) {
      const byte = data[at++];
      if (byte === undefined) return null;
      bits |= byte << fill;
      fill += 8;
    }
    const code = bits & (2 ** width - 1);
    bits >>>= width;
    fill -= width;
    if (code === clear + 1) return at;
    if (code === clear) [width, next, first] = [least + 1, clear + 2, true];
    else if (first) first = false;
    else if (next < 4096 && ++next === 2 ** width && width < 12) width++;
  }
}

function frame(reader: Reader, details: Found): Bytes[] {
  const head = reader.take(9);
  const table = reader.take(tableSize(head[8] ?? 0));
  const least = reader.byte();
  if (least < 1 || least > 11) throw new BadImage("a bad frame");
  const data = join(reader.blocks());
  const end = codesEnd(data, least) ?? data.length;
  if (end < data.length) details.add("other");
  const parts = Array.from({ length: Math.ceil(end / 255) }, (_, i) =>
    data.subarray(i * 255, Math.min(end, i * 255 + 255)),
  );
  return [Uint8Array.of(IMAGE), head, table, Uint8Array.of(least), written(parts)];
}

/** How often it plays, in the one form that browsers know; everything else is dropped. */
function application([name, ...blocks]: readonly Bytes[], details: Found): Bytes[] {
  const loops = name?.length === 11 && (startsWith(name, "NETSCAPE2.0") || startsWith(name, "ANIMEXTS1.0"));
  const loop = blocks.find(block => block.length === 3 && block[0] === 1);
  if (!loops || blocks.length > 1) details.add(name && startsWith(name, "XMP Data") ? "XMP" : "other");
  if (!loops || !loop) return [];
  return [Uint8Array.of(EXTENSION, APPLICATION), written([utf8("NETSCAPE2.0"), loop])];
}

function extension(reader: Reader, details: Found): Bytes[] {
  const label = reader.byte();
  const blocks = reader.blocks();
  if (label === APPLICATION) return application(blocks, details);
  if (label === CONTROL && blocks.length === 1 && blocks[0]?.length === 4) {
    return [Uint8Array.of(EXTENSION, CONTROL), written(blocks)];
  }
  details.add(label === COMMENT ? "comment" : "other");
  return [];
}

/** `bytes` begins with GIF8. Raises BadImage. */
export function cleanGif(bytes: Bytes, details: Found): Bytes {
  const reader = new Reader(bytes);
  const head = reader.take(13);
  const out = [head, reader.take(tableSize(head[10] ?? 0))];
  let frames = 0;
  for (;;) {
    const mark = reader.byte();
    if (mark === IMAGE) {
      for (const part of frame(reader, details)) out.push(part);
      frames++;
    } else if (mark === EXTENSION) out.push(...extension(reader, details));
    else if (mark === END) break;
    else throw new BadImage("the GIF is malformed");
  }
  if (frames === 0) throw new BadImage("the GIF holds no picture");
  if (reader.at < bytes.length) details.add("trailer");
  out.push(Uint8Array.of(END));
  return join(out);
}
