/** What a sign-in gives, and opening the keyring that came with it. */

import { unbase64 } from "../../lib/bytes.ts";
import { type Keyring, openKeyring, sealedDigest } from "../../lib/keyring.ts";
import type { Content } from "./frameState.ts";
import type { Me, Site } from "./session.ts";
import { t, LocalizedError } from "./words.ts";

export interface SignedIn {
  readonly holder: Me;
  readonly keyring: string;
}

export interface Opened {
  readonly keyring: Keyring;
  /** SHA-256 (hexadecimal) of the sealed keyring. */
  readonly sealed: string;
}

/** Signed in and unlocked. `byCode`: without a passkey that could unlock. */
export interface Entered extends Opened {
  readonly me: Me;
  readonly byCode: boolean;
}

/** What is asked of the person next; resolved by `enter`. */
export interface Entrance {
  readonly site: Site;
  readonly show: (page: Content) => void;
  readonly enter: (entered: Entered) => Promise<void>;
  /** Why the desk was locked, in words; empty on a first visit. */
  readonly reason: string;
}

/** Opens the keyring. Raises AgeError where `identity` is no way in. */
export async function unlockBy(answer: SignedIn, identity: string): Promise<Opened> {
  const bytes = unbase64(answer.keyring);
  const keyring = await openKeyring(bytes, identity);
  if (keyring.holder !== answer.holder.id) throw new LocalizedError(() => t("signin.wrong_keyring"));
  return { keyring, sealed: await sealedDigest(bytes) };
}
