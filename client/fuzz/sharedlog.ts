/** Targets with a Python twin: what the log signs, and what is inside of a case. */

import { Unproved } from "../lib/conflictproof.ts";
import { BadConflicts, conflictDigest, readBucket, readConflictHead } from "../lib/conflicts.ts";
import { lookIn, readWhole } from "../lib/conflictWhole.ts";
import { sha256hex } from "../lib/hash.ts";
import { type Bytes, hex, NotCanonical, text } from "../lib/bytes.ts";
import { checkpointText, verifyCheckpoint } from "../lib/checkpoint.ts";
import { WeakKey } from "../lib/ed25519.ts";
import { BadOpening, entryOf, openingText, parseOpening } from "../lib/entry.ts";
import { canonicalJson, readJson } from "../lib/json.ts";
import { BadKeyring, readKeyring } from "../lib/keyring.ts";
import { BadLetter, splitLetter, unpackLetter } from "../lib/letter.ts";
import { BadProof, verifyConsistency, verifyInclusion } from "../lib/merkle.ts";
import { BadNote, formatSignature, parseNote, parseVKey } from "../lib/note.ts";
import { BadPromise, isPromise, verifyPromise } from "../lib/promise.ts";
import { BadStatement, digestOf, follow, parseStatement, type Said, type Successor } from "../lib/readers.ts";
import { BadReceipt, sameFields, verifyReceipt } from "../lib/receipt.ts";
import { BadRoster, verifyRoster } from "../lib/roster.ts";
import { BadWrap, parseWrap, wrapText } from "../lib/wrap.ts";
import KNOWN from "./known.json" with { type: "json" };
import { Broken, same, target, type Target, textOf } from "./target.ts";

const WITNESSES = [{ name: "w", operator: "union", vkey: KNOWN.witness }];
const CASE = "ab".repeat(16);
const HEAD = {
  salt: "0".repeat(32),
  bits: 0,
  entries: 3,
  holders: [CASE, "cd".repeat(16)],
  relations: ["self", "manager", "report", "unit", "declared"],
  roster: "",
  built: "2026-11-28T00:00:00Z",
  tree: "",
  whole: "",
};

const valueOf = (data: Bytes): unknown => readJson(textOf(data));

const note = target(["note.parseNote"], [BadNote], data => {
  const read = parseNote(data);
  same(`${read.text}\n${read.signatures.map(formatSignature).join("")}`, text(data));
  const signatures = read.signatures.map(({ name, hash, signature }) => [name, hex(hash), hex(signature)]);
  return canonicalJson([read.text, signatures]);
});

const checkpoint = target(
  ["checkpoint.verifyCheckpoint", "checkpoint.parseCheckpoint", "note.verifyNote"],
  [BadNote],
  async data => {
    const read = await verifyCheckpoint(data, KNOWN.log, [KNOWN.witness]);
    const { origin, size, root } = read;
    const written = checkpointText(origin, size, root);
    if (!read.note.text.startsWith(written)) throw new Broken("written back it is another head");
    return canonicalJson([size, hex(root), read.cosigned.length]);
  },
);

const vkey = target(["note.parseVKey"], [BadNote, WeakKey, NotCanonical], async data => {
  const { name, algorithm, key } = await parseVKey(textOf(data));
  return canonicalJson([name, algorithm, hex(key)]);
});

const opening = target(["entry.parseOpening"], [BadOpening, NotCanonical], async data => {
  const read = parseOpening(textOf(data));
  same(openingText(read), text(data));
  const values = [...read.fields].flatMap(([name, field]) => ("value" in field ? [[name, field.value]] : []));
  return canonicalJson([hex(await entryOf(read)), sorted(values)]);
});

function sorted(values: readonly string[][]): readonly string[][] {
  return values.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}

const receipt = target(
  ["receipt.verifyReceipt", "receipt.parseReceipt", "receipt.sameFields"],
  [BadReceipt, NotCanonical],
  async data => {
    const policy = { log: KNOWN.log, witnesses: WITNESSES, quorum: 1 };
    const found = await verifyReceipt(textOf(data), policy);
    const shown = [...found.fields].filter((pair): pair is [string, string] => pair[1] !== null);
    if (shown.length === found.fields.size && !sameFields(found, found)) {
      throw new Broken("a receipt is not the same as itself");
    }
    return canonicalJson([found.index, found.size, sorted(shown), found.operators]);
  },
);

const promise = target(
  ["promise.verifyPromise", "promise.isPromise"],
  [BadPromise, NotCanonical],
  async data => {
    const given = textOf(data);
    const found = await verifyPromise(given, { promise: KNOWN.promise, log: KNOWN.log });
    if (!isPromise(given)) throw new Broken("a promise is not known for one");
    const { fields, after, by } = found;
    return canonicalJson([
      sorted([...fields].map(each => [...each])),
      after.size,
      hex(after.root),
      by.getTime() / 1000,
    ]);
  },
);

const roster = target(["roster.verifyRoster"], [BadRoster, BadNote, WeakKey, NotCanonical], async data => {
  const read = await verifyRoster(textOf(data), { root: KNOWN.root });
  const counts = [read.entries, read.witnesses, read.services ?? []].map(({ length }) => length);
  return canonicalJson([read.site, read.version, ...counts]);
});

interface Proof {
  readonly numbers: readonly [number, number];
  readonly hashes: readonly [Bytes, Bytes, ...Bytes[]];
}

