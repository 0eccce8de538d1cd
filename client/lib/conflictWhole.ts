/**
 * The whole conflict table, as a desk fetches it (docs/spec/conflicts.md, 9; twin of
 * heard/formats/conflictwhole.py): whom it compares it tells nobody, so it may compare as often as it likes.
 */

import { type Bytes, utf8 } from "./bytes.ts";
import { type ProvedBy, Unproved } from "./conflictproof.ts";
import {
  BadConflicts,
  type Conflict,
  type ConflictDoor,
  type ConflictHead,
  digestsOf,
  proveHead,
} from "./conflicts.ts";
import { sha256hex } from "./hash.ts";
import { canonicalJson } from "./json.ts";

const VERSION = 1;
const MOST = 2 ** 26; // bytes
const HEAD = 6;
const TAIL = 3;
const COUNT = 2;
const NARROW = 2 ** 16;
const SHARD = 16;
const STEP = 64;
/** Where in a key's digest stand the number of its shard, what is compared, and what hides the row. */
const AT = { place: 18, tail: 22, mask: 25 } as const;

/** A table that was read. */
export interface WholeTable {
  readonly width: number;
  readonly bits: number;
  readonly rows: readonly (readonly Conflict[])[];
  /** Of each shard, counted in entries. */
  readonly ends: Uint32Array;
  readonly entries: Bytes;
}

function numberAt(data: Bytes, at: number, width: number): number {
  let value = 0;
  for (let n = at; n < at + width; n++) value = value * 256 + (data[n] ?? 0);
  return value;
}

function malformed(): BadConflicts {
  return new BadConflicts("the whole table is malformed");
}

/** Raises BadConflicts. */
function readRow({ holders, relations }: ConflictHead, row: Bytes): Conflict[] {
  const said: Conflict[] = [];
  let before = 0;
  for (let at = 0; at < row.length; at += 2) {
    const number = numberAt(row, at, 2);
    const [holder, relation] = [holders[(number >> 4) - 1], relations[number & 15]];
    if (holder === undefined || relation === undefined || number >> 4 <= before) throw malformed();
    before = number >> 4;
    said.push({ holder, relation });
  }
  return said;
}

/** Whether `a` stands before `b`, byte by byte, a beginning before what goes on. */
function isBefore(a: Bytes, b: Bytes): boolean {
  const same = a.findIndex((byte, n) => byte !== b[n]);
  if (same < 0) return a.length < b.length;
  return same < b.length && (a[same] ?? 0) < (b[same] ?? 0);
}

/** The rows, and where what comes after them begins. Raises BadConflicts. */
function readRows(head: ConflictHead, body: Bytes): [Conflict[][], number] {
  const rows: Conflict[][] = [];
  let before: Bytes = new Uint8Array();
  let at = HEAD;
  for (let left = numberAt(body, 3, 3); left > 0; left--) {
    const end = at + COUNT + numberAt(body, at, COUNT) * 2;
    const row = body.subarray(at + COUNT, end);
    if (end > body.length || !isBefore(before, row)) throw malformed();
    rows.push(readRow(head, row));
    [before, at] = [row, end];
  }
  return [rows, at];
}

function bitsOf(size: number): number {
  return Math.max(0, Math.ceil(Math.log2(Math.ceil(size / SHARD))));
}

function areSorted({ width, ends, entries }: WholeTable): boolean {
  const size = TAIL + width;
  let at = 0;
  return ends.every(end => {
    let before = -1;
    for (const stop = end * size; at < stop; at += size) {
      const now = numberAt(entries, at, size);
      if (now < before) return false;
      before = now;
    }
    return true;
  });
}

/** The table that a head binds. Raises BadConflicts, Unproved. */
export async function readWhole(head: ConflictHead, body: Bytes): Promise<WholeTable> {
  if (body.length > MOST) throw malformed();
  if (head.whole === "" || (await sha256hex(body)) !== head.whole) throw new Unproved("whole");
  const [rows, at] = readRows(head, body);
  const [version, width = 0, bits = 99] = body;
  if (bits > 20) throw malformed();
  const ends = new Uint32Array(2 ** bits);
  let size = 0;
  for (const [shard] of ends.entries()) ends[shard] = size += numberAt(body, at + shard * COUNT, COUNT);
  const entries = body.subarray(at + COUNT * ends.length);
  const table = { width, bits, rows, ends, entries };
  const good =
    version === VERSION &&
    width === (rows.length < NARROW ? 2 : 3) &&
    bits === bitsOf(size) &&
    size > 0 &&
    size % STEP === 0 &&
    entries.length === size * (TAIL + width);
  if (!good || !areSorted(table)) throw malformed();
  return table;
}

