/**
 * Who asks the retaliation gate for protection (docs/spec/gate.md, 5; twin of heard/formats/gatelisting.py):
 * sealed to the gate keepers that the signed roster names and to nobody else.
 */

import { seal } from "./agefile.ts";
import { type Bytes, utf8 } from "./bytes.ts";
import type { Service } from "./roster.ts";
import { GATE_LISTING_MAX_PERSON, GATE_LISTING_SIZE } from "./shared.ts";

/** Whom a listing cannot name, or more than fits into one. */
export class BadListing extends Error {
  override name = "BadListing";
}

/** Nobody on the signed roster keeps a gate: there is nobody to tell. */
export class NoGate extends Error {
  override name = "NoGate";
}

// eslint-disable-next-line no-control-regex -- these are what must not be in it
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** The content; every one has the same length. Raises BadListing. */
export function listingText(site: string, person: string): Bytes {
  const named = person.trim();
  const fits = [...named].length <= GATE_LISTING_MAX_PERSON;
  if (named === "" || !fits || CONTROL.test(named)) throw new BadListing("nobody is named");
  const raw = utf8(JSON.stringify({ v: 1, site, person: named }));
  if (raw.length > GATE_LISTING_SIZE) throw new BadListing("too long");
  const out = new Uint8Array(GATE_LISTING_SIZE).fill(0x20);
  out.set(raw);
  return out;
}

/** Seals to each keeper, so that either may be away. Raises NoGate. */
export function sealListing(content: Bytes, keepers: readonly Pick<Service, "recipient">[]): Promise<Bytes> {
  if (keepers.length === 0) throw new NoGate("the signed list of readers names no gate");
  return seal(
    content,
    keepers.map(({ recipient }) => recipient),
  );
}
