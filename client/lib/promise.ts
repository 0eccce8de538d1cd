/**
 * Promises (docs/spec/receipt.md, "Promise"): the log's word that an entry will stand in it by a
 * time, given at once, and what came of it. Verified without any server.
 */

import { type Bytes, equal, hex, text, timestamp, unbase64, utf8 } from "./bytes.ts";
import { verifyCheckpoint } from "./checkpoint.ts";
import { digestsOf, entryOf, parseOpening } from "./entry.ts";
import { EMPTY, fold, grow, leafHash, verifyConsistency } from "./merkle.ts";
import { type Note, parseNote, parseVKey, type VKey, verifyNote } from "./note.ts";
import type { Verified } from "./receipt.ts";
import type { Witness } from "./roster.ts";
import { PROMISE_MAX } from "./shared.ts";

const FIRST = "heard/promise-receipt/v1";

/** The steps of docs/spec/receipt.md: of the promise, then of what came of it. */
export type PromiseStep =
  | "parse"
  | "opening"
  | "closed"
  | "signature"
  | "origin"
  | "leaf"
  | "upgrade"
  | "consistency"
  | "quorum"
  | "kept";

/** A promise that proves nothing, or does not prove this: which step failed, and why. */
export class BadPromise extends Error {
  override name = "BadPromise";
  readonly step: PromiseStep;
  constructor(step: PromiseStep, reason: string) {
    super(reason);
    this.step = step;
  }
}

/** Where the log publicly was when the promise was given: its newest checkpoint. */
export interface Before {
  readonly size: number;
  readonly root: Bytes;
}

/** What a promise proves: that its signer said so. */
export interface Promised {
  /** All of them: a promise hides nothing. */
  readonly fields: ReadonlyMap<string, string>;
  /** The digest of every field, in hexadecimal, by name. */
  readonly digests: ReadonlyMap<string, string>;
  readonly origin: string;
  readonly leaf: Bytes;
  readonly after: Before;
  /** By when it will stand in a checkpoint that everybody can fetch. */
  readonly by: Date;
}

/** Pinned keys: that of promises, and the log's, whose name is its origin. */
export interface PromiseKeys {
  readonly promise: string;
  readonly log: string;
}

function fail(step: PromiseStep, reason: string): never {
  throw new BadPromise(step, reason);
}

async function at<T>(step: PromiseStep, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadPromise) throw error;
    throw new BadPromise(step, error instanceof Error ? error.message : "unknown");
  }
}

interface Claim {
  readonly log: string;
  readonly leaf: Bytes;
  readonly after: Before;
  readonly by: Date;
}

const FORM =
  /^heard\/promise\/v1\n([^\n]+)\nleaf (\S+)\nafter (0|[1-9]\d{0,15}) (\S+)\nby (\d{4}-\d\d-\d\dT\d\d:00:00Z)\n$/;

function parseClaim(signed: string): Claim {
  const [, log = "", leaf = "", size = "", root = "", by = ""] =
    FORM.exec(signed) ?? fail("parse", "this is not a promise");
  const claim = {
    log,
    leaf: unbase64(leaf),
    after: { size: Number(size), root: unbase64(root) },
    by: new Date(by),
  };
  const hashes = claim.leaf.length === 32 && claim.after.root.length === 32;
  const named = log.endsWith("/log") && log !== "/log";
  const day = claim.by.getTime() >= 0 && timestamp(claim.by) === by;
  const start = claim.after.size > 0 || equal(claim.after.root, EMPTY);
  if (!hashes || !named || !day || !start || !Number.isSafeInteger(claim.after.size)) {
    fail("parse", "the promise is malformed");
  }
  return claim;
}

function parseHead(value: string): { extra: Bytes; note: Note; claim: Claim } {
  if (utf8(value).length > PROMISE_MAX) fail("parse", "the promise is too long");
  const end = value.indexOf("\n\n");
  const [first, extra = "", ...more] = value.slice(0, Math.max(end, 0)).split("\n");
  if (first !== FIRST || more.length > 0) fail("parse", "this is not a promise");
  if (!extra.startsWith("extra ")) fail("parse", "the promise holds no opening");
  const note = parseNote(value.slice(end + 2));
  if (note.signatures.length !== 1) fail("parse", "the promise has more than one signature");
  return { extra: unbase64(extra.slice(6)), note, claim: parseClaim(note.text) };
}

/** Whether a file is a promise, by how it begins. */
export function isPromise(value: string): boolean {
  return value.startsWith(`${FIRST}\n`);
}

async function checkSigned(note: Note, keys: PromiseKeys): Promise<VKey> {
  const key = await parseVKey(keys.promise);
  if ((await verifyNote(note, [key])).length !== 1 || key.algorithm !== 1) {
    fail("signature", "the key of promises did not sign this");
  }
  return key;
}

/** Verifies a promise. Raises BadPromise, whose `step` names what failed. */
export async function verifyPromise(value: string, keys: PromiseKeys): Promise<Promised> {
  const { extra, note, claim } = await at("parse", () => parseHead(value));
  const opening = await at("opening", () => parseOpening(text(extra)));
  if (opening.version !== 2) fail("opening", "its entry is of the older form");
  const fields = [...opening.fields].map(([name, field]) => {
    if (!("value" in field)) return fail("closed", `it hides ${name}`);
    return [name, field.value] as const;
  });
  const key = await at("signature", () => checkSigned(note, keys));
  const log = await at("signature", () => parseVKey(keys.log));
  const named = key.name === `${log.name.replace(/\/log$/, "")}/promise`;
  if (claim.log !== log.name || !named) fail("origin", `the promise is of ${claim.log}`);
  if (!equal(await leafHash(await entryOf(opening)), claim.leaf)) {
    fail("leaf", "the promise is of another entry than it shows");
  }
  const digests = [...(await digestsOf(opening))].map(([name, digest]) => [name, hex(digest)] as const);
  const { leaf, after, by } = claim;
  return { fields: new Map(fields), digests: new Map(digests), origin: claim.log, leaf, after, by };
}

