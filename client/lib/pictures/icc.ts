/**
 * A profile of colours (ICC.1:2022, 7 and 10), built anew from its numbers. A monitor's profile
 * names the maker, the model and the serial number of the screen that a picture was taken from, and
 * when: every word, date and private tag goes, and the colours stay as they are.
 */

import { type Bytes, concat, utf8 } from "../bytes.ts";
import { BadImage, bigEndian, fourCC, view } from "./base.ts";

const HEADER = 128;
/** Printers' profiles come to a few megabytes. */
export const MAX_PROFILE = 16 * 1024 * 1024;
const MAX_TAGS = 200;
const NUMBERS = ["XYZ ", "curv", "para", "sf32", "mft1", "mft2", "cicp"];
/** The tags that turn numbers into colours. */
const KEPT = [
  "rXYZ",
  "gXYZ",
  "bXYZ",
  "rTRC",
  "gTRC",
  "bTRC",
  "kTRC",
  "wtpt",
  "bkpt",
  "chad",
  "cicp",
  "lumi",
  "A2B0",
  "A2B1",
  "A2B2",
  "B2A0",
  "B2A1",
  "B2A2",
  "gamt",
];
/** Those that take part in what is shown: where one cannot be read, nothing may be claimed. */
const NEEDED = /^(?:[rgb]XYZ|[rgbk]TRC|A2B\d|B2A\d|cicp)$/;
/** Of the header: version, class, spaces of colour; signature; intent and white point. */
const HEADER_KEPT = [
  [8, 24],
  [36, 40],
  [64, 80],
] as const;

const PARAMETERS = [1, 3, 4, 5, 7];

/** Bytes of a tag's numbers, by its type; null for a type that may hold anything else. */
function exactSize(tag: Bytes): number | null {
  const data = view(tag);
  const type = fourCC(tag, 0);
  if (!NUMBERS.includes(type) || tag.length < 12) return null;
  if (type === "XYZ ") return 20;
  if (type === "cicp") return 12;
  if (type === "sf32") return 44;
  if (type === "curv") return 12 + 2 * data.getUint32(8);
  if (type === "para") return 12 + 4 * (PARAMETERS[data.getUint16(8)] ?? Infinity);
  if (tag.length < 52) return null;
  const [inputs, outputs, grid] = [tag[8] ?? 0, tag[9] ?? 0, tag[10] ?? 0];
  const table = grid ** inputs * outputs;
  if (type === "mft1") return 48 + 256 * inputs + table + 256 * outputs;
  return 52 + 2 * (data.getUint16(48) * inputs + table + data.getUint16(50) * outputs);
}

function plainTag(tag: Bytes): Bytes | null {
  const size = exactSize(tag);
  if (size === null || size > tag.length) return null;
  const out = tag.slice(0, size);
  out.fill(0, 4, 8);
  const type = fourCC(out, 0);
  if (type === "para") out.fill(0, 10, 12);
  if (type.startsWith("mft")) out.fill(0, 11, 12);
  return out;
}

/** What a profile must carry beside its numbers: a name and whose it is. Both say nothing here. */
function label(name: "desc" | "cprt", major: number): Bytes {
  const word = "colour";
  if (major >= 4) {
    const wide = concat(...[...word].map(letter => Uint8Array.of(0, letter.charCodeAt(0))));
    return concat(
      utf8("mluc\0\0\0\0"),
      bigEndian(1, 4),
      bigEndian(12, 4),
      utf8("enUS"),
      bigEndian(wide.length, 4),
      bigEndian(28, 4),
      wide,
    );
  }
  const text = utf8(`${word}\0`);
  if (name === "cprt") return concat(utf8("text\0\0\0\0"), text);
  return concat(utf8("desc\0\0\0\0"), bigEndian(text.length, 4), text, new Uint8Array(78));
}

function readTags(profile: Bytes): Map<string, Bytes> {
  const data = view(profile);
  const count = data.getUint32(HEADER);
  if (count > MAX_TAGS || HEADER + 4 + 12 * count > profile.length) throw new BadImage("bad profile");
  const tags = new Map<string, Bytes>();
  for (let at = HEADER + 4, i = 0; i < count; i++, at += 12) {
    const name = fourCC(profile, at);
    const start = data.getUint32(at + 4);
    const end = start + data.getUint32(at + 8);
    if (!KEPT.includes(name)) continue;
    if (tags.has(name) || end > profile.length) throw new BadImage("bad profile");
    const tag = plainTag(profile.subarray(start, end));
    if (tag) tags.set(name, tag);
    else if (NEEDED.test(name)) throw new BadImage("a profile of colours with other tables");
  }
  return tags;
}

function write(header: Bytes, tags: ReadonlyMap<string, Bytes>): Bytes {
  const bodies: Bytes[] = [];
  const rows: Bytes[] = [];
  let at = HEADER + 4 + 12 * tags.size;
  for (const [name, tag] of tags) {
    rows.push(utf8(name), bigEndian(at, 4), bigEndian(tag.length, 4));
    const padded = concat(tag, new Uint8Array(-tag.length & 3));
    bodies.push(padded);
    at += padded.length;
  }
  view(header).setUint32(0, at);
  return concat(header, bigEndian(tags.size, 4), ...rows, ...bodies);
}

/** The same colours in a profile that names nothing. Raises BadImage where it cannot be told. */
export function plainProfile(profile: Bytes): Bytes {
  if (profile.length < HEADER + 4 || profile.length > MAX_PROFILE) throw new BadImage("bad profile");
  if (fourCC(profile, 36) !== "acsp") throw new BadImage("bad profile");
  const header = new Uint8Array(HEADER);
  for (const [from, to] of HEADER_KEPT) header.set(profile.subarray(from, to), from);
  const [major = 0] = profile.subarray(8);
  const tags = new Map([
    ["desc", label("desc", major)],
    ["cprt", label("cprt", major)],
    ...readTags(profile),
  ]);
  return write(header, tags);
}
