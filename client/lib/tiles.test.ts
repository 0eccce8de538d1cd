/** Consistency proofs made from tiles, against trees that are built leaf by leaf. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bytes, concat } from "./bytes.ts";
import { EMPTY, fold, grow, leafHash, verifyConsistency } from "./merkle.ts";
import { consistencyProof, tilePath } from "./tiles.ts";

const leaf = (n: number): Promise<Bytes> => leafHash(Uint8Array.of(n & 255, n >> 8));

/** A log's tiles as a site serves them: whole ones, and the partial ones of this size. */
async function served(leaves: readonly Bytes[]): Promise<Map<string, Bytes>> {
  const out = new Map<string, Bytes>();
  let row = leaves;
  for (let level = 0; level < 2; level++) {
    const above: Bytes[] = [];
    for (let at = 0; at < row.length; at += 256) {
      const part = row.slice(at, at + 256);
      out.set(tilePath(level, at / 256, part.length), concat(...part));
      if (part.length === 256) above.push(await fold(await grow(0, [], part)));
    }
    row = above;
  }
  return out;
}

test("every pair of sizes has a proof that verifies, and no other log has it", async () => {
  const all = await Promise.all(Array.from({ length: 700 }, (_, n) => leaf(n)));
  const root = async (size: number) => fold(await grow(0, [], all.slice(0, size)));
  const size = fc.integer({ min: 1, max: 700 });
  await fc.assert(
    fc.asyncProperty(size, size, async (a, b) => {
      const [older, newer] = [Math.min(a, b), Math.max(a, b)];
      const tiles = await served(all.slice(0, newer));
      const read = async (path: string) => tiles.get(path) ?? Promise.reject(new Error(path));
      const proof = await consistencyProof(older, newer, read);
      await verifyConsistency(older, newer, proof, await root(older), await root(newer));
      const other = verifyConsistency(older, newer, proof, EMPTY, await root(newer));
      await expect(other).rejects.toMatchObject({ name: "BadProof" });
    }),
    { numRuns: 40 },
  );
}, 60_000);

test("a tile that is cut proves nothing, and from the empty log nothing is fetched", async () => {
  const cut = async () => new Uint8Array(31);
  await expect(consistencyProof(3, 9, cut)).rejects.toMatchObject({ name: "BadProof" });
  await expect(consistencyProof(9, 3, cut)).rejects.toMatchObject({ name: "BadProof" });
  expect(await consistencyProof(0, 9, cut)).toEqual([]);
});

test("names of tiles", () => {
  expect(tilePath(0, 67)).toBe("tile/0/067");
  expect(tilePath(1, 1234067, 5)).toBe("tile/1/x001/x234/067.p/5");
  expect(tilePath(0, 1000)).toBe("tile/0/x001/000");
});
