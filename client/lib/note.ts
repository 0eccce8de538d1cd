/** Signed notes (c2sp.org/signed-note) with Ed25519 signatures and cosignatures. */

import { type Bytes, base64, concat, equal, NotCanonical, text, unbase64, unhex, utf8 } from "./bytes.ts";
import { verify as verifyEd25519, WeakKey, isWeak } from "./ed25519.ts";
import { sha256 } from "./hash.ts";
import { NOTE_LAST, NOTE_MAX_NAME, NOTE_MAX_SIGNATURES } from "./shared.ts";

const ED25519 = 1;
/** Algorithm of a witness key (c2sp.org/tlog-cosignature). */
export const COSIGNATURE = 4;
const SPLIT = "\n\n";
const MARK = "\u2014 ";

export class BadNote extends Error {
  override name = "BadNote";
}

/** A verifier key: `<name>+<hash>+<base64>`. */
export interface VKey {
  readonly text: string;
  readonly name: string;
  readonly hash: Bytes;
  readonly algorithm: number;
  readonly key: Bytes;
}

export interface NoteSignature {
  readonly name: string;
  readonly hash: Bytes;
  readonly signature: Bytes;
}

export interface Note {
  /** The signed text with its last line end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

function isName(name: string): boolean {
  // No control or format character either: two names would look alike.
  return name !== "" && utf8(name).length <= NOTE_MAX_NAME && !/[\s+\p{C}\p{Z}]/u.test(name);
}

export async function keyHash(name: string, algorithm: number, key: Bytes): Promise<Bytes> {
  return (await sha256(utf8(`${name}\n`), Uint8Array.of(algorithm), key)).slice(0, 4);
}

/** Reads a key that is to be trusted. Raises BadNote; WeakKey where no key should be pinned. */
export async function parseVKey(value: string): Promise<VKey> {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(value);
  if (!parts || value.length > 2 * NOTE_MAX_NAME) throw new BadNote("the verifier key is malformed");
  const [, name = "", hash = "", data = ""] = parts;
  const bytes = decode(data);
  const algorithm = bytes[0] ?? 0;
  const key = bytes.slice(1);
  if (!isName(name)) throw new BadNote("the verifier key has a bad name");
  if (algorithm !== ED25519 && algorithm !== COSIGNATURE) {
    throw new BadNote("the verifier key is of another kind");
  }
  if (key.length !== 32) throw new BadNote("the verifier key has the wrong size");
  if (isWeak(key)) throw new WeakKey("the verifier key is of low order or not canonical");
  if (!equal(unhex(hash), await keyHash(name, algorithm, key))) {
    throw new BadNote("the verifier key is mistyped: its hash does not match");
  }
  return { text: value, name, hash: unhex(hash), algorithm, key };
}

function decode(value: string): Bytes {
  try {
    return unbase64(value);
  } catch (error) {
    if (error instanceof NotCanonical) throw new BadNote("the note holds malformed base64");
    throw error;
  }
}

function parseSignature(line: string): NoteSignature {
  const parts = /^\u2014 (\S+) ([A-Za-z0-9+/=]+)$/u.exec(line);
  const [, name = "", data = ""] = parts ?? [];
  const bytes = parts ? decode(data) : new Uint8Array(0);
  if (!isName(name) || bytes.length < 5) throw new BadNote("a signature line is malformed");
  return { name, hash: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/** Splits a note. `limit` in bytes. Raises BadNote. */
export function parseNote(value: string | Bytes, limit = 1024 * 1024): Note {
  const bytes = typeof value === "string" ? utf8(value) : value;
  if (bytes.length > limit) throw new BadNote("the note is too long");
  let note: string;
  try {
    note = text(bytes);
  } catch {
    throw new BadNote("the note is not UTF-8");
  }
  // Control characters could make two texts look alike.
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new BadNote("the note holds control characters");
  const at = note.lastIndexOf(SPLIT);
  if (at < 0 || !note.endsWith("\n")) throw new BadNote("the note has no signatures");
  const lines = note.slice(at + 2, -1).split("\n");
  if (lines.length > NOTE_MAX_SIGNATURES) throw new BadNote("the note has too many signatures");
  return { text: note.slice(0, at + 1), signatures: lines.map(parseSignature) };
}

export function formatSignature({ name, hash, signature }: NoteSignature): string {
  return `${MARK}${name} ${base64(concat(hash, signature))}\n`;
}

/** A signature of the note by this key. `time`: seconds since 1970, of a cosignature. */
export interface Signed {
  readonly vkey: VKey;
  readonly time: number | null;
}

async function check(note: Note, vkey: VKey, signature: Bytes): Promise<Signed> {
  if (vkey.algorithm === ED25519) {
    const good = await verifyEd25519(vkey.key, signature, utf8(note.text));
    if (!good) throw new BadNote(`the signature of ${vkey.name} is wrong`);
    return { vkey, time: null };
  }
  // c2sp.org/tlog-cosignature: eight bytes of time, then the signature over time and text.
  if (signature.length !== 72) throw new BadNote(`the cosignature of ${vkey.name} is malformed`);
  const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
  const message = utf8(`cosignature/v1\ntime ${time}\n${note.text}`);
  if (time > NOTE_LAST) throw new BadNote(`the cosignature of ${vkey.name} is of no time`);
  const good = await verifyEd25519(vkey.key, signature.slice(8), message);
  if (!good) throw new BadNote(`the cosignature of ${vkey.name} is wrong`);
  return { vkey, time };
}

/**
 * Which of these keys signed the note. Signatures by unknown keys are passed over; a wrong one
 * by a known key raises BadNote.
 */
export async function verifyNote(note: Note, keys: readonly VKey[]): Promise<Signed[]> {
  const signed = new Map<string, Signed>();
  for (const { name, hash, signature } of note.signatures) {
    const vkey = keys.find(key => key.name === name && equal(key.hash, hash));
    if (!vkey || signed.has(vkey.text)) continue;
    signed.set(vkey.text, await check(note, vkey, signature));
  }
  return [...signed.values()];
}
