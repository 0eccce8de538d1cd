/**
 * Takes what a camera or phone writes about place, time, device and owner out of an image,
 * without touching the picture. JPEG (keeps its orientation), PNG, WebP. Other types are left
 * alone and the answer says so: a false "it is clean" would be worse than none.
 */

import { type Bytes, concat, utf8 } from "./bytes.ts";

export type Removed = "EXIF" | "GPS" | "XMP" | "IPTC" | "comment" | "text" | "time" | "preview" | "trailer";

export interface Stripped {
  readonly bytes: Bytes;
  /** What was found and taken out; empty where there was nothing. */
  readonly removed: readonly Removed[];
  /** False: this type is not known here, and the bytes are as they were. */
  readonly known: boolean;
}

/** The image does not follow its format; nothing was changed and nothing may be claimed. */
export class BadImage extends Error {
  override name = "BadImage";
}

/** Above this a picture is sent as it is: the work is done in memory. */
export const MAX_IMAGE = 128 * 1024 * 1024;

const startsWith = (bytes: Bytes, text: string, at = 0): boolean =>
  utf8(text).every((byte, i) => bytes[at + i] === byte);

export function stripMetadata(bytes: Bytes): Stripped {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return stripJpeg(bytes);
  if (startsWith(bytes, "PNG\r\n\x1a\n", 1)) return stripPng(bytes);
  if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) return stripWebp(bytes);
  return { bytes, removed: [], known: false };
}

const view = (bytes: Bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function sorted(removed: Set<Removed>): Removed[] {
  return [...removed].sort();
}

/* EXIF: a TIFF file inside the image. */

interface Exif {
  readonly orientation: number;
  readonly gps: boolean;
}

/** Orientation and whether there is a place. Anything malformed counts as neither. */
function readExif(tiff: Bytes): Exif {
  const nothing = { orientation: 1, gps: false };
  if (tiff.length < 14) return nothing;
  const data = view(tiff);
  const little = startsWith(tiff, "II");
  const start = data.getUint32(4, little);
  if (start + 2 > tiff.length) return nothing;
  const count = data.getUint16(start, little);
  let { orientation, gps } = nothing;
  for (let i = 0; i < count; i++) {
    const at = start + 2 + 12 * i;
    if (at + 12 > tiff.length) break;
    const tag = data.getUint16(at, little);
    if (tag === 0x0112) orientation = data.getUint16(at + 8, little);
    if (tag === 0x8825) gps = true;
  }
  return { orientation: orientation >= 1 && orientation <= 8 ? orientation : 1, gps };
}

/** A TIFF that holds the orientation and nothing else. */
function orientationOnly(orientation: number): Bytes {
  const out = new Uint8Array(26);
  out.set(utf8("MM"));
  const data = view(out);
  data.setUint16(2, 42);
  data.setUint32(4, 8);
  data.setUint16(8, 1);
  data.setUint16(10, 0x0112);
  data.setUint16(12, 3);
  data.setUint32(14, 1);
  data.setUint16(18, orientation);
  return out;
}

/* JPEG (ITU-T T.81, annex B): marker segments, then the scan. */

const EXIF_MARK = "Exif\0\0";

function jpegKind(marker: number, body: Bytes): Removed | null {
  if (marker === 0xfe) return "comment";
  if (marker === 0xe1) return startsWith(body, EXIF_MARK) ? "EXIF" : "XMP";
  if (marker === 0xed) return "IPTC";
  // A second picture behind the first (MPF) is found through APP2; the profile of colours stays.
  if (marker === 0xe2) return startsWith(body, "ICC_PROFILE\0") ? null : "preview";
  // JFIF (APP0) and Adobe's colour transform (APP14) are needed to show the picture.
  if (marker === 0xe0) return startsWith(body, "JFIF\0") ? null : "preview";
  return marker >= 0xe3 && marker <= 0xef && marker !== 0xee ? "comment" : null;
}

function exifSegment(orientation: number): Bytes {
  const body = concat(utf8(EXIF_MARK), orientationOnly(orientation));
  const head = Uint8Array.of(0xff, 0xe1, 0, 0);
  view(head).setUint16(2, body.length + 2);
  return concat(head, body);
}

/**
 * Where the image ends: the EOI marker. Scans may be followed by tables and more scans
 * (progressive images); bytes behind the end are not the picture.
 */
function jpegEnd(bytes: Bytes, scan: number): number {
  for (let at = scan; at + 1 < bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) at += 1;
    // A stuffed zero, a fill byte, a restart marker: still inside the scan.
    else if (marker === 0xff) at += 1;
    else if (marker === 0 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (marker === 0xd9) return at + 2;
    else at = jpegSegmentEnd(bytes, at, marker);
  }
  throw new BadImage("the JPEG has no end");
}

function stripJpeg(bytes: Bytes): Stripped {
  const removed = new Set<Removed>();
  const kept: Bytes[] = [bytes.slice(0, 2)];
  let at = 2;
  for (;;) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) throw new BadImage("the JPEG is malformed");
    if (marker === 0xff) {
      at += 1; // A fill byte before a marker.
      continue;
    }
    if (marker === 0xda) break;
    const end = jpegSegmentEnd(bytes, at, marker);
    const body = bytes.slice(at + 4, end);
    const kind = jpegKind(marker, body);
    if (kind === null) kept.push(bytes.slice(at, end));
    else removed.add(kind);
    if (kind === "EXIF") kept.push(...keptOrientation(body.slice(EXIF_MARK.length), removed));
    at = end;
  }
  const end = jpegEnd(bytes, at);
  if (end < bytes.length) removed.add("trailer");
  kept.push(bytes.slice(at, end));
  return { bytes: concat(...kept), removed: sorted(removed), known: true };
}

