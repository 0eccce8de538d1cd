/** JPEG (ITU-T T.81, annex B): marker segments, and scans with more segments between them. */

import { type Bytes, concat, utf8 } from "../bytes.ts";
import { BadImage, bigEndian, type Found, join, type Removed, startsWith, view } from "./base.ts";
import { EXIF_MARK, orientationOnly, readExif } from "./exif.ts";
import { plainProfile } from "./icc.ts";
import { Known, progressiveEnd } from "./progressive.ts";
import { type Codes, type Frame, type Part, pointsEnd, readCodes, readFrame, readParts } from "./scan.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const DHT = 0xc4;
const DRI = 0xdd;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const ICC_MARK = "ICC_PROFILE\0";
/** Bytes of a profile that one segment takes. */
const ICC_PART = 0xffff - 2 - ICC_MARK.length - 2;

/** Sequential and progressive frames; lossless and arithmetic ones are shown by no browser. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xc2;
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/** The tables of a segment: nothing but tables may stand in it. */
function tablesOf(marker: number, body: Bytes): Bytes[] {
  const out: Bytes[] = [];
  for (let at = 0; at < body.length;) {
    const head = body[at] ?? 0;
    if ((head & 15) > 3 || head > 0x13) throw new BadImage("no table");
    const codes = body.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0);
    const size = marker === DHT ? 17 + codes : head >= 16 ? 129 : 65;
    if (at + size > body.length || size > 17 + 256) throw new BadImage("a table with something else in it");
    out.push(body.subarray(at, at + size));
    at += size;
  }
  return out;
}

/** A segment without which the picture cannot be shown, of just the size that it has to be. */
function isNeeded(marker: number, body: Bytes): boolean {
  const exact = (size: number) => {
    if (body.length !== size) throw new BadImage("a table with something else in it");
    return true;
  };
  if (isFrame(marker)) return exact(6 + 3 * (body[5] ?? 0));
  if (marker === DQT || marker === DHT) return true;
  if (marker === DRI) return exact(2);
  if (marker === SOS) return exact(4 + 2 * (body[0] ?? 0));
  if (marker >= 0xe0) return false;
  // Hierarchical frames, and markers of nobody knows what.
  throw new BadImage("not a JPEG that can be cleaned");
}

function segment(marker: number, ...body: readonly Bytes[]): Bytes {
  const whole = concat(...body);
  return concat(Uint8Array.of(0xff, marker), bigEndian(whole.length + 2, 2), whole);
}

/** What stands before the picture, written anew. */
interface Head {
  density: Bytes | null;
  transform: number | null;
  orientation: number | null;
  readonly profile: Map<number, Bytes>;
  parts: number;
}

function kindOf(marker: number, body: Bytes): Removed {
  if (marker === 0xfe) return "comment";
  if (marker === APP1) return "XMP";
  if (marker === 0xed) return "IPTC";
  // A second picture behind the first is found through this one (MPF).
  if (marker === APP0 || (marker === APP2 && startsWith(body, "MPF\0"))) return "preview";
  return "other";
}

/** Takes out of a segment what the picture needs of it. */
function note(head: Head, marker: number, body: Bytes, details: Found): void {
  if (marker === APP0 && startsWith(body, "JFIF\0") && body.length >= 14) {
    if (body.length > 14) details.add("preview");
    head.density ??= body.slice(5, 12);
  } else if (marker === APP14 && startsWith(body, "Adobe") && body.length >= 12) {
    head.transform ??= body[11] ?? 0;
  } else if (marker === APP1 && startsWith(body, EXIF_MARK)) {
    // Where there are several, browsers go by the first.
    const orientation = readExif(body, details);
    head.orientation ??= orientation;
  } else if (marker === APP2 && startsWith(body, ICC_MARK) && body.length > ICC_MARK.length + 2) {
    noteProfile(head, body.subarray(ICC_MARK.length));
  } else {
    details.add(kindOf(marker, body));
  }
}

