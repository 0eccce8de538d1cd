/**
 * A holder's new keys, named by the ones before (docs/spec/roster.md, "New keys"). What is signed
 * here counts where it stands in a roster of the root key, and nowhere else.
 */

import { base64, type Bytes, unbase64, utf8 } from "./bytes.ts";
import { publicKey, type Signer, verify } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { canonicalJson } from "./json.ts";

const DOMAIN = "heard/new-keys/v1\n";

/** Keys as a statement names them. */
export interface PublicKeys {
  /** SHA-256 of the age recipient, hexadecimal. */
  readonly recipient: string;
  /** Ed25519, base64. */
  readonly signing: string;
}

/** Keys that a holder had before, oldest first in a roster's entry. */
export interface Earlier extends PublicKeys {
  /** The last day (UTC) on which what `signing` signed may be dated. */
  readonly until: string;
  /** Of `signing`, over the keys that came next; base64. */
  readonly signature: string;
}

/** One step: whose, where, and which keys come after which. */
export interface Step {
  readonly site: string;
  readonly holder: string;
  readonly before: PublicKeys;
  readonly after: PublicKeys;
}

export async function publicKeys(keys: {
  readonly recipient: string;
  readonly signing: string;
}): Promise<PublicKeys> {
  return { recipient: await sha256hex(utf8(keys.recipient)), signing: keys.signing };
}

const only = ({ recipient, signing }: PublicKeys): PublicKeys => ({ recipient, signing });

function messageOf({ site, holder, before, after }: Step): Bytes {
  return utf8(DOMAIN + canonicalJson({ site, holder, before: only(before), after: only(after) }));
}

/** By the signer of `before.signing`; base64. */
export async function signStep(step: Step, signer: Signer): Promise<string> {
  return base64(await signer.sign(messageOf(step)));
}

/** Whether the key before signed it. False for what is no signature or no key at all. */
export async function isSigned(step: Step, signature: string): Promise<boolean> {
  try {
    return await verify(publicKey(step.before.signing), unbase64(signature), messageOf(step));
  } catch {
    return false;
  }
}
