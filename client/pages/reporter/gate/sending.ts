/** A listing on its way to the gate's keepers, and whether one of them has read it. */

import { type Answer, json } from "../../../lib/api.ts";
import { base64, unbase64, utf8 } from "../../../lib/bytes.ts";
import { publicKey, verify } from "../../../lib/ed25519.ts";
import { listingText, sealListing } from "../../../lib/gateListing.ts";
import { sha256hex } from "../../../lib/hash.ts";
import type { Service } from "../../../lib/roster.ts";

/** Another number came back than that of what was sent: the server kept something else. */
export class OtherListing extends Error {
  override name = "OtherListing";
}

/** Its SHA-256, by which one can ask for it. Raises BadListing, NoGate, ApiError, Unreachable, OtherListing. */
export async function sendListing(
  site: string,
  person: string,
  keepers: readonly Service[],
): Promise<string> {
  const sealed = await sealListing(listingText(site, person), keepers);
  const sent = { json: { sealed: base64(sealed) } };
  const { digest } = await json<Answer<"POST /gate/listings">>("/gate/listings", sent);
  if (digest !== (await sha256hex(sealed))) throw new OtherListing("the server kept something else");
  return digest;
}

export interface Reading {
  readonly state: "unknown" | "not_yet" | "read" | "forged";
  /** Whose keeper has read it. */
  readonly operator: string;
}

const DIGEST = /^[0-9a-f]{64}$/;

/** Who has read a listing, by a signature of theirs alone. Raises ApiError, Unreachable. */
export async function readBy(written: string, keepers: readonly Service[]): Promise<Reading> {
  const digest = written.replace(/\s/g, "").toLowerCase();
  if (!DIGEST.test(digest)) return { state: "unknown", operator: "" };
  const { taken } = await json<Answer<"GET /gate/listings/{digest}">>(`/gate/listings/${digest}`);
  if (taken === "") return { state: "not_yet", operator: "" };
  const message = utf8(`heard/gate-taken/v1\n${digest}`);
  for (const { signing, operator } of keepers) {
    if (signing && (await signed(signing, taken, message))) return { state: "read", operator };
  }
  return { state: "forged", operator: "" };
}

async function signed(key: string, signature: string, message: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    return await verify(publicKey(key), unbase64(signature), message);
  } catch {
    return false;
  }
}
