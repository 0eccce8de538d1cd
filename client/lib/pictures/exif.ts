/** EXIF is a TIFF file inside the picture (TIFF 6.0, 2). Only the way up is ever kept of it. */

import { type Bytes, utf8 } from "../bytes.ts";
import { type Found, startsWith, view } from "./base.ts";

/** Before the TIFF in a JPEG, and by some writers in a WebP. */
export const EXIF_MARK = "Exif\0\0";

const ORIENTATION = 0x0112;
const GPS = 0x8825;
const SHORT = 3;
const UPRIGHT = 1;

/** The way up, 1 to 8; 1 where it says nothing that a browser would heed. Notes what it found. */
export function readExif(exif: Bytes, details: Found): number {
  details.add("EXIF");
  const tiff = startsWith(exif, EXIF_MARK) ? exif.subarray(EXIF_MARK.length) : exif;
  const little = startsWith(tiff, "II");
  if (tiff.length < 14 || (!little && !startsWith(tiff, "MM"))) return UPRIGHT;
  const data = view(tiff);
  const start = data.getUint32(4, little);
  if (start + 2 > tiff.length) return UPRIGHT;
  const count = data.getUint16(start, little);
  let orientation = UPRIGHT;
  for (let i = 0, at = start + 2; i < count && at + 12 <= tiff.length; i++, at += 12) {
    const tag = data.getUint16(at, little);
    if (tag === GPS) details.add("GPS");
    if (tag !== ORIENTATION || data.getUint16(at + 2, little) !== SHORT) continue;
    orientation = data.getUint16(at + 8, little);
  }
  return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
}

/** A TIFF that holds the way up and nothing else; null where the picture is upright anyway. */
export function orientationOnly(orientation: number): Bytes | null {
  if (orientation === UPRIGHT) return null;
  const out = new Uint8Array(26);
  out.set(utf8("MM"));
  const data = view(out);
  data.setUint16(2, 42);
  data.setUint32(4, 8);
  data.setUint16(8, 1);
  data.setUint16(10, ORIENTATION);
  data.setUint16(12, SHORT);
  data.setUint32(14, 1);
  data.setUint16(18, orientation);
  return out;
}
