/**
 * A statement of who reads a case, signed by itself beside the letter in which it stands: so it can be carried to
 * who lacks the key of that letter, without a word of it (carried.ts; docs/spec/sealing.md, 9).
 */

import { type Bytes, base64, timestamp, utf8 } from "./bytes.ts";
import type { Signer } from "./ed25519.ts";
import { canonicalJson } from "./json.ts";
import type { Said, Statement } from "./readers.ts";

/** Whose it is, of which case, and the day (UTC) of the letter in which it stands. */
export interface About {
  readonly case: string;
  readonly author: string;
  readonly on: string;
}

/** A statement as its author signed it by itself, as it is carried; `signature`: base64. */
export interface Carried {
  readonly author: string;
  /** Ed25519, base64. */
  readonly key: string;
  readonly on: string;
  readonly readers: Statement;
  readonly signature: string;
}

/** What somebody said under a key that whoever looks lacks, and as what it was carried here. */
export interface Older {
  readonly said: Said;
  readonly carried: Carried;
}

/** What is signed. */
export function messageAlone(readers: Statement, { case: id, author, on }: About): Bytes {
  return utf8(`heard/readers-alone/v1\n${canonicalJson({ author, case: id, on, readers })}`);
}

/** `signed` of the content in which the statement stands, base64. */
export async function signAlone(
  readers: Statement,
  { case: id, author, now }: { readonly case: string; readonly author: string; readonly now: Date },
  signer: Signer,
): Promise<string> {
  const on = timestamp(now).slice(0, 10);
  return base64(await signer.sign(messageAlone(readers, { case: id, author, on })));
}
