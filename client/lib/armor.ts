/** The text form of an age file (age-encryption.org/v1, "ASCII armor"), read strictly. */

import { AgeError } from "./ageheader.ts";
import { type Bytes, base64, unbase64 } from "./bytes.ts";

const BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";
const END = "-----END AGE ENCRYPTED FILE-----";
const COLUMNS = 64;
/** Armor is for what a person pastes; large files travel as bytes. */
const MAX_ARMOR = 4 * 1024 * 1024;

export function armor(file: Bytes): string {
  const lines = base64(file).match(/.{1,64}/g) ?? [];
  return `${[BEGIN, ...lines, END].join("\n")}\n`;
}

/** White space around the whole and CRLF line ends are allowed, nothing else. */
export function dearmor(text: string): Bytes {
  if (text.length > MAX_ARMOR) throw new AgeError("armor", "the text is too long");
  const lines = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "").split(/\r?\n/);
  if (lines.shift() !== BEGIN || lines.pop() !== END) {
    throw new AgeError("armor", "not armored");
  }
  const fits = lines.every((line, i) =>
    i === lines.length - 1 ? line.length > 0 && line.length <= COLUMNS : line.length === COLUMNS,
  );
  if (!fits) throw new AgeError("armor", "a line has another length");
  try {
    return unbase64(lines.join(""));
  } catch {
    throw new AgeError("armor", "the text is not canonical base64");
  }
}
