/** Inside coded pictures: what a decoder needs, without the messages that an encoder may add. */

import type { Bytes } from "../bytes.ts";
import { BadImage, bigEndian, join } from "./base.ts";
import { Fields } from "./boxes.ts";

/** Parameter sets of HEVC (ISO/IEC 23008-2, 7.4.2.2): video, sequence, picture. */
const isParameters = (type: number) => type >= 32 && type <= 34;
/** Slices of a picture. */
const isSlice = (type: number) => type < 32;
const nalType = (byte: number) => (byte >> 1) & 63;
const CONFIGURED = 22;

/** Bytes of the length before each unit, from `hvcC`. */
export const nalLength = (config: Bytes): number => ((config[CONFIGURED - 1] ?? 0) & 3) + 1;

/** `hvcC` (ISO/IEC 14496-15, 8.3.3) with parameter sets alone. */
export function plainHevcConfig(config: Bytes): Bytes {
  const fields = new Fields(config);
  const head = fields.take(CONFIGURED);
  const count = fields.number(1);
  const kept: Bytes[] = [];
  for (let i = 0; i < count; i++) {
    const from = fields.at;
    const type = fields.number(1) & 63;
    for (let left = fields.number(2); left > 0; left--) fields.take(fields.number(2));
    if (isParameters(type)) kept.push(config.subarray(from, fields.at));
  }
  return join([head, bigEndian(kept.length, 1), ...kept]);
}

/** Units of a coded picture, each after its length in `size` bytes. */
export function plainHevc(data: Bytes, size: number): Bytes {
  const fields = new Fields(data);
  const kept: Bytes[] = [];
  while (fields.at < data.length) {
    const from = fields.at;
    const unit = fields.take(fields.number(size));
    const type = nalType(unit[0] ?? 0xff);
    if (unit.length > 0 && (isSlice(type) || isParameters(type))) kept.push(data.subarray(from, fields.at));
  }
  if (kept.length === 0) throw new BadImage("no picture");
  return join(kept);
}

/** AV1 (6.2.2): sequence and frame headers, tiles, frames; no metadata, no padding. */
const OBU_KEPT = [1, 2, 3, 4, 6, 7];

function leb128(fields: Fields): number {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = fields.number(1);
    value += (byte & 127) * 128 ** i;
    if (byte < 128) return value;
  }
  throw new BadImage("a number is too large");
}

export function plainAv1(data: Bytes): Bytes {
  const fields = new Fields(data);
  const kept: Bytes[] = [];
  while (fields.at < data.length) {
    const from = fields.at;
    const head = fields.number(1);
    if (head & 4) fields.number(1);
    fields.take(head & 2 ? leb128(fields) : data.length - fields.at);
    if (OBU_KEPT.includes((head >> 3) & 15)) kept.push(data.subarray(from, fields.at));
  }
  return join(kept);
}

const AV1_CONFIGURED = 4;

/** `av1C` (AV1 in ISOBMFF, 2.3). */
export function plainAv1Config(config: Bytes): Bytes {
  if (config.length < AV1_CONFIGURED) throw new BadImage("a box is cut");
  return join([config.slice(0, AV1_CONFIGURED), plainAv1(config.subarray(AV1_CONFIGURED))]);
}
