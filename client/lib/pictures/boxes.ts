/** Boxes of the ISO base media format (ISO/IEC 14496-12, 4.2): read within bounds, written plainly. */

import { type Bytes, utf8 } from "../bytes.ts";
import { BadImage, bigEndian, fourCC, join, view } from "./base.ts";

export interface Box {
  readonly type: string;
  readonly body: Bytes;
}

const MAX_BOXES = 10_000;

export function boxesOf(bytes: Bytes): Box[] {
  const out: Box[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 8 > bytes.length || out.length >= MAX_BOXES) throw new BadImage("a bad box");
    let size = view(bytes).getUint32(at);
    let head = 8;
    if (size === 1 && at + 16 <= bytes.length) {
      size = Number(view(bytes).getBigUint64(at + 8));
      head = 16;
    } else if (size === 0) size = bytes.length - at;
    if (size < head || at + size > bytes.length) throw new BadImage("a bad box");
    out.push({ type: fourCC(bytes, at + 4), body: bytes.subarray(at + head, at + size) });
    at += size;
  }
  return out;
}

/** The one box of this type. */
export function one(boxes: readonly Box[], type: string): Bytes {
  const matches = boxes.filter(box => box.type === type);
  if (matches.length !== 1 || !matches[0]) throw new BadImage(`${matches.length} boxes ${type}`);
  return matches[0].body;
}

export function box(type: string, ...body: readonly Bytes[]): Bytes {
  const whole = join(body);
  return join([bigEndian(whole.length + 8, 4), utf8(type), whole]);
}

/** With version and flags before the rest. */
export function fullBox(type: string, versionAndFlags: number, ...body: readonly Bytes[]): Bytes {
  return box(type, bigEndian(versionAndFlags, 4), ...body);
}

/** Numbers one after another; past the end is BadImage. */
export class Fields {
  at = 0;
  readonly bytes: Bytes;

  constructor(bytes: Bytes) {
    this.bytes = bytes;
  }

  take(size: number): Bytes {
    const out = this.bytes.subarray(this.at, this.at + size);
    if (out.length < size) throw new BadImage("a box is cut");
    this.at += size;
    return out;
  }

  /** `size` bytes as a number, 0 where there are none. */
  number(size: number): number {
    const value = this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw new BadImage("a number is too large");
    return value;
  }
}
