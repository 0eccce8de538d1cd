/** Where the coded points of a progressive scan end (ITU-T T.81, annex G): by going through them. */

import type { Bytes } from "../bytes.ts";
import { BadImage } from "./base.ts";
import { Bits, type Codes, type Frame, type Part, units } from "./scan.ts";

/** Blocks of one component: 500 million points, more than any browser shows. */
const MOST_BLOCKS = 2 ** 23;

/** Which numbers of each block are not zero by now: a later scan has a bit more of just those. */
export class Known {
  private readonly words: Uint32Array;

  constructor(blocks: number) {
    if (blocks > MOST_BLOCKS) throw new BadImage("a picture that is too large");
    this.words = new Uint32Array(2 * blocks);
  }

  has(block: number, k: number): boolean {
    return (((this.words[2 * block + (k >> 5)] ?? 0) >>> (k & 31)) & 1) === 1;
  }

  add(block: number, k: number): void {
    const at = 2 * block + (k >> 5);
    this.words[at] = (this.words[at] ?? 0) | (1 << (k & 31));
  }
}

/** What a scan says of itself (B.2.3): from which number to which, and whether it adds a bit. */
interface Band {
  readonly first: number;
  readonly last: number;
  readonly refines: boolean;
}

function bandOf(body: Bytes, parts: readonly Part[]): Band {
  const [first = 0, last = 0, bits = 0] = body.subarray(-3);
  const fits = first === 0 ? last === 0 : parts.length === 1 && first <= last && last < 64;
  if (!fits) throw new BadImage("a bad scan");
  return { first, last, refines: bits >> 4 !== 0 };
}

/** The scan of one band of one component; `run`: how many blocks more have nothing of their own. */
class Spectrum {
  run = 0;
  private readonly bits: Bits;
  private readonly codes: Codes;
  private readonly known: Known;
  private readonly band: Band;

  constructor(bits: Bits, codes: Codes, known: Known, band: Band) {
    [this.bits, this.codes, this.known, this.band] = [bits, codes, known, band];
  }

  /** How many blocks have nothing of their own, this one among them. */
  private runOf(log: number): number {
    return 2 ** log + this.bits.read(log);
  }

  /** G.1.2.2 */
  begun(block: number): void {
    if (this.run > 0) {
      this.run--;
      return;
    }
    for (let k = this.band.first; k <= this.band.last; k++) {
      const symbol = this.bits.take(this.codes);
      const [zeros, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && zeros < 15) {
        this.run = this.runOf(zeros) - 1;
        return;
      }
      k += zeros;
      if (k > this.band.last) throw new BadImage("no code");
      this.bits.skip(size);
      if (size > 0) this.known.add(block, k);
    }
  }

  /** Past `zeros` numbers that are zero still, and the bits of those that are not. */
  private pass(block: number, from: number, zeros: number): number {
    let [k, left] = [from, zeros];
    for (; k <= this.band.last; k++) {
      if (this.known.has(block, k)) this.bits.skip(1);
      else if (left-- === 0) break;
    }
    return k;
  }

  /** G.1.2.3 */
  refined(block: number): void {
    let k = this.band.first;
    for (; this.run === 0 && k <= this.band.last; k++) {
      const symbol = this.bits.take(this.codes);
      const [zeros, size] = [symbol >> 4, symbol & 15];
      if (size > 1) throw new BadImage("no code");
      if (size === 0 && zeros < 15) {
        this.run = this.runOf(zeros);
        break;
      }
      this.bits.skip(size);
      k = this.pass(block, k, zeros);
      if (size === 0) continue;
      if (k > this.band.last) throw new BadImage("no code");
      this.known.add(block, k);
    }
    if (this.run === 0) return;
    this.pass(block, k, 64);
    this.run--;
  }
}

/**
 * Where the last block of a progressive scan ends, between `from` and `end`. `known`: of a component
 * (by id, with the number of its blocks) what earlier scans said. The others as in `pointsEnd`.
 */
export function progressiveEnd(
  bytes: Bytes,
  from: number,
  end: number,
  frame: Frame,
  parts: readonly Part[],
  body: Bytes,
  interval: number,
  codes: (kind: number, id: number) => Codes,
  known: (id: number, blocks: number) => Known,
): number {
  const bits = new Bits(bytes, from, end);
  const band = bandOf(body, parts);
  const { count, blocks } = units(frame, parts);
  const [only] = parts;
  const alone =
    band.first > 0 && only ? new Spectrum(bits, codes(1, only.ac), known(only.id, count), band) : null;
  const each = parts.map(({ dc }, i) => ({
    codes: band.first > 0 || band.refines ? null : codes(0, dc),
    blocks: blocks[i] ?? 0,
  }));
  for (let unit = 0; unit < count; unit++) {
    if (interval > 0 && unit > 0 && unit % interval === 0) {
      bits.restart(unit / interval - 1);
      if (alone) alone.run = 0;
    }
    if (alone && band.refines) alone.refined(unit);
    else if (alone) alone.begun(unit);
    else for (const part of each) direct(bits, part.codes, part.blocks);
  }
  return bits.finish();
}

/** The mean of some blocks (G.1.2.1): a size and its bits, or one bit more. */
function direct(bits: Bits, codes: Codes | null, blocks: number): void {
  for (let n = 0; n < blocks; n++) {
    const size = codes ? bits.take(codes) : 1;
    if (size > 16) throw new BadImage("no code");
    bits.skip(size);
  }
}