/**
 * What the table says of the key whose digest this is, by holder. Of another key's too, by chance: once in
 * 2^20 keys and more seldom.
 */
export function lookIn({ width, bits, rows, ends, entries }: WholeTable, digest: Bytes): Conflict[] {
  const shard = Math.floor(numberAt(digest, AT.place, 4) / 2 ** (32 - bits));
  const tail = numberAt(digest, AT.tail, TAIL);
  const mask = numberAt(digest, AT.mask, width);
  const found = new Map<string, Conflict>();
  for (let n = ends[shard - 1] ?? 0; n < (ends[shard] ?? 0); n++) {
    const at = n * (TAIL + width);
    if (numberAt(entries, at, TAIL) !== tail) continue;
    for (const each of rows[numberAt(entries, at + TAIL, width) ^ mask] ?? []) found.set(each.holder, each);
  }
  return [...found.values()].sort((a, b) => (a.holder < b.holder ? -1 : 1));
}

export interface WholeDoor extends Pick<ConflictDoor, "head" | "proof"> {
  /** Of the table with this salt, all of it. */
  readonly whole: (salt: string) => Promise<Bytes>;
}

/** A table that the log proves, with its head. */
export interface Held {
  readonly head: ConflictHead;
  /** Of the head, as the log has it. */
  readonly digest: string;
  readonly table: WholeTable;
}

/** Answers from the newest table; fetched anew where the server has another by now. */
export class WholeConflicts {
  readonly #door: WholeDoor;
  readonly #by: () => Promise<ProvedBy>;
  #held: Held | null = null;
  #asking: Promise<Held> | null = null;

  /** `by`: the log's key, witnesses and quorum of the signed roster, and the time. */
  constructor(door: WholeDoor, by: () => Promise<ProvedBy>) {
    this.#door = door;
    this.#by = by;
  }

  /** The head of the table that was last asked; null before any was. */
  get head(): ConflictHead | null {
    return this.#held?.head ?? null;
  }

  /** SHA-256 (hexadecimal) of that head, as the log has it; empty before any was asked. */
  get digest(): string {
    return this.#held?.digest ?? "";
  }

  /**
   * Each text (who is meant, as typed: naming.ts says what is looked up) with the conflicts that are known; an
   * empty list where none is. `held`: what `newest` gave, where it was asked for before. Raises as `newest`.
   */
  async of(texts: readonly string[], held: Promise<Held> = this.newest()): Promise<Map<string, Conflict[]>> {
    const { head, table } = await held;
    const matches = new Map<string, Conflict[]>();
    for (const [text, digests] of await digestsOf(head, texts)) {
      const told = new Map<string, Conflict>();
      for (const each of digests.flatMap(digest => lookIn(table, digest))) {
        if (!told.has(each.holder)) told.set(each.holder, each);
      }
      matches.set(text, [...told.values()]);
    }
    return matches;
  }

  /**
   * The newest table; of several that ask at once one asks the server. Raises BadConflicts, Unproved and what
   * `by` and the door raise.
   */
  async newest(): Promise<Held> {
    this.#asking ??= this.#ask();
    try {
      this.#held = await this.#asking;
      return this.#held;
    } finally {
      this.#asking = null;
    }
  }

  async #ask(): Promise<Held> {
    const answer = await this.#door.head();
    const digest = await sha256hex(utf8(canonicalJson(answer)));
    if (this.#held?.digest === digest) return this.#held;
    const head = await proveHead(answer, this.#door, this.#by);
    if (head.whole === "") throw new Unproved("whole");
    return { head, digest, table: await readWhole(head, await this.#door.whole(head.salt)) };
  }
}
