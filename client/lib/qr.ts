/** QR codes of short texts: bytes, error correction M, versions 1 to 9 (ISO/IEC 18004:2015). */

/** By version from 1: all codewords, those that correct errors in a block, and blocks (table 9). */
const VERSIONS = [
  [26, 10, 1],
  [44, 16, 1],
  [70, 26, 1],
  [100, 18, 2],
  [134, 24, 2],
  [172, 16, 4],
  [196, 18, 4],
  [242, 22, 4],
  [292, 22, 5],
] as const;
type Version = (typeof VERSIONS)[number];

/** What a square says besides the text: whether it is dark, and whether the text may not use it. */
interface Square {
  readonly dark: boolean;
  readonly fixed: boolean;
}
type Grid = Square[][];

/** Longer than 180 bytes. */
export class TooLongForQr extends Error {
  override name = "TooLongForQr";
}

const room = ([all, correcting, blocks]: Version) => all - correcting * blocks;

/** Mode and length before the text, four bits and a byte; four bits that end it; padding. */
function dataOf(text: Uint8Array, size: number): number[] {
  const nibbles = [4, text.length >> 4, text.length & 15, ...[...text].flatMap((byte) => [byte >> 4, byte & 15]), 0];
  const bytes = nibbles.flatMap((high, at) => (at % 2 === 0 ? [(high << 4) | (nibbles[at + 1] ?? 0)] : []));
  while (bytes.length < size) bytes.push((bytes.length - text.length) % 2 === 0 ? 0xec : 0x11);
  return bytes;
}

/** In the field of 256 elements that the standard takes (x⁸ + x⁴ + x³ + x² + 1). */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 128; bit > 0; bit >>= 1) {
    product = (product << 1) ^ (product & 128 ? 0x11d : 0) ^ (b & bit ? a : 0);
  }
  return product;
}

/** The polynomial whose roots are the first `degree` powers of 2, without its leading 1. */
function generator(degree: number): number[] {
  let made = [1];
  for (let power = 0, root = 1; power < degree; power++, root = times(root, 2)) {
    made = [...made, 0].map((each, at) => each ^ times(made[at - 1] ?? 0, root));
  }
  return made.slice(1);
}

/** What is left of `data` by that polynomial. */
function correction(data: readonly number[], by: readonly number[]): number[] {
  let left: number[] = by.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (left[0] ?? 0);
    left = by.map((each, at) => (left[at + 1] ?? 0) ^ times(each, factor));
  }
  return left;
}

const byTurns = (blocks: readonly number[][]): number[] =>
  [...(blocks.at(-1) ?? []).keys()].flatMap((at) => blocks.flatMap((block) => block[at] ?? []));

/** Data and correction as they are written; blocks of one byte more come last. */
function codewords(data: readonly number[], [, correcting, count]: Version): number[] {
  const short = Math.floor(data.length / count);
  const longer = count - (data.length % count);
  const start = (block: number) => block * short + Math.max(0, block - longer);
  const blocks = Array.from({ length: count }, (_, at) => data.slice(start(at), start(at + 1)));
  const by = generator(correcting);
  return [...byTurns(blocks), ...byTurns(blocks.map((block) => correction(block, by)))];
}

/** `value` followed by what is left of it by `by` (a code of Bose, Chaudhuri and Hocquenghem). */
function withCheck(value: number, by: number): number {
  const length = 31 - Math.clz32(by);
  let left = value << length;
  while (left >= 1 << length) left ^= by << (Math.clz32(by) - Math.clz32(left));
  return (value << length) | left;
}

/** The patterns by which it is found, and what it says of itself: version and mask. */
function patterns(version: number, mask: number): Grid {
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => Array.from({ length: size }, () => ({ dark: false, fixed: false })));
  const put = (x: number, y: number, dark: boolean) => {
    const row = grid[y];
    if (row?.[x]) row[x] = { dark, fixed: true };
  };
  for (let at = 0; at < size; at++) for (const [x, y] of [[at, 6], [6, at]] as const) put(x, y, at % 2 === 0);
  const rings = (x: number, y: number, reach: number, light: readonly number[]) => {
    for (let dx = -reach; dx <= reach; dx++) {
      for (let dy = -reach; dy <= reach; dy++) put(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
    }
  };
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) rings(x, y, 4, [2, 4]);
  for (const [x, y] of aligned(version)) rings(x, y, 2, [1]);
  sayMask(size, mask, put);
  if (version >= 7) sayVersion(size, version, put);
  return grid;
}

