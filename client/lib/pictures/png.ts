/** PNG (W3C PNG, third edition, 5 and 11): chunks with length, type, body and checksum. */

import { type Bytes, concat, utf8 } from "../bytes.ts";
import { crc32 } from "../crc32.ts";
import { BadImage, bigEndian, type Found, fourCC, join, type Removed, startsWith, view } from "./base.ts";
import { orientationOnly, readExif } from "./exif.ts";
import { deflate, inflate, store } from "./flate.ts";
import { MAX_PROFILE, plainProfile } from "./icc.ts";

/** The lengths that a chunk may have which only tells how the picture is shown. */
const SHOWS: Readonly<Record<string, (size: number) => boolean>> = {
  cHRM: size => size === 32,
  gAMA: size => size === 4,
  sRGB: size => size === 1,
  cICP: size => size === 4,
  mDCV: size => size === 24,
  cLLI: size => size === 8,
  pHYs: size => size === 9,
  acTL: size => size === 8,
};
/** The same by the kind of colour; in pictures of other kinds they show nothing. */
const BY_COLOUR: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  tRNS: { 0: 2, 2: 6 },
  sBIT: { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 },
  bKGD: { 0: 2, 2: 6, 3: 1, 4: 2, 6: 6 },
};
const INDEXED = 3;
const GONE: Readonly<Record<string, Removed>> = { tEXt: "text", zTXt: "text", iTXt: "text", tIME: "time" };
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** The seven passes of an interlaced picture: first column and row, and steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
/** Of unpacked rows: a picture larger than this is not shown by a phone either. */
const MAX_ROWS = 1024 * 1024 * 1024;
const FRAME_HEAD = 26;

interface Chunk {
  readonly type: string;
  readonly body: Bytes;
}

function* chunksOf(bytes: Bytes, details: Found): Generator<Chunk> {
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) throw new BadImage("the PNG is cut");
    const end = at + 12 + view(bytes).getUint32(at);
    if (end > bytes.length) throw new BadImage("the PNG is cut");
    const type = fourCC(bytes, at + 4);
    const body = bytes.subarray(at + 8, end - 4);
    if (view(bytes).getUint32(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) {
      throw new BadImage("a checksum is wrong");
    }
    yield { type, body };
    at = end;
    if (type !== "IEND") continue;
    if (end < bytes.length) details.add("trailer");
    return;
  }
}

function write(type: string, body: Bytes): Bytes {
  const named = concat(utf8(type), body);
  return concat(bigEndian(body.length, 4), named, bigEndian(crc32(named), 4));
}

/** Bytes of the unpacked rows of a picture of this size. */
function rowsSize(header: Bytes, width: number, height: number): number {
  const bits = (header[8] ?? 0) * (SAMPLES[header[9] ?? 1] ?? 0);
  const rows = (w: number, h: number) => (w > 0 && h > 0 ? h * (1 + Math.ceil((w * bits) / 8)) : 0);
  if (header[12] === 0) return rows(width, height);
  const passes = PASSES.map(([x, y, right, down]) =>
    rows(Math.ceil((width - x) / right), Math.ceil((height - y) / down)),
  );
  return passes.reduce((sum, size) => sum + size, 0);
}

/** The same rows packed anew: what stood behind them in the packed data is not there any more. */
async function repack(packed: readonly Bytes[], size: number): Promise<Bytes> {
  if (size === 0 || size > MAX_ROWS) throw new BadImage("too large, or of no known kind");
  const rows = await inflate(join(packed), size);
  if (rows.length !== size) throw new BadImage("the picture is cut");
  return deflate(rows);
}

class Png {
  private readonly out: Bytes[] = [];
  private readonly details: Found;
  private readonly seen = new Set<string>();
  private header = new Uint8Array(0);
  /** The packed rows that are being gathered, and whose frame they are. */
  private packed: Bytes[] = [];
  private frame: Bytes | null = null;
  private sequence = 0;
  private moves = false;
  private colours = 0;

  constructor(details: Found) {
    this.details = details;
  }