function noteProfile(head: Head, body: Bytes): void {
  const [number = 0, parts = 0] = body;
  if (head.profile.has(number) || number === 0 || number > parts) throw new BadImage("bad profile");
  if (head.parts !== 0 && head.parts !== parts) throw new BadImage("bad profile");
  head.parts = parts;
  head.profile.set(number, body.subarray(2));
}

function profileSegments({ profile, parts }: Head): Bytes[] {
  if (parts === 0) return [];
  if (profile.size !== parts) throw new BadImage("bad profile");
  const order = [...profile].sort(([a], [b]) => a - b).map(([, part]) => part);
  const plain = plainProfile(concat(...order));
  const count = Math.ceil(plain.length / ICC_PART);
  if (count > 255) throw new BadImage("bad profile");
  return Array.from({ length: count }, (_, i) =>
    segment(
      APP2,
      utf8(ICC_MARK),
      Uint8Array.of(i + 1, count),
      plain.subarray(i * ICC_PART, (i + 1) * ICC_PART),
    ),
  );
}

function write(head: Head): Bytes[] {
  const out: Bytes[] = [Uint8Array.of(0xff, SOI)];
  const exif = orientationOnly(head.orientation ?? 1);
  if (head.density) out.push(segment(APP0, utf8("JFIF\0"), head.density, new Uint8Array(2)));
  if (exif) out.push(segment(APP1, utf8(EXIF_MARK), exif));
  out.push(...profileSegments(head));
  if (head.transform !== null) {
    out.push(segment(APP14, utf8("Adobe"), Uint8Array.of(0, 100, 0, 0, 0, 0, head.transform)));
  }
  return out;
}

/** The next marker; decoders pass over stray bytes before it, so these go. */
function nextMarker(bytes: Bytes, from: number, details: Found): number {
  let at = from;
  while (at < bytes.length && (bytes[at] !== 0xff || bytes[at + 1] === 0xff || bytes[at + 1] === 0)) at++;
  if (at + 1 >= bytes.length) throw new BadImage("the JPEG has no end");
  if (at > from && bytes[from] !== 0xff) details.add("other");
  return at;
}

function segmentBody(bytes: Bytes, at: number): Bytes {
  if (at + 4 > bytes.length) throw new BadImage("the JPEG is cut");
  const end = at + 2 + view(bytes).getUint16(at + 2);
  if (end < at + 4 || end > bytes.length) throw new BadImage("the JPEG is cut");
  return bytes.subarray(at + 4, end);
}

/** Where a scan's data ends: the marker after it. */
function scanEnd(bytes: Bytes, from: number): number {
  for (let at = from; ; at++) {
    at = bytes.indexOf(0xff, at);
    const marker = at < 0 ? undefined : bytes[at + 1];
    if (marker === undefined) throw new BadImage("the JPEG has no end");
    if (marker !== 0 && marker !== 0xff && !isRestart(marker)) return at;
  }
}

interface Table {
  readonly bytes: Bytes;
  written: boolean;
  codes?: Codes;
}

/** The picture itself: its frame, its scans, and of the tables only those that a scan takes. */
class Picture {
  readonly out: Bytes[] = [];
  scans = 0;
  private frame: Frame | null = null;
  private readonly tables = new Map<string, Table>();
  private readonly begun = new Set<number>();
  private readonly known = new Map<number, Known>();
  private interval = 0;
  private told = 0;
  private readonly details: Found;

  constructor(details: Found) {
    this.details = details;
  }

  take(marker: number, body: Bytes): void {
    if (marker === DRI) this.interval = view(body).getUint16(0);
    else if (isFrame(marker)) this.begin(marker, body);
    else for (const bytes of tablesOf(marker, body)) this.define(marker, bytes);
  }

  private begin(marker: number, body: Bytes): void {
    if (this.frame) throw new BadImage("a second picture in the JPEG");
    this.frame = readFrame(marker, body);
    this.out.push(segment(marker, body));
  }