/** Centres of the smaller marks: none where a corner is taken. */
function aligned(version: number): (readonly [number, number])[] {
  const last = 10 + 4 * version;
  const places = version < 2 ? [] : version < 7 ? [6, last] : [6, last / 2 + 3, last];
  const corner = (x: number, y: number) => [x, y].every((at) => at === 6 || at === last) && (x === 6 || y === 6);
  return places.flatMap((x) => places.filter((y) => !corner(x, y)).map((y) => [x, y] as const));
}

type Put = (x: number, y: number, dark: boolean) => void;

function sayMask(size: number, mask: number, put: Put): void {
  const bits = withCheck(mask, 0x537) ^ 0x5412; // M is 00
  for (let at = 0; at < 15; at++) {
    const dark = ((bits >> at) & 1) === 1;
    // Past the line of dashes at 6, down the side and along the top.
    const near = at < 6 ? at : at < 8 ? at + 1 : 15 - at - (at > 8 ? 1 : 0);
    if (at < 8) put(8, near, dark), put(size - 1 - at, 8, dark);
    else put(near, 8, dark), put(8, size - 15 + at, dark);
  }
  put(8, size - 8, true);
}

function sayVersion(size: number, version: number, put: Put): void {
  const bits = withCheck(version, 0x1f25);
  for (let at = 0; at < 18; at++) {
    const [near, far] = [Math.floor(at / 3), size - 11 + (at % 3)];
    for (const [x, y] of [[near, far], [far, near]] as const) put(x, y, ((bits >> at) & 1) === 1);
  }
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Two columns at a time from the right, up and down by turns, around what is fixed. */
function* path(size: number): Generator<readonly [number, number]> {
  for (let right = size - 1, up = true; right > 0; right -= right === 8 ? 3 : 2, up = !up) {
    for (let step = 0; step < size; step++) {
      for (const x of [right, right - 1]) yield [x, up ? size - 1 - step : step];
    }
  }
}

/** The code of `text` under one mask, row by row, without a margin. Raises TooLongForQr. */
export function drawn(text: string, mask: number): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  const place = VERSIONS.findIndex((each) => bytes.length + 2 <= room(each));
  const version = VERSIONS[place];
  if (!version) throw new TooLongForQr("The text does not fit into a QR code of version 9.");
  const grid = patterns(place + 1, mask);
  const words = codewords(dataOf(bytes, room(version)), version);
  const dark = grid.map((row) => row.map((each) => each.dark));
  let bit = 0;
  for (const [x, y] of path(grid.length)) {
    const row = dark[y];
    if (!row || grid[y]?.[x]?.fixed) continue;
    const said = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
    row[x] = said !== MASKS[mask]?.(x, y);
    bit++;
  }
  return dark;
}

/** How hard it is to read: runs, blocks, what looks like a mark, too much of one (7.8.3.1). */
function penalty(rows: readonly boolean[][]): number {
  const lines = [rows, rows.map((_, x) => rows.map((row) => row[x] ?? false))]
    .flat()
    .map((line) => line.map(Number).join(""));
  const runs = lines.flatMap((line) => line.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, run) => sum + run.length - 2, 0);
  const marks = lines.flatMap((line) => line.match(/(?=10111010000|00001011101)/g) ?? []).length;
  const same = (x: number, y: number) =>
    new Set([rows[y]?.[x], rows[y]?.[x + 1], rows[y + 1]?.[x], rows[y + 1]?.[x + 1]]).size === 1;
  const blocks = rows.slice(1).reduce((sum, row, y) => sum + row.slice(1).filter((_, x) => same(x, y)).length, 0);
  const share = rows.flat().filter(Boolean).length / rows.length ** 2;
  return runs + 40 * marks + 3 * blocks + 10 * Math.floor(Math.abs(share - 0.5) * 20);
}

/** The code of `text`, row by row, `margin` light squares around it. Raises TooLongForQr. */
export function qrCode(text: string, margin: number): boolean[][] {
  const [best] = [...MASKS.keys()]
    .map((mask) => drawn(text, mask))
    .map((rows) => ({ rows, hard: penalty(rows) }))
    .sort((a, b) => a.hard - b.hard);
  const rows = best?.rows ?? [];
  const light = (count: number) => Array.from({ length: count }, () => false);
  const around = Array.from({ length: margin }, () => light(rows.length + 2 * margin));
  return [...around, ...rows.map((row) => [...light(margin), ...row, ...light(margin)]), ...around];
}
