/** The header of an age v1 file: its text and its limits (age-encryption.org/v1, "Header"). */

import { type Bytes, base64nopad, concat, NotCanonical, unbase64nopad, utf8 } from "./bytes.ts";
import { AGE_MAX_HEADER, AGE_MAX_LINE, AGE_MAX_STANZAS } from "./shared.ts";

const VERSION = "age-encryption.org/v1";
const BODY_LINE = 48;

/** What went wrong with an age file, by the part that failed. */
export type AgeFailure = "armor" | "header" | "no match" | "hmac" | "payload" | "refused";

export class AgeError extends Error {
  override name = "AgeError";
  readonly kind: AgeFailure;
  constructor(kind: AgeFailure, message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface Stanza {
  readonly args: readonly string[];
  readonly body: Bytes;
}

export interface Header {
  readonly stanzas: readonly Stanza[];
  readonly mac: Bytes;
  /** The bytes that the MAC covers: everything up to and including `---`. */
  readonly covered: Bytes;
  readonly size: number;
}

function bad(message: string): AgeError {
  return new AgeError("header", message);
}

class Lines {
  readonly #bytes: Bytes;
  at = 0;
  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  next(): string {
    const end = this.#bytes.indexOf(10, this.at);
    if (end < 0 || end >= AGE_MAX_HEADER) {
      throw bad(this.#bytes.length > AGE_MAX_HEADER ? "the header is too long" : "the header is cut");
    }
    if (end - this.at > AGE_MAX_LINE) throw bad("a line of the header is too long");
    const line = String.fromCharCode(...this.#bytes.subarray(this.at, end));
    this.at = end + 1;
    return line;
  }
}

function unbase64Line(line: string): Bytes {
  try {
    return unbase64nopad(line);
  } catch (error) {
    if (error instanceof NotCanonical) throw bad("the header holds base64 that is not canonical");
    throw error;
  }
}

function readBody(lines: Lines): Bytes {
  const parts: Bytes[] = [];
  for (;;) {
    const part = unbase64Line(lines.next());
    if (part.length > BODY_LINE) throw bad("a stanza holds a line that is too long");
    parts.push(part);
    if (part.length < BODY_LINE) return concat(...parts);
  }
}

function readStanza(line: string, lines: Lines): Stanza {
  const args = line.slice(3).split(" ");
  if (!args.every(arg => /^[\x21-\x7e]+$/.test(arg))) throw bad("a stanza has a bad argument");
  return { args, body: readBody(lines) };
}

/** Reads a header from the start of a file. Raises AgeError("header"). */
export function parseHeader(bytes: Bytes): Header {
  const lines = new Lines(bytes);
  if (lines.next() !== VERSION) throw bad("this is not an age v1 file");
  const stanzas: Stanza[] = [];
  for (;;) {
    const start = lines.at;
    const line = lines.next();
    if (line.startsWith("-> ")) {
      if (stanzas.length === AGE_MAX_STANZAS) throw bad("the file is sealed to too many recipients");
      stanzas.push(readStanza(line, lines));
      continue;
    }
    if (!line.startsWith("--- ") || stanzas.length === 0) throw bad("the header is malformed");
    const mac = unbase64Line(line.slice(4));
    if (mac.length !== 32) throw bad("the header's MAC has the wrong size");
    return { stanzas, mac, covered: bytes.slice(0, start + 3), size: lines.at };
  }
}

function stanzaText({ args, body }: Stanza): string {
  const lines = [`-> ${args.join(" ")}`];
  for (let i = 0; i <= body.length; i += BODY_LINE) {
    lines.push(base64nopad(body.subarray(i, i + BODY_LINE)));
  }
  return `${lines.join("\n")}\n`;
}

/** The bytes that the MAC covers. */
export function coveredBytes(stanzas: readonly Stanza[]): Bytes {
  return utf8(`${VERSION}\n${stanzas.map(stanzaText).join("")}---`);
}

export function headerBytes(covered: Bytes, mac: Bytes): Bytes {
  return concat(covered, utf8(` ${base64nopad(mac)}\n`));
}
