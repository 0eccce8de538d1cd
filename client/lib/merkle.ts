/** RFC 6962 Merkle trees: proofs of inclusion and consistency, checked. */

import { type Bytes, equal, unhex } from "./bytes.ts";
import { sha256 } from "./hash.ts";

/** A proof that does not prove. */
export class BadProof extends Error {
  override name = "BadProof";
}

/** The root of a log without entries: SHA-256 of nothing. */
export const EMPTY = unhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(entry: Bytes): Promise<Bytes> {
  return sha256(LEAF, entry);
}

export function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(NODE, left, right);
}

function checkSizes(values: readonly number[], proof: readonly Bytes[]): void {
  if (!values.every(value => Number.isSafeInteger(value) && value >= 0)) {
    throw new BadProof("a number is out of range");
  }
  if (!proof.every(hash => hash.length === 32)) throw new BadProof("a hash is not 32 bytes");
}

const half = (value: number) => Math.floor(value / 2);
const odd = (value: number) => value % 2 === 1;

/** Checks that the leaf at `index` is in the tree (RFC 9162, 2.1.3.2). Raises BadProof. */
export async function verifyInclusion(
  index: number,
  size: number,
  leaf: Bytes,
  proof: readonly Bytes[],
  root: Bytes,
): Promise<void> {
  checkSizes([index, size], [leaf, root, ...proof]);
  if (index >= size) throw new BadProof("the index is not in the tree");
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) throw new BadProof("the proof is too long");
    if (odd(at) || at === last) {
      hash = await nodeHash(sibling, hash);
      while (!odd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) throw new BadProof("the proof is too short");
  if (!equal(hash, root)) throw new BadProof("the proof does not lead to the root");
}

/**
 * Checks that the tree of `newer` extends the one of `older` (RFC 9162, 2.1.4.2), `older` > 0: every
 * tree extends the empty one, so a proof from there would let any root through. Raises BadProof.
 */
export async function verifyConsistency(
  older: number,
  newer: number,
  proof: readonly Bytes[],
  olderRoot: Bytes,
  newerRoot: Bytes,
): Promise<void> {
  checkSizes([older, newer], proof);
  if (older === 0) throw new BadProof("no proof leads from an empty tree");
  if (older > newer) throw new BadProof("the older tree is larger than the newer one");
  if (older === newer) {
    if (proof.length !== 0) throw new BadProof("the proof is too long");
    if (!equal(olderRoot, newerRoot)) throw new BadProof("the roots differ");
    return;
  }
  await walkConsistency(older, newer, proof, olderRoot, newerRoot);
}

async function walkConsistency(
  older: number,
  newer: number,
  proof: readonly Bytes[],
  olderRoot: Bytes,
  newerRoot: Bytes,
): Promise<void> {
  let at = older - 1;
  let last = newer - 1;
  while (odd(at)) [at, last] = [half(at), half(last)];
  // A complete older tree is itself the first node; otherwise the proof brings it.
  const path = at === 0 ? [olderRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (!first) throw new BadProof("the proof is too short");
  let [from, to] = [first, first];
  for (const sibling of rest) {
    if (last === 0) throw new BadProof("the proof is too long");
    if (odd(at) || at === last) {
      from = await nodeHash(sibling, from);
      to = await nodeHash(sibling, to);
      while (!odd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      to = await nodeHash(to, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) throw new BadProof("the proof is too short");
  if (!equal(from, olderRoot)) throw new BadProof("the proof does not lead to the older root");
  if (!equal(to, newerRoot)) throw new BadProof("the proof does not lead to the newer root");
}

/** The hash over complete subtrees, largest first: the edge of a tree gives its root. */
export async function fold(hashes: readonly Bytes[]): Promise<Bytes> {
  const [last, ...before] = hashes.toReversed();
  let root = last ?? EMPTY;
  for (const left of before) root = await nodeHash(left, root);
  return root;
}

function ones(value: number): number {
  let count = 0;
  for (let rest = value; rest > 0; rest = half(rest)) count += rest % 2;
  return count;
}

/** The edge of a tree of `size` after these leaves were added. Raises BadProof. */
export async function grow(size: number, edge: readonly Bytes[], leaves: readonly Bytes[]): Promise<Bytes[]> {
  checkSizes([size, size + leaves.length], edge);
  if (edge.length !== ones(size)) throw new BadProof("the edge is of another size");
  const grown = [...edge];
  for (const [place, leaf] of leaves.entries()) {
    let right = leaf;
    for (let index = size + place; odd(index); index = half(index)) {
      right = await nodeHash(grown.pop() as Bytes, right);
    }
    grown.push(right);
  }
  return grown;
}
