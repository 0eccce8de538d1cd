/**
 * Names that every system can unpack: Linux counts bytes (255), macOS and Windows take two
 * spellings of one word for one name, and Windows keeps some names and endings for itself (Naming
 * Files, Paths, and Namespaces, learn.microsoft.com).
 */

import { utf8 } from "./bytes.ts";

/** Bytes of UTF-8. Less than 255: a browser adds " (1)" to a download, a person a folder's name. */
export const MAX_NAME_BYTES = 200;
/** Longer than this it is no extension but a sentence with a full stop in it. */
const MAX_EXTENSION_BYTES = 20;
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;

const bytes = (text: string) => utf8(text).length;

/** What people see as one character each, where the browser can tell. */
function characters(text: string): string[] {
  if (!("Segmenter" in Intl)) return [...text];
  return Array.from(
    new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text),
    ({ segment }) => segment,
  );
}

function upTo(pieces: readonly string[], most: number): string {
  let kept = "";
  let size = 0;
  for (const piece of pieces) {
    size += bytes(piece);
    if (size > most) break;
    kept += piece;
  }
  return kept;
}

/** As much of a text as fits, without cutting through a character. */
function cut(text: string, most: number): string {
  if (bytes(text) <= most) return text;
  // One character may be a tower of hundreds of marks: then by code points.
  return upTo(characters(text), most) || upTo([...text], most);
}

/** Name and extension; "a.tar.gz" has one of two parts. */
function parts(name: string): [string, string] {
  const last = name.lastIndexOf(".");
  const double = /.\.tar$/iu.test(name.slice(0, Math.max(0, last)));
  const at = double ? last - ".tar".length : last;
  const extension = at > 0 ? name.slice(at) : "";
  if (extension.includes(" ") || bytes(extension) > MAX_EXTENSION_BYTES) return [name, ""];
  return [name.slice(0, name.length - extension.length), extension];
}

/**
 * The same for two names that a Mac or Windows would write over each other. Small letters first:
 * the large ẞ stays itself as a capital, and only the small one becomes SS.
 */
export const sameName = (name: string): string =>
  name.normalize("NFD").toLowerCase().toUpperCase().toLowerCase().normalize("NFC");

function plainName(name: string): string {
  // Marks that turn the direction make "photo\u202egnp.exe" look like a picture. Half of a pair of
  // surrogates has no UTF-8 of its own.
  const kept = name
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\\/:*?"<>|]/gu, "_");
  // Windows drops dots and spaces at the end; a dot at the beginning hides a file.
  // What is nothing but an extension keeps it: programs go by it.
  const trimmed = kept
    .trim()
    .replace(/^\.+(?=[^. ]+$)/u, "_.")
    .replace(/^\.+/u, "_")
    .replace(/[. ]+$/u, "");
  return trimmed === "" ? "file" : trimmed;
}

/**
 * A name that stays inside the folder it is unpacked to, is not there yet, and keeps its extension.
 * `taken` holds what `sameName` makes of the names that are there.
 */
export function safeName(name: string, taken: ReadonlySet<string>): string {
  const [stem, extension] = parts(plainName(name));
  // "con.txt" and "con .txt" are the console as well.
  const [first = ""] = stem.split(".");
  const open = RESERVED.test(first.trim()) ? `_${stem}` : stem;
  for (let i = 1; ; i++) {
    const number = i === 1 ? "" : ` (${i})`;
    const room = MAX_NAME_BYTES - bytes(number) - bytes(extension);
    const kept = cut(open, room);
    const free = extension === "" && i === 1 ? kept.replace(/[. ]+$/u, "") : `${kept}${number}${extension}`;
    if (!taken.has(sameName(free))) return free;
  }
}
