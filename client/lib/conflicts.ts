/**
 * Who cannot receive a report about whom (docs/spec/conflicts.md; twin of heard/formats/conflicts.py
 * and names.py). What is asked of the server is sixteen prefixes of salted digests, of which at most
 * some are of people she named; the rest of each digest is compared here.
 */

import { type Bytes, equal, isId, random, unhex, utf8 } from "./bytes.ts";
import { type ProvedBy, proveTable, Unproved } from "./conflictproof.ts";
import { sha256 } from "./hash.ts";
import { canonicalJson } from "./json.ts";
import { leafHash, verifyInclusion } from "./merkle.ts";
import { keyOf } from "./names.ts";
import { readings } from "./naming.ts";
import { BadReceipt } from "./receipt.ts";
import {
  CONFLICTS_ENTRY,
  CONFLICTS_MAX_BITS,
  CONFLICTS_MAX_ENTRIES,
  CONFLICTS_MAX_HOLDERS,
  CONFLICTS_TAG,
} from "./shared.ts";

/** `relation`: `self`, `manager`, `report`, `unit` or `declared`. */
export interface Conflict {
  readonly holder: string;
  readonly relation: string;
}

export interface ConflictHead {
  readonly salt: string;
  readonly bits: number;
  readonly entries: number;
  /** Whom the table knows of; of anybody else nothing can be said yet. */
  readonly holders: readonly string[];
  readonly relations: readonly string[];
  /** SHA-256 of the roster that it was made for, or empty. */
  readonly roster: string;
  readonly built: string;
  /** The root of the Merkle tree over the buckets. Version 1 has none, and is refused. */
  readonly tree: string;
  /** SHA-256 of the table as desks fetch it (conflictWhole.ts); empty in version 2. */
  readonly whole: string;
}

/** A head or bucket that is not what it claims to be. */
export class BadConflicts extends Error {
  override name = "BadConflicts";
}

/** The table was replaced. Another is not asked in this visit: two of them would show whom she named. */
export class TableGone extends Error {
  override name = "TableGone";
}

const BATCH = 16; // of at most 16 kB each
const HASH = 32;
const NO_TABLE = "0".repeat(32);

export async function conflictDigest(salt: string, key: string): Promise<Bytes> {
  return sha256(utf8("heard/conflict/v1\n"), unhex(salt), utf8(key));
}

const MEMBERS = "bits,built,entries,holders,relations,roster,salt,tree,v";

/** Raises BadConflicts. */
export function readConflictHead(value: unknown): ConflictHead {
  const head = (value ?? {}) as Omit<ConflictHead, "whole"> & { v: unknown; whole?: string };
  const { v, salt, bits, entries, holders, relations, roster, built, tree, whole = "" } = head;
  const number = (given: unknown, least: number, most: number) =>
    Number.isInteger(given) && Number(given) >= least && Number(given) <= most;
  const good =
    Object.keys(head).sort().join() === (v === 3 ? `${MEMBERS},whole` : MEMBERS) &&
    (v === 3 ? /^[0-9a-f]{64}$/.test(whole) : v === 2) &&
    /^[0-9a-f]{64}$/.test(tree) &&
    isId(salt) &&
    number(bits, 0, CONFLICTS_MAX_BITS) &&
    number(entries, 1, CONFLICTS_MAX_ENTRIES) &&
    Array.isArray(holders) &&
    holders.length <= CONFLICTS_MAX_HOLDERS &&
    holders.every(isId) &&
    Array.isArray(relations) &&
    number(relations.length, 1, 16) &&
    relations.every(each => typeof each === "string") &&
    /^([0-9a-f]{64})?$/.test(roster) &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(built);
  if (!good) throw new BadConflicts("the head is malformed");
  return { salt, bits, entries, holders, relations, roster, built, tree, whole };
}

export function conflictPrefix(digest: Bytes, bits: number): number {
  return Math.floor(new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** (32 - bits));
}

/** The entries of a bucket as it was given out, which the head binds. Raises BadConflicts, Unproved. */
export async function pickBucket(
  { bits, entries, tree }: ConflictHead,
  prefix: number,
  body: Bytes,
): Promise<Bytes> {
  const end = entries * CONFLICTS_ENTRY;
  if (body.length !== end + bits * HASH) throw new BadConflicts("a bucket has another size");
  const bucket = body.subarray(0, end);
  const path = Array.from({ length: bits }, (_, at) => body.subarray(end + at * HASH).subarray(0, HASH));
  await verifyInclusion(prefix, 2 ** bits, await leafHash(bucket), path, unhex(tree)).catch(() => {
    throw new Unproved("bucket");
  });
  return bucket;
}

