/** Receipts (c2sp.org/tlog-proof; docs/spec/receipt.md), verified without any server. */

import { type Bytes, hex, text, unbase64, utf8 } from "./bytes.ts";
import { parseCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { digestsOf, entryOf, type Opening, parseOpening } from "./entry.ts";
import { leafHash, verifyInclusion } from "./merkle.ts";
import { parseVKey, verifyNote, type VKey } from "./note.ts";
import type { Witness } from "./roster.ts";
import { RECEIPT_MAX, RECEIPT_MAX_PROOF } from "./shared.ts";

const FIRST = "c2sp.org/tlog-proof@v1";

/** The steps of docs/spec/receipt.md, in their order. */
export type Step =
  "parse" | "opening" | "signature" | "origin" | "index" | "inclusion" | "witnesses" | "closed";

/** A receipt that proves nothing: which step failed, and why. */
export class BadReceipt extends Error {
  override name = "BadReceipt";
  readonly step: Step;
  constructor(step: Step, reason: string) {
    super(reason);
    this.step = step;
  }
}

export interface Receipt {
  readonly index: number;
  readonly opening: Opening;
  readonly proof: readonly Bytes[];
  readonly checkpoint: Checkpoint;
}

export interface ReceiptPolicy {
  /** The log's pinned vkey; its name is the pinned origin unless `origin` says otherwise. */
  readonly log: string;
  readonly origin?: string;
  readonly witnesses?: readonly Witness[];
  /** How many operators must have cosigned; 0 for a first receipt. */
  readonly quorum?: number;
  /** Names of fields that were erased since, as the log tells of the case elsewhere: these may be closed. */
  readonly gone?: ReadonlySet<string>;
}

export interface Stamp {
  readonly vkey: string;
  readonly operator: string;
  readonly time: number;
}

export interface Verified {
  /** Opened fields by name; an erased field is null. */
  readonly fields: ReadonlyMap<string, string | null>;
  /** The digest of every field, in hexadecimal, by name. */
  readonly digests: ReadonlyMap<string, string>;
  /** Of the opening: 1 is the older form. */
  readonly version: 1 | 2;
  readonly origin: string;
  readonly leaf: Bytes;
  readonly index: number;
  readonly size: number;
  readonly root: Bytes;
  /** Each cosignature that counted: seconds since 1970. */
  readonly stamps: readonly Stamp[];
  /** Operators who cosigned, sorted. */
  readonly operators: readonly string[];
  /** Time of the oldest cosignature that counted, or null. */
  readonly cosigned: Date | null;
}

async function at<T>(step: Step, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadReceipt) throw error;
    throw new BadReceipt(step, error instanceof Error ? error.message : "unknown");
  }
}

function fail(step: Step, reason: string): never {
  throw new BadReceipt(step, reason);
}

function parseHead(lines: readonly string[]): { extra: string; index: number; proof: Bytes[] } {
  const [first, extraLine = "", indexLine = "", ...hashes] = lines;
  if (first !== FIRST) fail("parse", "this is not a receipt");
  if (!extraLine.startsWith("extra ")) fail("parse", "the receipt holds no opening");
  const index = /^index (0|[1-9]\d{0,15})$/.exec(indexLine)?.[1] ?? fail("parse", "no index");
  if (!Number.isSafeInteger(Number(index))) fail("parse", "the index is out of range");
  if (hashes.length > RECEIPT_MAX_PROOF) fail("parse", "the proof is too long");
  const proof = hashes.map(line => unbase64(line));
  if (!proof.every(hash => hash.length === 32)) fail("parse", "a hash is not 32 bytes");
  return { extra: extraLine.slice(6), index: Number(index), proof };
}

/** Reads a receipt without believing it. Raises BadReceipt("parse" or "opening"). */
export async function parseReceipt(value: string): Promise<Receipt> {
  const head = await at("parse", () => {
    if (utf8(value).length > RECEIPT_MAX) fail("parse", "the receipt is too long");
    const end = value.indexOf("\n\n");
    if (end < 0) fail("parse", "the receipt is cut");
    const checkpoint = parseCheckpoint(value.slice(end + 2));
    return { ...parseHead(value.slice(0, end).split("\n")), checkpoint };
  });
  const opening = await at("opening", () => parseOpening(text(unbase64(head.extra))));
  return { index: head.index, proof: head.proof, checkpoint: head.checkpoint, opening };
}