/** Two numbers of eight bytes, then hashes; null where a number is more than a browser counts to. */
function proofOf(data: Bytes): Proof | null {
  const whole = new Uint8Array(Math.max(data.length, 80));
  whole.set(data);
  const view = new DataView(whole.buffer);
  const [first, second] = [Number(view.getBigUint64(0)), Number(view.getBigUint64(8))];
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second)) return null;
  const rest: Bytes[] = [];
  for (let at = 80; at < whole.length; at += 32) rest.push(whole.slice(at, at + 32));
  return { numbers: [first, second], hashes: [whole.slice(16, 48), whole.slice(48, 80), ...rest] };
}

const inclusion = target(["merkle.verifyInclusion"], [BadProof], async data => {
  const read = proofOf(data);
  if (!read) return null;
  const [leaf, root, ...path] = read.hashes;
  await verifyInclusion(...read.numbers, leaf, path, root);
  return canonicalJson(read.numbers);
});

const consistency = target(["merkle.verifyConsistency"], [BadProof], async data => {
  const read = proofOf(data);
  if (!read) return null;
  const [older, newer, ...path] = read.hashes;
  await verifyConsistency(...read.numbers, path, older, newer);
  return canonicalJson(read.numbers);
});

const letter = target(["letter.unpackLetter", "letter.splitLetter"], [BadLetter], async data => {
  const { body, signed } = await unpackLetter(data);
  splitLetter(data);
  if (!signed) return null;
  const { case: of, id, seq, kind, author, sent, files } = body;
  return canonicalJson([of, id, seq, kind, author, sent, files.length]);
});

const wrap = target(["wrap.parseWrap"], [BadWrap, NotCanonical], data => {
  const read = parseWrap(textOf(data));
  same(wrapText(read), text(data));
  return canonicalJson([read.case, read.generation, read.identity]);
});

const keyring = target(["keyring.readKeyring"], [BadKeyring], async data => {
  const { holder, identity, signing, root, log } = await readKeyring(data);
  return canonicalJson([
    holder,
    identity,
    hex(Uint8Array.from(atob(signing), l => l.charCodeAt(0))),
    root,
    log,
  ]);
});

const readers = target(["readers.parseStatement", "json.readJson"], [BadStatement, NotCanonical], data =>
  digestOf(parseStatement(valueOf(data))),
);

const REPORTER = "RryDzTWq23W0FPim7U79KwP4B971d98h9FdUKqXZoYs=";

const history = target(["readers.follow"], [BadStatement, NotCanonical], async data => {
  const value = valueOf(data);
  const said = saidOf(value);
  const steps = stepsOf(value);
  if (!said || !steps) return null;
  const { bases, members } = await follow(REPORTER, said, steps);
  const made = Object.fromEntries([...bases].map(([at, { digest }]) => [at, digest]));
  const read = Object.fromEntries([...members].map(([at, ids]) => [at, [...ids.keys()].sort()]));
  return canonicalJson([made, read]);
});

export function stepsOf(value: unknown): Successor[] | null {
  const { successors = [] } = (value ?? {}) as { successors?: unknown };
  if (!Array.isArray(successors)) return null;
  const made: Successor[] = [];
  for (const each of successors) {
    const step = (each ?? {}) as Record<string, unknown>;
    const { holder, before, after, by } = step;
    if (![holder, before, after, by].every(one => typeof one === "string")) return null;
    made.push({ holder, before, after, by } as unknown as Successor);
  }
  return made;
}

export function saidOf(value: unknown): Said[] | null {
  const { said } = (value ?? {}) as { said?: unknown };
  if (!Array.isArray(said)) return null;
  const made: Said[] = [];
  for (const each of said as Said[]) {
    const { author, key, recipient, generation, statement } = each ?? {};
    const texts = [author, key, recipient].every(member => typeof member === "string");
    if (!texts || !Number.isSafeInteger(generation) || generation < 0 || statement === undefined) return null;
    made.push({ author, key, recipient, generation, statement: statement && parseStatement(statement) });
  }
  return made;
}

const conflictHead = target(["conflicts.readConflictHead"], [BadConflicts, NotCanonical], data => {
  const { salt, bits, entries, roster: of, built, tree, whole } = readConflictHead(valueOf(data));
  return canonicalJson([salt, bits, entries, of, built, tree, whole]);
});

const conflictBucket = target(["conflicts.readBucket"], [BadConflicts], async data => {
  const found = await readBucket(HEAD, data, await conflictDigest(HEAD.salt, "name:gao"));
  return canonicalJson(found.map(({ holder, relation }) => [holder, relation]));
});

const conflictWhole = target(
  ["conflictWhole.readWhole", "conflictWhole.lookIn"],
  [BadConflicts, Unproved],
  async data => {
    const table = await readWhole({ ...HEAD, whole: await sha256hex(data) }, data);
    const found = lookIn(table, await conflictDigest(HEAD.salt, "name:gao"));
    return canonicalJson(found.map(({ holder, relation }) => [holder, relation]));
  },
);

export const SHARED_LOG: Readonly<Record<string, Target>> = {
  note,
  checkpoint,
  vkey,
  opening,
  receipt,
  promise,
  roster,
  inclusion,
  consistency,
  letter,
  wrap,
  keyring,
  readers,
  "readers-follow": history,
  "conflict-head": conflictHead,
  "conflict-bucket": conflictBucket,
  "conflict-whole": conflictWhole,
};