  async take({ type, body }: Chunk): Promise<void> {
    if (type === "IDAT" || (type === "fdAT" && this.moves)) return this.gather(type, body);
    await this.flush();
    const first = !this.seen.has(type);
    this.seen.add(type);
    if (type === "IHDR") return this.begin(body, first);
    if (this.header.length === 0) throw new BadImage("the PNG does not begin with its size");
    if (type === "fcTL" && this.moves) return this.begins(body);
    if (type === "IEND") return void this.out.push(write("IEND", body.subarray(0, 0)));
    if (type === "eXIf") return this.exif(body, first);
    if (type === "iCCP" && first) return this.profile(body);
    const shows = first ? this.shows(type, body) : null;
    if (shows) {
      this.moves ||= type === "acTL";
      return void this.out.push(write(type, shows));
    }
    // Colours for screens that have few: the points of these pictures do not come from them.
    if (first && type === "PLTE" && this.header[9] !== INDEXED) return void this.details.add("other");
    // A capital first letter: without it the picture cannot be shown, and it is none we know.
    if (/^[A-Z]/.test(type)) throw new BadImage("an unknown chunk that is needed");
    this.details.add(
      type === "iTXt" && startsWith(body, "XML:com.adobe.xmp") ? "XMP" : (GONE[type] ?? "other"),
    );
  }

  done(): Bytes {
    if (!this.seen.has("rows")) throw new BadImage("the PNG holds no picture");
    return join([Uint8Array.of(0x89), utf8("PNG\r\n\x1a\n"), ...this.out]);
  }

  private begin(body: Bytes, first: boolean): void {
    if (!first || body.length !== 13 || this.out.length > 0) throw new BadImage("a bad header");
    this.header = body.slice();
    this.out.push(write("IHDR", body));
  }

  /** What of a chunk shows the picture; null where it shows nothing. */
  private shows(type: string, body: Bytes): Bytes | null {
    const [bits = 0, colour = 0] = this.header.subarray(8, 10);
    if (colour === INDEXED && type === "PLTE") {
      if (body.length === 0 || body.length > 768 || body.length % 3 !== 0) throw new BadImage("bad colours");
      const kept = body.subarray(0, 3 * 2 ** bits);
      if (kept.length < body.length) this.details.add("other");
      this.colours = kept.length / 3;
      return kept;
    }
    if (colour === INDEXED && type === "tRNS") {
      // Some browsers pass over all of it then, others only over what is too much.
      if (body.length > this.colours) throw new BadImage("more transparency than colours");
      return body;
    }
    const exact = BY_COLOUR[type];
    const fits = exact ? exact[colour] === body.length : SHOWS[type]?.(body.length);
    return fits ? body : null;
  }

  private begins(body: Bytes): void {
    if (body.length !== FRAME_HEAD) throw new BadImage("a bad frame");
    this.frame = body;
    this.out.push(write("fcTL", concat(bigEndian(this.sequence++, 4), body.subarray(4))));
  }

  private gather(type: string, body: Bytes): void {
    const rows = type === "IDAT";
    if (rows && this.seen.has("rows") && this.packed.length === 0) throw new BadImage("rows in two places");
    if (rows) this.seen.add("rows");
    else if (body.length < 4 || !this.frame || !this.seen.has("IDAT")) throw new BadImage("a bad frame");
    this.packed.push(rows ? body : body.subarray(4));
  }

  /** Rows end where another chunk begins. */
  private async flush(): Promise<void> {
    if (this.packed.length === 0) return;
    const still = !this.seen.has("IDAT");
    this.seen.add("IDAT");
    const area = view(still || !this.frame ? this.header : this.frame);
    const at = still || !this.frame ? 0 : 4;
    const packed = await repack(
      this.packed,
      rowsSize(this.header, area.getUint32(at), area.getUint32(at + 4)),
    );
    this.packed = [];
    const body = still ? packed : concat(bigEndian(this.sequence++, 4), packed);
    this.out.push(write(still ? "IDAT" : "fdAT", body));
  }

  private exif(body: Bytes, first: boolean): void {
    const only = orientationOnly(readExif(body, this.details));
    if (first && only) this.out.push(write("eXIf", only));
  }

  private async profile(body: Bytes): Promise<void> {
    const name = body.subarray(0, 80).indexOf(0);
    if (name < 1 || body[name + 1] !== 0) throw new BadImage("bad profile");
    const profile = plainProfile(await inflate(body.subarray(name + 2), MAX_PROFILE));
    this.out.push(write("iCCP", concat(utf8("colour\0\0"), store(profile))));
  }
}

/** `bytes` begins with PNG's signature. Raises BadImage. */
export async function cleanPng(bytes: Bytes, details: Found): Promise<Bytes> {
  const png = new Png(details);
  for (const chunk of chunksOf(bytes, details)) await png.take(chunk);
  return png.done();
}
