/**
 * Taking a report back, and coming back to it, are for the reporter alone to do: beside the sealed letter, which
 * the server cannot read, it is sent a signature that the server can hold against the reporter's key
 * (docs/spec/casework.md, "Withdrawal").
 */

import { base64, unbase64, utf8 } from "./bytes.ts";
import type { Signer } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";

/** What is signed. `sealed`: the letter of the move, base64. */
export interface Withdrawal {
  readonly case: string;
  readonly move: string;
  readonly version: number;
  readonly sealed: string;
}

/** Base64, 64 bytes. */
export async function signWithdrawal(signer: Signer, { case: id, ...said }: Withdrawal): Promise<string> {
  const { move, version, sealed } = said;
  const letter = await sha256hex(unbase64(sealed));
  const lines = ["heard/withdrawal/v1", id, move, version, letter, ""];
  return base64(await signer.sign(utf8(lines.join("\n"))));
}
