/** Every change of one's own keys: sealed anew, confirmed, told to the server, then taken as one's own. */

import { base64 } from "../../lib/bytes.ts";
import type { Sure } from "../../lib/confirm.ts";
import { deskApi, type Resealed } from "../../lib/deskapi.ts";
import { type Keyring, openKeyring, sealedDigest, sealKeyring } from "../../lib/keyring.ts";
import { confirm } from "./Confirming.tsx";
import { desk } from "./session.ts";

export interface KeyringChange {
  /** What is about to be done, as a sentence. */
  readonly words: string;
  readonly next: Keyring;
  readonly send: (sealed: Resealed) => Promise<Sure<unknown>>;
  /** A new way in, which must open what was sealed before anybody is told that it does. */
  readonly opener?: string | null;
}

/** Seals, has it confirmed, tells the server, and only then takes the new keyring as its own. */
export async function changeKeyring({ words, next, send, opener }: KeyringChange): Promise<void> {
  const sealed = await sealKeyring(next);
  if (opener) await openKeyring(sealed, opener);
  const keyring = base64(sealed);
  const ready = await send({ keyring, replaces: desk().sealed });
  try {
    await confirm(ready, { words, site: desk().site.site });
  } catch (error) {
    // An answer that was lost, or came after it was called off: what is there counts.
    const there = await deskApi()
      .keyring()
      .catch(() => null);
    if (there?.keyring !== keyring) throw error;
  }
  desk().keyring = next;
  desk().sealed = await sealedDigest(sealed);
}
