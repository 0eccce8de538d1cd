/**
 * What a server hands out for an event: a promise at once, and from the hour on the proof of its
 * place. Either says the same of the event; neither is believed before it is verified.
 */

import type { Bytes } from "./bytes.ts";
import { BadPromise, isPromise, type Promised, verifyPromise } from "./promise.ts";
import { type ReceiptPolicy, type Verified, verifyReceipt } from "./receipt.ts";

export { isPromise };

export interface Given {
  /** Opened fields by name; an erased field is null. */
  readonly fields: ReadonlyMap<string, string | null>;
  /** The hash of the entry: the event's name. */
  readonly leaf: Bytes;
  /** Operators who cosigned, sorted; of a promise nobody. */
  readonly operators: readonly string[];
  /** Null for a proof. */
  readonly promised: Promised | null;
  /** Null for a promise: there is no place yet. */
  readonly proof: Verified | null;
}

/** Whose word counts; `promise`: the key of promises, where the roster names one. */
export interface GivenPolicy extends ReceiptPolicy {
  readonly promise?: string | undefined;
}

/** Verifies a promise or a proof. Raises BadPromise, BadReceipt. */
export async function verifyGiven(value: string, policy: GivenPolicy): Promise<Given> {
  if (!isPromise(value)) {
    const proof = await verifyReceipt(value, policy);
    const { fields, leaf, operators } = proof;
    return { fields, leaf, operators, promised: null, proof };
  }
  const { promise, log } = policy;
  if (promise === undefined) throw new BadPromise("signature", "no key of promises is known");
  const promised = await verifyPromise(value, { promise, log });
  const { fields, leaf } = promised;
  return { fields, leaf, operators: [], promised, proof: null };
}

/** How a file of it is called at its end. */
export function extension(value: string): string {
  return isPromise(value) ? ".heard-promise" : ".tlog-proof";
}
