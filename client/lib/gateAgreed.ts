/**
 * Letting the gate be told who one is (docs/spec/gate.md, 8; twin of heard/formats/gateagreed.py): what a
 * reporter signs beside the letter, and by what it is known which keepers were agreed to.
 */

import { utf8 } from "./bytes.ts";
import type { Signer } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { signLetter } from "./inClear.ts";

/** What is signed. `sealed`: the letter of the move, base64. */
export interface Agreement {
  readonly case: string;
  readonly record: string;
  readonly version: number;
  readonly sealed: string;
}

/** Base64, 64 bytes. */
export function signAgreement(signer: Signer, { case: id, ...said }: Agreement): Promise<string> {
  const { record, version, sealed } = said;
  return signLetter(signer, ["heard/gate-agreed/v1", id, record, String(version)], sealed);
}

/** Which keepers are meant, whatever they are called: SHA-256 in hex. Of others nothing was agreed. */
export function keepersDigest(keepers: readonly { readonly recipient: string }[]): Promise<string> {
  const recipients = keepers.map(({ recipient }) => recipient).toSorted();
  return sha256hex(utf8(["heard/gate-keepers/v1", ...recipients, ""].join("\n")));
}
