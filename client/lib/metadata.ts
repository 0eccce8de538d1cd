/**
 * Takes what a camera, phone or program writes about place, time, device and owner out of a
 * picture. Each format has a list of what shows the picture; all else goes. Its way up, its colours
 * and its points stay as they are. What cannot be cleaned so is said to be, and never called clean.
 */

import type { Bytes } from "./bytes.ts";
import { BadImage, type Found, fourCC, type Removed, startsWith } from "./pictures/base.ts";
import { cleanGif } from "./pictures/gif.ts";
import { cleanHeif } from "./pictures/heif.ts";
import { cleanJpeg } from "./pictures/jpeg.ts";
import { cleanPng } from "./pictures/png.ts";
import { cleanWebp } from "./pictures/webp.ts";

export { BadImage, type Removed };

export interface Stripped {
  readonly bytes: Bytes;
  /** What was found and taken out; empty where there was nothing. */
  readonly removed: readonly Removed[];
}

/** Above this a picture is not looked through: the work is done in memory. */
export const MAX_IMAGE = 128 * 1024 * 1024;
/** Bytes that tell what a file is. */
export const SNIFFED = 1024;

type Format = "jpeg" | "png" | "webp" | "gif" | "heif";
/** `picture`: one that is not cleaned here. `other`: no picture as far as its bytes tell. */
export type Kind = Format | "picture" | "other";

const HEIF_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "mif2", "msf1", "avif", "avis"];
/** Pictures that some browser shows or some phone writes, by their first bytes. */
const PICTURES: readonly string[] = [
  "II*\0",
  "MM\0*",
  "II+\0",
  "MM\0+",
  "IIRO",
  "IIU\0",
  "8BPS",
  "\0\0\x01\0",
  "\0\0\x02\0",
  "\xff\x0a",
  "\0\0\0\x0cJXL ",
  "\0\0\0\x0cjP  ",
  "\xff\x4f\xff\x51",
  "FUJIFILMCCD-RAW",
  "FOVb",
];

/** What a file is by its first bytes, whatever its name says. */
export function kindOf(head: Bytes): Kind {
  if (startsWith(head, "\xff\xd8")) return "jpeg";
  if (startsWith(head, "\x89PNG\r\n\x1a\n")) return "png";
  if (startsWith(head, "RIFF") && startsWith(head, "WEBP", 8)) return "webp";
  if (startsWith(head, "GIF87a") || startsWith(head, "GIF89a")) return "gif";
  if (startsWith(head, "ftyp", 4)) {
    const brand = fourCC(head, 8);
    if (HEIF_BRANDS.includes(brand)) return "heif";
    return ["crx ", "jxl "].includes(brand) ? "picture" : "other";
  }
  const text = new TextDecoder("latin1").decode(head);
  const drawn = /^(?:\xef\xbb\xbf)?\s*<[^]*<svg[\s>]|^\s*<svg[\s>]|^BM[^]{4}\0{4}/.test(text);
  return drawn || PICTURES.some(mark => startsWith(head, mark)) ? "picture" : "other";
}

async function clean(bytes: Bytes, kind: Kind, details: Found): Promise<Bytes> {
  if (kind === "jpeg") return cleanJpeg(bytes, details);
  if (kind === "png") return cleanPng(bytes, details);
  if (kind === "webp") return cleanWebp(bytes, details);
  if (kind === "gif") return cleanGif(bytes, details);
  if (kind === "heif") return cleanHeif(bytes, details);
  throw new BadImage("a picture of another kind");
}

/** Raises BadImage, and nothing else whatever the bytes are: this picture cannot be cleaned. */
export async function stripMetadata(bytes: Bytes): Promise<Stripped> {
  const details: Found = new Set();
  const out = await clean(bytes, kindOf(bytes.subarray(0, SNIFFED)), details);
  return { bytes: out, removed: [...details].sort() };
}
