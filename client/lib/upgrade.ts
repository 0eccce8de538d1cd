/** A promise and the proof that came later. */

import { BadPromise, checkKept, extended, type Kept, type Promised } from "./promise.ts";
import { BadReceipt, verifyReceipt } from "./receipt.ts";
import type { Roster } from "./roster.ts";
import { policyOf } from "./matching.ts";
import { consistencyProof, type ReadTile } from "./tiles.ts";

/**
 * Whether all that a proof lacks are witnesses: they sign an epoch after the log has, so that for
 * some minutes, or while one of them is away, there is nothing wrong with it.
 */
export function awaitsWitnesses(error: unknown): boolean {
  if (error instanceof BadReceipt) return error.step === "witnesses";
  return error instanceof BadPromise && error.step === "quorum";
}

/**
 * Whether a proof that came later keeps a promise: the same entry, in a log that goes on from where
 * it publicly was; by the log's tiles. Raises BadPromise, BadReceipt, and what `read` raises.
 */
export async function checkUpgrade(
  promised: Promised,
  proof: string,
  roster: Roster,
  read: ReadTile,
): Promise<Kept> {
  const verified = await verifyReceipt(proof, { ...policyOf(roster), quorum: roster.quorum });
  const kept = checkKept(promised, verified, roster.quorum);
  await extended(promised, verified, await consistencyProof(promised.after.size, verified.size, read));
  return kept;
}