async function cosigners(receipt: Receipt, policy: ReceiptPolicy) {
  const witnesses = policy.witnesses ?? [];
  const keys = await Promise.all(witnesses.map(({ vkey }) => parseVKey(vkey)));
  const signed = await verifyNote(receipt.checkpoint.note, keys);
  const operatorOf = (key: VKey) => witnesses.find(({ vkey }) => vkey === key.text)?.operator ?? "";
  // Operators are counted, not keys: one operator with many keys is one witness.
  const operators = [...new Set(signed.map(({ vkey }) => operatorOf(vkey)))].sort();
  const stamps = signed.flatMap(({ vkey, time }): Stamp[] =>
    time === null ? [] : [{ vkey: vkey.text, operator: operatorOf(vkey), time }],
  );
  const oldest = stamps.length ? Math.min(...stamps.map(({ time }) => time)) * 1000 : null;
  return { operators, stamps, cosigned: oldest === null ? null : new Date(oldest) };
}

/** A first receipt is made when nothing is erased yet: what it hides was hidden from its owner. */
function refuseHidden(
  fields: readonly (readonly [string, string | null])[],
  operators: readonly string[],
  { gone }: ReceiptPolicy,
): void {
  const closed = fields.filter(([, value]) => value === null).map(([name]) => name);
  const hidden = closed.filter(name => !gone?.has(name));
  if (hidden.length === 0 || operators.length > 0) return;
  fail("closed", `it hides ${hidden.join(", ")}, and no known witness has signed it`);
}

/** Verifies a receipt. Raises BadReceipt, whose `step` names what failed. */
export async function verifyReceipt(value: string, policy: ReceiptPolicy): Promise<Verified> {
  const receipt = await parseReceipt(value);
  const { checkpoint, index, proof, opening } = receipt;
  const log = await at("signature", () => parseVKey(policy.log));
  const signed = await at("signature", () => verifyNote(checkpoint.note, [log]));
  if (signed.length !== 1) fail("signature", "the log did not sign this checkpoint");
  const origin = policy.origin ?? log.name;
  if (checkpoint.origin !== origin) fail("origin", `the receipt is of ${checkpoint.origin}`);
  if (index >= checkpoint.size) fail("index", "the index is not in the tree");
  const leaf = await leafHash(await entryOf(opening));
  await at("inclusion", async () => {
    await verifyInclusion(index, checkpoint.size, leaf, proof, checkpoint.root);
  });
  const { operators, stamps, cosigned } = await at("witnesses", () => cosigners(receipt, policy));
  const quorum = policy.quorum ?? 0;
  if (operators.length < quorum) {
    fail("witnesses", `${operators.length} of ${quorum} independent witnesses have signed`);
  }
  const fields = [...opening.fields].map(
    ([name, field]) => [name, "value" in field ? field.value : null] as const,
  );
  refuseHidden(fields, operators, policy);
  const digests = [...(await digestsOf(opening))].map(([name, digest]) => [name, hex(digest)] as const);
  return {
    fields: new Map(fields),
    digests: new Map(digests),
    version: opening.version,
    origin: checkpoint.origin,
    leaf,
    index,
    size: checkpoint.size,
    root: checkpoint.root,
    stamps,
    operators,
    cosigned,
  };
}

/**
 * Whether a later receipt says what the first said: the same fields under the same names, with the
 * same values where the later one still shows them, at the same place. A first receipt shows all.
 */
export function sameFields(first: Verified, second: Verified): boolean {
  const same = [...first.digests].every(([name, digest]) => {
    const later = second.fields.get(name);
    return second.digests.get(name) === digest && (later === null || later === first.fields.get(name));
  });
  const whole = [...first.fields.values()].every(value => value !== null);
  const counts = first.digests.size === second.digests.size && first.size <= second.size;
  return whole && same && counts && first.index === second.index;
}