function jpegSegmentEnd(bytes: Bytes, at: number, marker: number): number {
  // These markers have no length; before the first scan they mean a broken file.
  if (marker === 0xd9 || marker < 0xc0 || at + 4 > bytes.length) {
    throw new BadImage("the JPEG is malformed");
  }
  const end = at + 2 + view(bytes).getUint16(at + 2);
  if (end < at + 4 || end > bytes.length) throw new BadImage("the JPEG is cut");
  return end;
}

/** A picture taken upright needs no mark; any other would be shown lying down without it. */
function keptOrientation(tiff: Bytes, removed: Set<Removed>): Bytes[] {
  const exif = readExif(tiff);
  if (exif.gps) removed.add("GPS");
  return exif.orientation === 1 ? [] : [exifSegment(exif.orientation)];
}

/* PNG (W3C PNG, 5): chunks with length, type, body and checksum. */

const PNG_REMOVED: Readonly<Record<string, Removed>> = {
  tEXt: "text",
  zTXt: "text",
  iTXt: "text",
  eXIf: "EXIF",
  tIME: "time",
};

function stripPng(bytes: Bytes): Stripped {
  const removed = new Set<Removed>();
  const kept: Bytes[] = [bytes.slice(0, 8)];
  let at = 8;
  let type = "";
  while (type !== "IEND") {
    if (at + 12 > bytes.length) throw new BadImage("the PNG is cut");
    const end = at + 12 + view(bytes).getUint32(at);
    if (end > bytes.length) throw new BadImage("the PNG is cut");
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const kind = PNG_REMOVED[type];
    if (kind === undefined) kept.push(bytes.slice(at, end));
    else removed.add(isXmp(bytes, at, kind) ? "XMP" : kind);
    if (kind === "EXIF" && readExif(bytes.slice(at + 8, end - 4)).gps) removed.add("GPS");
    at = end;
  }
  if (at < bytes.length) removed.add("trailer");
  return { bytes: concat(...kept), removed: sorted(removed), known: true };
}

function isXmp(bytes: Bytes, at: number, kind: Removed): boolean {
  return kind === "text" && startsWith(bytes, "XML:com.adobe.xmp", at + 8);
}

/* WebP (RFC 9649): RIFF chunks; VP8X says which of them there are. */

const WEBP_EXIF = 0x08;
const WEBP_XMP = 0x04;

function stripWebp(bytes: Bytes): Stripped {
  const removed = new Set<Removed>();
  const kept: Bytes[] = [];
  const size = view(bytes).getUint32(4, true) + 8;
  if (size > bytes.length) throw new BadImage("the WebP is cut");
  for (let at = 12; at < size; ) {
    if (at + 8 > size) throw new BadImage("the WebP is cut");
    const type = String.fromCharCode(...bytes.subarray(at, at + 4));
    const length = view(bytes).getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    if (end > size) throw new BadImage("the WebP is cut");
    const chunk = bytes.slice(at, end);
    if (type === "EXIF") noteWebpExif(chunk.slice(8, 8 + length), removed);
    else if (type === "XMP ") removed.add("XMP");
    else kept.push(type === "VP8X" ? withoutFlags(chunk) : chunk);
    at = end;
  }
  if (size < bytes.length) removed.add("trailer");
  const body = concat(utf8("WEBP"), ...kept);
  const head = new Uint8Array(8);
  head.set(utf8("RIFF"));
  view(head).setUint32(4, body.length, true);
  return { bytes: concat(head, body), removed: sorted(removed), known: true };
}

function noteWebpExif(body: Bytes, removed: Set<Removed>): void {
  removed.add("EXIF");
  // Some writers put JPEG's mark before the TIFF.
  const tiff = startsWith(body, EXIF_MARK) ? body.slice(EXIF_MARK.length) : body;
  if (readExif(tiff).gps) removed.add("GPS");
}

function withoutFlags(chunk: Bytes): Bytes {
  const out = chunk.slice();
  out[8] = (out[8] ?? 0) & ~(WEBP_EXIF | WEBP_XMP);
  return out;
}
