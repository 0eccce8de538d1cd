/**
 * Taking a report back, and coming back to it, are for the reporter alone to do: beside the sealed letter, which
 * the server cannot read, it is sent a signature that the server can hold against the reporter's key
 * (docs/spec/casework.md, "Withdrawal").
 */

import type { Signer } from "./ed25519.ts";
import { signLetter } from "./inClear.ts";

/** What is signed. `sealed`: the letter of the move, base64. */
export interface Withdrawal {
  readonly case: string;
  readonly move: string;
  readonly version: number;
  readonly sealed: string;
}

/** Base64, 64 bytes. */
export function signWithdrawal(signer: Signer, { case: id, ...said }: Withdrawal): Promise<string> {
  const { move, version, sealed } = said;
  return signLetter(signer, ["heard/withdrawal/v1", id, move, String(version)], sealed);
}