  private define(marker: number, bytes: Bytes): void {
    const head = bytes[0] ?? 0;
    const key = `${marker} ${marker === DQT ? head & 15 : head}`;
    if (this.tables.get(key)?.written === false) this.details.add("other");
    this.tables.set(key, { bytes, written: false });
  }

  private table(marker: number, id: number): Table {
    const table = this.tables.get(`${marker} ${id}`);
    if (!table) throw new BadImage("a table is missing");
    return table;
  }

  private write(marker: number, id: number): void {
    const table = this.table(marker, id);
    if (!table.written) this.out.push(segment(marker, table.bytes));
    table.written = true;
  }

  /** The tables of a scan. What a component's numbers are multiplied by is set by its first one. */
  private prepare(parts: readonly Part[], progressive: boolean, body: Bytes): void {
    const [first = 0, , height = 0] = body.subarray(-3);
    for (const { id, quantizer, dc, ac } of parts) {
      if (!this.begun.has(id)) this.write(DQT, quantizer);
      else if (!progressive) throw new BadImage("the same points twice");
      this.begun.add(id);
      if (!progressive || (first === 0 && height >> 4 === 0)) this.write(DHT, dc);
      if (!progressive || first > 0) this.write(DHT, 16 + ac);
    }
    if (this.interval !== this.told) this.out.push(segment(DRI, bigEndian(this.interval, 2)));
    this.told = this.interval;
  }

  /** A scan with its points, from `from` to the marker at `end`. */
  scan(body: Bytes, bytes: Bytes, from: number, end: number): void {
    const { frame } = this;
    if (!frame) throw new BadImage("points before the picture's size");
    const parts = readParts(frame, body);
    this.prepare(parts, frame.progressive, body);
    this.out.push(segment(SOS, body));
    const last = frame.progressive
      ? progressiveEnd(bytes, from, end, frame, parts, body, this.interval, this.codes, this.knownOf)
      : pointsEnd(bytes, from, end, frame, parts, this.interval, this.codes);
    if (last < end) this.details.add("other");
    this.out.push(bytes.subarray(from, last));
    this.scans++;
  }

  private readonly knownOf = (id: number, blocks: number): Known => {
    const known = this.known.get(id) ?? new Known(blocks);
    this.known.set(id, known);
    return known;
  };

  private readonly codes = (kind: number, id: number): Codes => {
    const table = this.table(DHT, 16 * kind + id);
    table.codes ??= readCodes(table.bytes.subarray(1));
    return table.codes;
  };

  done(): Bytes[] {
    if (this.scans === 0) throw new BadImage("the JPEG holds no picture");
    if ([...this.tables.values()].some(({ written }) => !written)) this.details.add("other");
    return this.out;
  }
}

/** `bytes` begins with SOI. Raises BadImage. */
export function cleanJpeg(bytes: Bytes, details: Found): Bytes {
  const head: Head = { density: null, transform: null, orientation: null, profile: new Map(), parts: 0 };
  const picture = new Picture(details);
  for (let at = 2; ;) {
    at = nextMarker(bytes, at, details);
    const marker = bytes[at + 1] ?? 0;
    if (marker === EOI) {
      if (at + 2 < bytes.length) details.add("trailer");
      return join([...write(head), ...picture.done(), Uint8Array.of(0xff, EOI)]);
    }
    const body = segmentBody(bytes, at);
    at += 4 + body.length;
    const needed = isNeeded(marker, body);
    if (needed && marker === SOS) {
      const end = scanEnd(bytes, at);
      picture.scan(body, bytes, at, end);
      at = end;
    } else if (needed) picture.take(marker, body);
    // Nobody heeds what the segments of applications say once the picture has begun.
    else if (picture.scans === 0) note(head, marker, body, details);
    else details.add(marker === APP1 ? "EXIF" : kindOf(marker, body));
  }
}
