/** What the cleaners of pictures share. Each keeps a list of what shows the picture, no more. */

import type { Bytes } from "../bytes.ts";

export type Removed =
  "EXIF" | "GPS" | "XMP" | "IPTC" | "comment" | "text" | "time" | "preview" | "profile" | "trailer" | "other";

/** Cannot be cleaned by keeping only what is known. Nothing may be claimed of this picture. */
export class BadImage extends Error {
  override name = "BadImage";
}

/** What was found and taken out; each only once. */
export type Found = Set<Removed>;

export const view = (bytes: Bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const startsWith = (bytes: Bytes, text: string, at = 0): boolean => {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
};

/** Four bytes as the name of a chunk or box. */
export const fourCC = (bytes: Bytes, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));

/** A number of `size` bytes, the most significant first. */
export function bigEndian(value: number, size: 1 | 2 | 4): Bytes {
  const out = new Uint8Array(size);
  for (let i = size - 1, left = value; i >= 0; i--, left = Math.floor(left / 256)) out[i] = left % 256;
  return out;
}

/** One after another. Unlike `concat` it takes any number of parts, as a hostile file may hold. */
export function join(parts: readonly Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
