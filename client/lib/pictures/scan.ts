/** Where the coded points of a sequential JPEG end (ITU-T T.81, annex F.2): by going through them. */

import type { Bytes } from "../bytes.ts";
import { BadImage, view } from "./base.ts";

interface Component {
  readonly across: number;
  readonly down: number;
  readonly quantizer: number;
}

/** The frame's header (B.2.2). */
export interface Frame {
  readonly progressive: boolean;
  readonly width: number;
  readonly height: number;
  readonly components: ReadonlyMap<number, Component>;
}

/** Of the component it is about: which tables it takes (B.2.3). */
export interface Part extends Component {
  readonly id: number;
  readonly dc: number;
  readonly ac: number;
}

/** For each 16 bits: how many of them are a code, times 256, and what it stands for; 0: none. */
export type Codes = Uint16Array;

/** `body` is of the size that its number of components asks for. Raises BadImage. */
export function readFrame(marker: number, body: Bytes): Frame {
  const components = new Map<number, Component>();
  for (let at = 6; at < body.length; at += 3) {
    const [id = 0, sampling = 0, quantizer = 0] = body.subarray(at, at + 3);
    const [across, down] = [sampling >> 4, sampling & 15];
    if (components.has(id) || across < 1 || across > 4 || down < 1 || down > 4)
      throw new BadImage("a bad frame");
    components.set(id, { across, down, quantizer });
  }
  const [height, width] = [view(body).getUint16(1), view(body).getUint16(3)];
  if (width === 0 || height === 0 || components.size === 0) throw new BadImage("a bad frame");
  return { progressive: marker === 0xc2, width, height, components };
}

/** The parts of a scan. `body` is of the size that their number asks for. Raises BadImage. */
export function readParts({ components }: Frame, body: Bytes): Part[] {
  const count = body[0] ?? 0;
  if (count < 1 || count > 4) throw new BadImage("a bad scan");
  const parts = Array.from({ length: count }, (_, i) => {
    const [id = 0, tables = 0] = body.subarray(1 + 2 * i, 3 + 2 * i);
    const component = components.get(id);
    if (!component || (tables & 0xcc) !== 0) throw new BadImage("a bad scan");
    return { ...component, id, dc: tables >> 4, ac: tables & 15 };
  });
  if (new Set(parts.map(({ id }) => id)).size !== count) throw new BadImage("a bad scan");
  return parts;
}

/** `table`: how many codes there are of each length, and what they stand for (annex C). */
export function readCodes(table: Bytes): Codes {
  const codes = new Uint16Array(65_536);
  let [code, at] = [0, 16];
  for (let length = 1; length <= 16; length++, code *= 2) {
    for (let left = table[length - 1] ?? 0; left > 0; left--, code++) {
      if (code >= 2 ** length) throw new BadImage("no table");
      const wide = 2 ** (16 - length);
      codes.fill(length * 256 + (table[at++] ?? 0), code * wide, (code + 1) * wide);
    }
  }
  return codes;
}

/** The bits of a scan (F.2.2.5), never beyond a marker. Raises BadImage. */
export class Bits {
  private held = 0;
  private count = 0;
  /** How many of the bits held are made up, behind the end. */
  private beyond = 0;
  private readonly bytes: Bytes;
  private at: number;
  private readonly end: number;

  constructor(bytes: Bytes, at: number, end: number) {
    [this.bytes, this.at, this.end] = [bytes, at, end];
  }

  private fill(): void {
    while (this.count <= 16) {
      const byte = this.bytes[this.at] ?? 0;
      const more = this.at < this.end && (byte !== 0xff || this.bytes[this.at + 1] === 0);
      if (more) this.at += byte === 0xff ? 2 : 1;
      else this.beyond += 8;
      this.held = (this.held << 8) | (more ? byte : 0);
      this.count += 8;
    }
  }

  skip(count: number): void {
    this.fill();
    this.count -= count;
    if (this.count < this.beyond) throw new BadImage("the JPEG is cut");
  }

  /** At most 16 bits as a number. */
  read(count: number): number {
    this.skip(count);
    return (this.held >>> this.count) & (2 ** count - 1);
  }

  take(codes: Codes): number {
    this.fill();
    const code = codes[(this.held >>> (this.count - 16)) & 0xffff] ?? 0;
    if (code === 0) throw new BadImage("no code");
    this.count -= code >> 8;
    if (this.count < this.beyond) throw new BadImage("the JPEG is cut");
    return code & 255;
  }

  /** To the first byte of which no bit was taken. */
  private stop(): number {
    // 0 behind 255 is never a byte of its own.
    for (let left = (this.count - this.beyond) >> 3; left > 0; left--) {
      this.at -= this.bytes[this.at - 1] === 0 && this.bytes[this.at - 2] === 0xff ? 2 : 1;
    }
    [this.count, this.beyond] = [0, 0];
    return this.at;
  }

  restart(number: number): void {
    const at = this.stop();
    if (this.bytes[at] !== 0xff || this.bytes[at + 1] !== 0xd0 + (number & 7))
      throw new BadImage("a bad restart");
    this.at = at + 2;
  }

  finish(): number {
    return this.stop();
  }
}

function block(bits: Bits, dc: Codes, ac: Codes): void {
  const size = bits.take(dc);
  if (size > 16) throw new BadImage("no code");
  bits.skip(size);
  for (let k = 1; k < 64; k++) {
    const symbol = bits.take(ac);
    if ((symbol & 15) === 0 && symbol !== 0xf0) return;
    k += symbol >> 4;
    if (k > 63) throw new BadImage("no code");
    bits.skip(symbol & 15);
  }
}

/** Blocks of a part in one unit, and how many units there are in the scan (A.2). */
export function units(
  { width, height, components }: Frame,
  parts: readonly Part[],
): { count: number; blocks: number[] } {
  const all = [...components.values()];
  const across = Math.max(...all.map(each => each.across));
  const down = Math.max(...all.map(each => each.down));
  const [only] = parts;
  if (only && parts.length === 1) {
    const wide = Math.ceil(Math.ceil((width * only.across) / across) / 8);
    return { count: wide * Math.ceil(Math.ceil((height * only.down) / down) / 8), blocks: [1] };
  }
  const count = Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down));
  return { count, blocks: parts.map(each => each.across * each.down) };
}

/**
 * Where the last block of a sequential scan ends, between `from` and `end`. `codes` gives the table
 * of a class (0: DC, 1: AC) and number; `interval`: units between restarts, 0 without. Raises
 * BadImage where there are fewer blocks than the picture has, or bytes before a restart.
 */
export function pointsEnd(
  bytes: Bytes,
  from: number,
  end: number,
  frame: Frame,
  parts: readonly Part[],
  interval: number,
  codes: (kind: number, id: number) => Codes,
): number {
  const bits = new Bits(bytes, from, end);
  const { count, blocks } = units(frame, parts);
  const tables = parts.flatMap(({ dc, ac }, i) =>
    Array.from({ length: blocks[i] ?? 0 }, () => [codes(0, dc), codes(1, ac)] as const),
  );
  for (let unit = 0; unit < count; unit++) {
    if (interval > 0 && unit > 0 && unit % interval === 0) bits.restart(unit / interval - 1);
    for (const [dc, ac] of tables) block(bits, dc, ac);
  }
  return bits.finish();
}
