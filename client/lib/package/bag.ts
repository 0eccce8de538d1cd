/**
 * The folder that a case leaves Heard in: BagIt 1.0 (RFC 8493), narrowed by docs/spec/package.md. The
 * twin of heard/formats/bag.py: of the same things both write the same bytes.
 */

import { type Bytes, text, utf8 } from "../bytes.ts";
import { sha256hex } from "../hash.ts";
/**
 * As in Python, where the reasons stand; vectors/bag.json holds them together. Not in shared.ts, which
 * pages load that make no package.
 */
export const BAG = {
  declaration: "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
  most_files: 10_000,
  most_exhibits: 999,
  longest_path: 120,
  longest_name: 200,
  max_manifest: 1_870_000,
  max_info: 4096,
  makers: ["reporter", "desk"],
  grounds: ["own", "consent", "court_order", "statutory_duty", "danger"],
  extensions:
    `3gp 7z aac amr avi avif bmp csv doc docx eml flac gif heic heif ics jpeg jpg json m4a m4v md mkv mov
    mp3 mp4 mpeg mpg msg odp ods odt oga ogg ogv opus pdf png ppt pptx rtf tif tiff txt vcf wav webm webp
    xls xlsx zip`.split(/\s+/),
};

/** What was to go into a package, or came out of one, is not of this form. */
export class BadBag extends Error {
  override name = "BadBag";
}

/** What `bag-info.txt` says. */
export interface BagInfo {
  readonly organisation: string;
  readonly case: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Bytes of the payload. */
  readonly octets: number;
  readonly files: number;
  readonly maker: string;
  readonly ground: string;
  /** 32 bytes in hex, so that no digest confirms a guess. */
  readonly salt: string;
}

const SEGMENT = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?";
const PATH = new RegExp(`^data(?:/${SEGMENT})+$`);
/** Windows keeps them for itself, whatever comes after the first dot. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;
const DIGEST = /^[0-9a-f]{64}$/;
const BLANK = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029]+/g;
const INFO = new RegExp(
  "^Source-Organization: ([^\\n]+)\\n" +
    "External-Identifier: ([0-9a-f]{32})\\n" +
    "Bagging-Date: ([0-9]{4}-[0-9]{2}-[0-9]{2})\\n" +
    "Payload-Oxum: (0|[1-9][0-9]{0,14})\\.([1-9][0-9]{0,4})\\n" +
    `Heard-Maker: (${BAG.makers.join("|")})\\n` +
    `Heard-Ground: (${BAG.grounds.join("|")})\\n` +
    "Heard-Salt: ([0-9a-f]{64})\\n$",
);

/** Whether every system unpacks a file of the payload under this name, where it belongs. */
export function isPath(path: string): boolean {
  const fits = path.length <= BAG.longest_path && PATH.test(path);
  return fits && !path.split("/").some(each => RESERVED.test(each));
}

/** Where exhibit `number` (1 to 999) stands: nothing of its name but an extension of ours. */
export function exhibitPath(number: number, original: string): string {
  if (!Number.isSafeInteger(number) || number < 1 || number > BAG.most_exhibits) {
    throw new BadBag(`A package has at most ${BAG.most_exhibits} exhibits.`);
  }
  const dot = original.lastIndexOf(".");
  const extension = dot >= 0 ? original.slice(dot + 1).toLowerCase() : "";
  const name = `E${String(number).padStart(3, "0")}`;
  return `data/30-exhibits/${name}/${name}.${BAG.extensions.includes(extension) ? extension : "bin"}`;
}

/** What paths sort by: they are ASCII, where code units are bytes. */
const byPath = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : 1);

function linesOf(digests: ReadonlyMap<string, string>): Bytes {
  const rows = [...digests].sort(byPath).map(([path, digest]) => `${digest}  ${path}\n`);
  return utf8(rows.join(""));
}

function check(digests: ReadonlyMap<string, string>): void {
  if (digests.size < 1 || digests.size > BAG.most_files) {
    throw new BadBag(`A package has at least one file and at most ${BAG.most_files}.`);
  }
  if (new Set([...digests.keys()].map(path => path.toLowerCase())).size !== digests.size) {
    throw new BadBag("Two files have names that some systems take for one.");
  }
  for (const [path, digest] of digests) {
    if (isPath(path) && DIGEST.test(digest)) continue;
    throw new BadBag("A line of the manifest has a name or a digest that none writes.");
  }
}

/** `manifest-sha256.txt`: SHA-256 in hex by path, in the order of the paths' bytes. Raises BadBag. */
export function manifest(digests: ReadonlyMap<string, string>): Bytes {
  check(digests);
  return linesOf(digests);
}

/** SHA-256 in hex by path, of a manifest as `manifest` writes it. Raises BadBag. */
export function readManifest(data: Bytes): Map<string, string> {
  if (data.length > BAG.max_manifest || data.some(byte => byte > 127)) {
    throw new BadBag("The manifest is too long, or has names that none writes.");
  }
  const given = text(data);
  const rows = given.split("\n").slice(0, -1);
  const digests = new Map(rows.map(row => [row.slice(66), row.slice(0, 64)] as const));
  check(digests);
  if (text(linesOf(digests)) !== given) {
    throw new BadBag("The manifest is written in another way than Heard's.");
  }
  return digests;
}

const trimmed = (value: string) => value.replace(/^ +| +$/g, "");

/** A text as the value of a tag: what breaks or ends lines is a space; 200 characters. */
export function oneLine(value: string): string {
  return trimmed([...trimmed(value.replace(BLANK, " "))].slice(0, BAG.longest_name).join(""));
}

/** `bag-info.txt`. Raises BadBag. */
export function bagInfo(info: BagInfo): Bytes {
  const written =
    `Source-Organization: ${oneLine(info.organisation)}\n` +
    `External-Identifier: ${info.case}\n` +
    `Bagging-Date: ${info.day}\n` +
    `Payload-Oxum: ${info.octets}.${info.files}\n` +
    `Heard-Maker: ${info.maker}\n` +
    `Heard-Ground: ${info.ground}\n` +
    `Heard-Salt: ${info.salt}\n`;
  if (!INFO.test(written)) throw new BadBag("What the package says of itself lacks something.");
  return utf8(written);
}

function matched(data: Bytes): RegExpExecArray | null {
  try {
    return data.length <= BAG.max_info ? INFO.exec(text(data)) : null;
  } catch {
    return null; // not UTF-8
  }
}

/** What `bagInfo` wrote. Raises BadBag. */
export function readInfo(data: Bytes): BagInfo {
  const [, organisation = "", id = "", day = "", octets, files, maker = "", ground = "", salt = ""] =
    matched(data) ?? [];
  if (organisation === "" || oneLine(organisation) !== organisation) {
    throw new BadBag("bag-info.txt is written in another way than Heard's.");
  }
  return { organisation, case: id, day, octets: Number(octets), files: Number(files), maker, ground, salt };
}

/** `tagmanifest-sha256.txt` of the tag files by name; `bagit.txt` is one of them by itself. */
export async function tagManifest(tags: ReadonlyMap<string, Bytes>): Promise<Bytes> {
  const files = new Map([["bagit.txt", utf8(BAG.declaration)], ...tags]);
  const digested = [...files].map(async ([name, data]) => [name, await sha256hex(data)] as const);
  return linesOf(new Map(await Promise.all(digested)));
}

/** What a package is known by in the log: SHA-256 of its tag manifest, in hex. */
export function digestOf(tags: Bytes): Promise<string> {
  return sha256hex(tags);
}
