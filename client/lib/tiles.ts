/**
 * A log read from its tiles (c2sp.org/tlog-tiles): hashes for a proof. Nothing here is believed: the
 * proof is checked against signed roots by whoever asked.
 */

import type { Bytes } from "./bytes.ts";
import { BadProof, fold, nodeHash } from "./merkle.ts";

const HEIGHT = 8;
const WIDTH = 256;
const HASH = 32;

/** Fetches a path below the log's address. */
export type ReadTile = (path: string) => Promise<Bytes>;

type Range = readonly [number, number];

const pow = (exponent: number): number => 2 ** exponent;
const log2 = (value: number): number => Math.floor(Math.log2(value));

/** The path of a tile: three digits a step, all but the last after an x. */
export function tilePath(level: number, number: number, width = WIDTH): string {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0");
  const steps = digits.match(/\d{3}/g) ?? [];
  const place = steps.map((step, i) => (i < steps.length - 1 ? `x${step}` : step)).join("/");
  return `tile/${level}/${place}${width < WIDTH ? `.p/${width}` : ""}`;
}

/** The complete subtrees of a range of the tree, largest first. */
function complete(start: number, end: number): Range[] {
  const out: Range[] = [];
  for (let at = start; at < end;) {
    const width = pow(log2(end - at));
    out.push([at, at + width]);
    at += width;
  }
  return out;
}

/** The ranges whose hashes prove that a tree of `older` begins one of `newer` (RFC 6962, 2.1.2). */
function consistencyPath(older: number, newer: number): Range[] {
  const path: Range[] = [];
  let [start, end] = [0, newer];
  while (end !== older) {
    const middle = start + pow(Math.ceil(Math.log2(end - start)) - 1);
    if (older <= middle) {
      path.push([middle, end]);
      end = middle;
    } else {
      path.push([start, middle]);
      start = middle;
    }
  }
  if (start > 0) path.push([start, end]);
  return path.reverse();
}

/** The tree of `size` entries; each tile is fetched once. */
class Tiles {
  readonly #read: ReadTile;
  readonly #size: number;
  readonly #tiles = new Map<string, Promise<Bytes>>();

  constructor(read: ReadTile, size: number) {
    this.#read = read;
    this.#size = size;
  }

  #tile(level: number, number: number): Promise<Bytes> {
    const width = Math.min(WIDTH, Math.floor(this.#size / pow(HEIGHT * level)) - number * WIDTH);
    const path = tilePath(level, number, width);
    const tile = this.#tiles.get(path) ?? this.#read(path);
    this.#tiles.set(path, tile);
    return tile;
  }

  /** The hash over a complete subtree. */
  async #complete([start, end]: Range): Promise<Bytes> {
    const height = log2(end - start);
    const level = Math.floor(height / HEIGHT);
    const first = start / pow(HEIGHT * level);
    const count = pow(height - HEIGHT * level);
    const tile = await this.#tile(level, Math.floor(first / WIDTH));
    const at = (first % WIDTH) * HASH;
    const bytes = tile.slice(at, at + count * HASH);
    if (bytes.length !== count * HASH) throw new BadProof("a tile of the log is cut");
    let row = Array.from({ length: count }, (_, i) => bytes.slice(i * HASH, (i + 1) * HASH));
    while (row.length > 1) {
      const pairs = Array.from({ length: row.length / 2 }, (_, i) => [row[2 * i], row[2 * i + 1]]);
      row = await Promise.all(pairs.map(([a, b]) => nodeHash(a as Bytes, b as Bytes)));
    }
    return row[0] as Bytes;
  }

  async hashOf([start, end]: Range): Promise<Bytes> {
    return fold(await Promise.all(complete(start, end).map(range => this.#complete(range))));
  }
}

/** The consistency proof between two sizes, by the tiles of the newer. Raises what `read` raises. */
export async function consistencyProof(older: number, newer: number, read: ReadTile): Promise<Bytes[]> {
  if (older === 0) return [];
  if (older > newer) throw new BadProof("the older tree is larger than the newer one");
  const tiles = new Tiles(read, newer);
  return Promise.all(consistencyPath(older, newer).map(range => tiles.hashOf(range)));
}