/** How a promise was kept. `reached`: when its quorum had cosigned; null where nobody watches. */
export interface Kept {
  readonly reached: Date | null;
  readonly late: boolean;
}

function reachedAt({ stamps }: Verified, quorum: number): Date | null {
  const operators = new Set<string>();
  if (quorum === 0) return null;
  for (const { operator, time } of stamps.toSorted((a, b) => a.time - b.time)) {
    operators.add(operator);
    if (operators.size >= quorum) return new Date(time * 1000);
  }
  return fail("quorum", `${operators.size} of ${quorum} independent witnesses have signed`);
}

/**
 * That a verified proof says what was promised, and when; `quorum`: how many operators the roster
 * asks for, 0 where nobody watches. Whether its log goes on from the one of the promise is for
 * `extended` or `vouched` to say. Raises BadPromise.
 */
export function checkKept(promised: Promised, proof: Verified, quorum: number): Kept {
  const same = [...promised.digests].every(([name, digest]) => {
    const now = proof.fields.get(name);
    const value = now === null || now === promised.fields.get(name);
    return value && proof.digests.get(name) === digest;
  });
  const whole = proof.digests.size === promised.digests.size && equal(proof.leaf, promised.leaf);
  if (!same || !whole || proof.origin !== promised.origin || proof.index < promised.after.size) {
    fail("upgrade", "the proof is not of what was promised");
  }
  const reached = reachedAt(proof, quorum);
  return { reached, late: reached !== null && reached > promised.by };
}

/** That the proof's log goes on from the promise's, by a consistency proof. Raises BadPromise. */
export async function extended(promised: Promised, proof: Verified, hashes: readonly Bytes[]): Promise<void> {
  const { size, root } = promised.after;
  if (size === 0 && hashes.length === 0) return; // every log goes on from the empty one
  await at("consistency", () => verifyConsistency(size, proof.size, hashes, root, proof.root));
}

/** Whose cosignatures count, and from how many operators. */
export interface Watchers {
  readonly log: string;
  readonly witnesses: readonly Witness[];
  readonly quorum: number;
}

function operatorsOf(vkeys: readonly string[], { witnesses }: Watchers): Set<string> {
  return new Set(witnesses.filter(({ vkey }) => vkeys.includes(vkey)).map(({ operator }) => operator));
}

async function opened(checkpoint: string, { log, witnesses }: Watchers) {
  return at("signature", () =>
    verifyCheckpoint(
      checkpoint,
      log,
      witnesses.map(({ vkey }) => vkey),
    ),
  );
}

/**
 * The same by witnesses: those who cosigned both checkpoints are a quorum. `then`: the signed
 * checkpoint that the promise names. Raises BadPromise.
 */
export async function vouched(
  promised: Promised,
  proof: Verified,
  then: string,
  watchers: Watchers,
): Promise<void> {
  const { size, root, cosigned } = await opened(then, watchers);
  if (size !== promised.after.size || !equal(root, promised.after.root)) {
    fail("consistency", "that is not the checkpoint that the promise names");
  }
  const now = proof.stamps.map(({ vkey }) => vkey);
  const both = cosigned.map(({ vkey }) => vkey.text).filter(vkey => now.includes(vkey));
  if (watchers.quorum === 0 || operatorsOf(both, watchers).size < watchers.quorum) {
    fail("quorum", "too few witnesses have signed both checkpoints");
  }
}

/** What shows that a promise was broken: public things, each checked against a signed root. */
export interface Missing {
  /** A checkpoint that a quorum cosigned after the promised time. */
  readonly now: string;
  /** The complete subtrees of the log as the promise names it, largest first. */
  readonly edge: readonly Bytes[];
  /** Every entry from there to `now`, in order. */
  readonly entries: readonly Bytes[];
}

/** That a promise was broken; BadPromise "kept" where the entry is there, else what does not follow. */
export async function checkBroken(promised: Promised, missing: Missing, watchers: Watchers): Promise<void> {
  const { size, root, cosigned } = await opened(missing.now, watchers);
  const late = cosigned.filter(({ time }) => time !== null && time * 1000 > promised.by.getTime());
  const operators = operatorsOf(
    late.map(({ vkey }) => vkey.text),
    watchers,
  );
  if (watchers.quorum === 0 || operators.size < watchers.quorum) {
    fail("quorum", "too few witnesses have signed it after the promised time");
  }
  const leaves = await Promise.all(missing.entries.map(leafHash));
  const start = await fold(missing.edge);
  if (!equal(start, promised.after.root)) fail("consistency", "the hashes are of another log");
  const end = await at("consistency", () => grow(promised.after.size, missing.edge, leaves));
  if (promised.after.size + leaves.length !== size || !equal(await fold(end), root)) {
    fail("consistency", "the log does not go on from where it was");
  }
  const index = leaves.findIndex(leaf => equal(leaf, promised.leaf));
  if (index >= 0) fail("kept", `it is entry ${promised.after.size + index} of the log`);
}