/** What a bucket says of the key whose digest this is, by holder. Raises BadConflicts. */
export async function readBucket(head: ConflictHead, bucket: Bytes, digest: Bytes): Promise<Conflict[]> {
  if (bucket.length !== head.entries * CONFLICTS_ENTRY) throw new BadConflicts("a bucket has another size");
  const keys = new Map<string, string>();
  for (let at = digest; ; at = await sha256(at)) {
    const pairs = readEntry(head, bucket, at);
    if (!pairs) break;
    for (const [holder, relation] of pairs) keys.set(holder, relation);
  }
  return [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([holder, relation]) => ({ holder, relation }));
}

function readEntry(head: ConflictHead, bucket: Bytes, at: Bytes): [string, string][] | null {
  const tag = at.subarray(4, 10);
  let start = 0;
  while (start < bucket.length && !equal(bucket.subarray(start, start + CONFLICTS_TAG), tag))
    start += CONFLICTS_ENTRY;
  if (start === bucket.length) return null;
  const pairs: [string, string][] = [];
  for (let n = 0; n < CONFLICTS_ENTRY - CONFLICTS_TAG; n += 2) {
    const byte = (i: number) => (bucket[start + CONFLICTS_TAG + n + i] ?? 0) ^ (at[10 + n + i] ?? 0);
    const number = byte(0) * 16 + (byte(1) >> 4);
    const relation = head.relations[byte(1) & 15];
    const holder = head.holders[number - 1];
    // Another key's entry that has the same tag by chance says nothing that fits.
    if (relation === undefined || number > head.holders.length) return null;
    if (holder !== undefined) pairs.push([holder, relation]);
  }
  return pairs;
}

function isAbsent(error: unknown): boolean {
  return (error as { status?: unknown } | null)?.status === 404;
}

/** How the server is asked: `bucket` of the table with this salt, by prefix. An error's `status` 404: no such bucket. */
export interface ConflictDoor {
  readonly head: () => Promise<unknown>;
  /** The receipt of the log's event that published it. An error's `status` 404: nothing proves it. */
  readonly proof: (salt: string) => Promise<string>;
  readonly bucket: (salt: string, prefix: string) => Promise<Bytes>;
}

/**
 * The head that a server gives, once the log proves it. Raises BadConflicts, Unproved, and what `by` and the
 * door raise.
 */
export async function proveHead(
  answer: unknown,
  door: Pick<ConflictDoor, "proof">,
  by: () => Promise<ProvedBy>,
): Promise<ConflictHead> {
  const head = readConflictHead(answer);
  const text = canonicalJson(answer);
  // Of a Heard that has not proved its first table yet. There is nothing to ask for.
  if (head.salt === NO_TABLE) throw new Unproved("proof");
  const provedBy = await by();
  try {
    const proof = await door.proof(head.salt);
    await proveTable({ text, roster: head.roster, proof }, provedBy);
  } catch (error) {
    const none = isAbsent(error) || error instanceof BadReceipt;
    throw none ? new Unproved("proof", { cause: error }) : error;
  }
  return head;
}

/** By text, the digests of what is looked up of it (naming.ts). */
export async function digestsOf(
  { salt }: ConflictHead,
  texts: readonly string[],
): Promise<Map<string, Bytes[]>> {
  const digests = new Map<string, Bytes[]>();
  for (const text of texts) {
    const keys = new Set(
      readings(text)
        .map(keyOf)
        .filter(key => key !== ""),
    );
    digests.set(text, await Promise.all([...keys].map(key => conflictDigest(salt, key))));
  }
  return digests;
}

/** Answers questions from what it has fetched, and fetches by batches; for one visit of a page. */
export class Conflicts {
  readonly #door: ConflictDoor;
  readonly #by: () => Promise<ProvedBy>;
  readonly #random: (size: number) => Bytes;
  /** Chosen once for a table: what failed is asked for again, never others in its place. */
  readonly #asked = new Set<number>();
  readonly #buckets = new Map<number, Bytes>();
  #head: ConflictHead | null = null;
  #beginning: Promise<ConflictHead> | null = null;
  #gone = false;

  /** `by`: the log's key, witnesses and quorum of the signed roster, and the time. */
  constructor(door: ConflictDoor, by: () => Promise<ProvedBy>, random_: (size: number) => Bytes = random) {
    this.#door = door;
    this.#by = by;
    this.#random = random_;
  }

