/** WebP (RFC 9649): RIFF chunks; VP8X says which of them there are. */

import { type Bytes, concat, utf8 } from "../bytes.ts";
import { BadImage, type Found, fourCC, join, view } from "./base.ts";
import { orientationOnly, readExif } from "./exif.ts";
import { plainProfile } from "./icc.ts";

const ICC = 0x20;
const ALPHA = 0x10;
const EXIF = 0x08;
const MOVES = 0x02;
/** Before the chunks of a frame: place, size, duration, and how it is drawn. */
const FRAME_HEAD = 16;

interface Chunk {
  readonly type: string;
  readonly body: Bytes;
}

function chunksOf(bytes: Bytes): Chunk[] {
  const out: Chunk[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 8 > bytes.length) throw new BadImage("the WebP is cut");
    const length = view(bytes).getUint32(at + 4, true);
    const end = at + 8 + length;
    if (end > bytes.length) throw new BadImage("the WebP is cut");
    out.push({ type: fourCC(bytes, at), body: bytes.subarray(at + 8, end) });
    at = end + (length % 2);
  }
  return out;
}

function write(type: string, body: Bytes): Bytes {
  const size = new Uint8Array(4);
  view(size).setUint32(0, body.length, true);
  return concat(utf8(type), size, body, new Uint8Array(body.length % 2));
}

/** The chunks that are a picture: one, with its transparency where it has one of its own. */
function picture(chunks: readonly Chunk[], details: Found): Bytes[] {
  const out: Bytes[] = [];
  const seen = new Set<string>();
  for (const { type, body } of chunks) {
    const data = type === "VP8 " || type === "VP8L";
    const again = seen.has("data") || (type === "ALPH" && seen.has("ALPH"));
    if (again || !(data || type === "ALPH")) {
      details.add("other");
      continue;
    }
    seen.add(data ? "data" : type);
    out.push(write(type, body));
  }
  if (!seen.has("data")) throw new BadImage("the WebP holds no picture");
  return out;
}

function frame(body: Bytes, details: Found): Bytes {
  if (body.length < FRAME_HEAD) throw new BadImage("the WebP is cut");
  return write(
    "ANMF",
    join([body.slice(0, FRAME_HEAD), ...picture(chunksOf(body.subarray(FRAME_HEAD)), details)]),
  );
}

/** The first chunk of a kind; what else there is of it goes. */
function first(chunks: readonly Chunk[], type: string): Bytes | null {
  return chunks.find(chunk => chunk.type === type)?.body ?? null;
}

function extended(head: Bytes, chunks: readonly Chunk[], details: Found): Bytes[] {
  if (head.length < 10) throw new BadImage("the WebP is cut");
  const [flags = 0] = head;
  const moves = (flags & MOVES) !== 0;
  const profile = flags & ICC ? first(chunks, "ICCP") : null;
  const exif = first(chunks, "EXIF");
  const upright = exif ? orientationOnly(readExif(exif, details)) : null;
  const rest = chunks.filter(({ type }) => !["VP8X", "ICCP", "EXIF", "XMP ", "ANIM", "ANMF"].includes(type));
  const plain = head.slice(0, 10);
  plain.fill(0, 1, 4);
  plain[0] = (flags & (ALPHA | MOVES)) | (profile ? ICC : 0) | (upright ? EXIF : 0);
  const out = [write("VP8X", plain)];
  if (profile) out.push(write("ICCP", plainProfile(profile)));
  if (moves) out.push(...moving(chunks, details));
  else out.push(...picture(rest, details));
  if (upright) out.push(write("EXIF", upright));
  return out;
}

function moving(chunks: readonly Chunk[], details: Found): Bytes[] {
  const anim = first(chunks, "ANIM");
  const frames = chunks.filter(({ type }) => type === "ANMF");
  if (anim?.length !== 6 || frames.length === 0) throw new BadImage("a bad animation");
  return [write("ANIM", anim), ...frames.map(({ body }) => frame(body, details))];
}

const KNOWN = ["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP", "EXIF", "XMP "];

/** `bytes` begins with RIFF and is a WebP. Raises BadImage. */
export function cleanWebp(bytes: Bytes, details: Found): Bytes {
  const size = view(bytes).getUint32(4, true) + 8;
  if (size > bytes.length) throw new BadImage("the WebP is cut");
  if (size < bytes.length) details.add("trailer");
  const chunks = chunksOf(bytes.subarray(12, size));
  const [head] = chunks;
  if (!head) throw new BadImage("the WebP holds no picture");
  for (const { type } of chunks) {
    if (type === "EXIF") details.add("EXIF");
    else if (type === "XMP ") details.add("XMP");
    else if (!KNOWN.includes(type)) details.add("other");
  }
  const simple = head.type !== "VP8X";
  const kept = simple ? picture(chunks.slice(0, 1), details) : extended(head.body, chunks.slice(1), details);
  return write("RIFF", join([utf8("WEBP"), ...kept]));
}
