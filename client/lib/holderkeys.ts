/** Keys of somebody who handles cases, made in their own browser. */

import { generateIdentity, recipientOf } from "./agefile.ts";
import { base64, random } from "./bytes.ts";
import { keyText, signerFromSeed } from "./ed25519.ts";
import type { Keyring } from "./keyring.ts";

/** Fresh keys of a holder without a way in yet, and what the server may know of them. */
export interface HolderKeys {
  readonly keyring: Keyring;
  readonly recipient: string;
  /** Ed25519 public key, base64. */
  readonly signing: string;
}

/**
 * `pins`: the vkeys of the root and of the log, as this holder was given them. The keyring has no
 * way in yet: add the recovery code and the passkey before it is sealed.
 */
export async function makeHolderKeys(
  holder: string,
  pins: { readonly root: string; readonly log: string },
): Promise<HolderKeys> {
  const seed = random(32);
  const identity = generateIdentity();
  const signer = await signerFromSeed(seed);
  return {
    keyring: { v: 1, holder, identity, signing: base64(seed), ...pins, ways: [] },
    recipient: await recipientOf(identity),
    signing: keyText(signer.key),
  };
}