  /** The head of this visit's table; null before the first question. */
  get head(): ConflictHead | null {
    return this.#head;
  }

  /**
   * This visit's table, once the log proves it; only one is ever begun, whoever asks meanwhile. Raises
   * BadConflicts, Unproved, and what `by` and the door raise.
   */
  async #begin(): Promise<ConflictHead> {
    this.#beginning ??= this.#prove();
    try {
      return await this.#beginning;
    } catch (error) {
      this.#beginning = null;
      throw error;
    }
  }

  async #prove(): Promise<ConflictHead> {
    this.#head = await proveHead(await this.#door.head(), this.#door, this.#by);
    return this.#head;
  }

  /**
   * Each text (who is meant, as typed: naming.ts says what is looked up) with the conflicts that are known; an
   * empty list where none is. One table a visit: where the server no longer has it, nothing more is asked.
   * Nothing is asked of a table that the log does not prove, and nothing is taken from a bucket that is
   * another than the logged one. Raises BadConflicts, Unproved, TableGone and whatever `by` and the
   * door raise; may be tried again.
   */
  async of(texts: readonly string[]): Promise<Map<string, Conflict[]>> {
    if (this.#gone) throw new TableGone("the conflict table was replaced");
    const head = await this.#begin();
    const digests = await digestsOf(head, texts);
    this.#choose(head, this.#prefixes(head, digests));
    try {
      await this.#fetch(head);
    } catch (error) {
      if (!isAbsent(error)) throw error;
      this.#gone = true;
      throw new TableGone("the conflict table was replaced", { cause: error });
    }
    return this.atHand(texts);
  }

  /** The same of those texts whose buckets were fetched before; the others are not in it. Asks nothing. */
  async atHand(texts: readonly string[]): Promise<Map<string, Conflict[]>> {
    const matches = new Map<string, Conflict[]>();
    const head = this.#head;
    if (head === null) return matches;
    for (const [text, digests] of await digestsOf(head, texts)) {
      const here = this.#prefixes(head, new Map([[text, digests]])).every(prefix =>
        this.#buckets.has(prefix),
      );
      if (here) matches.set(text, await this.#read(head, digests));
    }
    return matches;
  }

  #prefixes(head: ConflictHead, digests: ReadonlyMap<string, readonly Bytes[]>): number[] {
    return [...digests.values()].flat().map(digest => conflictPrefix(digest, head.bits));
  }

  /** What any of these keys has, each holder once: with the relation of the key that came first. */
  async #read(head: ConflictHead, digests: readonly Bytes[]): Promise<Conflict[]> {
    const matches = new Map<string, Conflict>();
    for (const digest of digests) {
      const bucket = this.#buckets.get(conflictPrefix(digest, head.bits));
      const here = bucket ? await readBucket(head, bucket, digest) : [];
      for (const each of here) if (!matches.has(each.holder)) matches.set(each.holder, each);
    }
    return [...matches.values()];
  }

  /** The prefixes that were not asked for yet, and random others up to whole batches. */
  #choose(head: ConflictHead, prefixes: readonly number[]): void {
    const fresh = new Set(prefixes.filter(prefix => !this.#asked.has(prefix)));
    const whole = Math.ceil(fresh.size / BATCH) * BATCH;
    const size = Math.min(this.#asked.size + whole, 2 ** head.bits);
    for (const prefix of fresh) this.#asked.add(prefix);
    while (this.#asked.size < size) this.#asked.add(conflictPrefix(this.#random(4), head.bits));
  }

  /** What was chosen and is not here, in the order of the numbers. */
  async #fetch(head: ConflictHead): Promise<void> {
    const digits = Math.max(1, Math.ceil(head.bits / 4));
    const missing = [...this.#asked].filter(prefix => !this.#buckets.has(prefix));
    // All are waited for: none is asked for again whose answer was on its way.
    const failed: unknown[] = [];
    const fetched = missing
      .sort((a, b) => a - b)
      .map(async prefix => {
        const name = prefix.toString(16).padStart(digits, "0");
        const body = await this.#door.bucket(head.salt, name);
        this.#buckets.set(prefix, await pickBucket(head, prefix, body));
      })
      .map(each => each.catch((error: unknown) => failed.push(error)));
    await Promise.all(fetched);
    if (failed.length > 0) throw failed.find(isAbsent) ?? failed[0];
  }
}
