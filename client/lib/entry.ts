/** Log entries and what opens them (docs/spec/log.md, "Entry"). */

import { type Bytes, base64, compare, concat, NotCanonical, unbase64, utf8 } from "./bytes.ts";
import { sha256 } from "./hash.ts";
import { canonicalJson, readJson } from "./json.ts";
import { ENTRY_MAX_FIELDS, ENTRY_MAX_VALUE } from "./shared.ts";

export class BadOpening extends Error {
  override name = "BadOpening";
}

/** A field that is open, or of which only the digest is left. */
export type Field = { readonly salt: Bytes; readonly value: string } | { readonly digest: Bytes };

export interface Opening {
  /**
   * 2, or 1 for what was logged before names were hashed with the digests. Nothing of 1 can be
   * closed: a digest alone would not say under which name it was logged, so one leaf could be shown
   * with two meanings.
   */
  readonly version: 1 | 2;
  readonly fields: ReadonlyMap<string, Field>;
}

const OLD = utf8("heard/log-entry/v1\n");
const ENTRY = utf8("heard/log-entry/v2\n");
const FIELD = utf8("heard/log-field/v1\n");
const MAX_OPENING = ENTRY_MAX_FIELDS * (ENTRY_MAX_VALUE * 6 + 128);
const TYPE = Uint8Array.of(1);

export async function fieldDigest(name: string, field: Field): Promise<Bytes> {
  if ("digest" in field) return field.digest;
  const label = utf8(name);
  return sha256(FIELD, Uint8Array.of(label.length), label, field.salt, utf8(field.value));
}

/** The digest of every field, open or closed, names ascending. */
export async function digestsOf({ fields }: Opening): Promise<ReadonlyMap<string, Bytes>> {
  const names = [...fields.keys()].sort();
  const digests = names.map(name => fieldDigest(name, fields.get(name) as Field));
  const all = await Promise.all(digests);
  return new Map(names.map((name, place) => [name, all[place] as Bytes]));
}

/** The 33 bytes that stand in the log. */
export async function entryOf(opening: Opening): Promise<Bytes> {
  const digests = [...(await digestsOf(opening))];
  if (opening.version === 1) {
    return concat(TYPE, await sha256(OLD, ...digests.map(([, digest]) => digest).sort(compare)));
  }
  const named = digests.flatMap(([name, digest]) => {
    const label = utf8(name);
    return [Uint8Array.of(label.length), label, digest];
  });
  return concat(TYPE, await sha256(ENTRY, ...named));
}

function bytes32(value: unknown): Bytes {
  try {
    const bytes = unbase64(String(value));
    if (typeof value === "string" && bytes.length === 32) return bytes;
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
  }
  throw new BadOpening("a field is not 32 bytes of base64");
}

function readField(name: string, value: unknown): [string, Field] {
  if (!/^[a-z_]{1,32}$/.test(name)) throw new BadOpening("a field has a bad name");
  if (typeof value !== "object" || value === null) throw new BadOpening("a field is malformed");
  const members = Object.keys(value).sort().join();
  const given = value as { salt?: unknown; value?: unknown; digest?: unknown };
  if (members === "digest") return [name, { digest: bytes32(given.digest) }];
  const fits = members === "salt,value" && typeof given.value === "string";
  if (!fits || utf8(given.value as string).length > ENTRY_MAX_VALUE) {
    throw new BadOpening("a field is malformed");
  }
  return [name, { salt: bytes32(given.salt), value: given.value as string }];
}

/** Raises BadOpening where the text is not exactly what `openingText` writes. */
export function parseOpening(json: string): Opening {
  if (utf8(json).length > MAX_OPENING) throw new BadOpening("the opening is too long");
  let value: unknown;
  try {
    value = readJson(json);
  } catch {
    throw new BadOpening("the opening is not JSON");
  }
  const { v, fields } = (value ?? {}) as { v?: unknown; fields?: unknown };
  if ((v !== 1 && v !== 2) || typeof fields !== "object" || fields === null) {
    throw new BadOpening("the opening is malformed");
  }
  const entries = Object.entries(fields);
  if (entries.length < 1 || entries.length > ENTRY_MAX_FIELDS) {
    throw new BadOpening("the opening has no fields, or too many");
  }
  const read = new Map(entries.map(([name, field]) => readField(name, field)));
  if (v === 1 && [...read.values()].some(field => "digest" in field)) {
    throw new BadOpening("version 1 must show every field");
  }
  const opening: Opening = { version: v, fields: read };
  if (openingText(opening) !== json) throw new BadOpening("the opening is not canonical");
  return opening;
}

function fieldJson(field: Field): object {
  if ("digest" in field) return { digest: base64(field.digest) };
  return { salt: base64(field.salt), value: field.value };
}

export function openingText(opening: Opening): string {
  const fields = [...opening.fields].map(([name, field]) => [name, fieldJson(field)]);
  return canonicalJson({ v: opening.version, fields: Object.fromEntries(fields) });
}
