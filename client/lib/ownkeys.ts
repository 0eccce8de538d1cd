/**
 * A holder's own keys, followed by new ones (docs/spec/roster.md, "New keys"): which of a keyring's
 * are in use, what is made and signed for, and case keys sealed to the ones in use.
 */

import { AgeError, recipientOf } from "./agefile.ts";
import { base64, unbase64 } from "./bytes.ts";
import { makeHolderKeys } from "./holderkeys.ts";
import { keyText, signerFromSeed } from "./ed25519.ts";
import { identitiesIn, type Keyring, keyringSigner, sealedDigest, type Secrets } from "./keyring.ts";
import { publicKeys, signStep } from "./newkeys.ts";
import type { Holder } from "./roster.ts";
import { type ExpectedKey, openWrap, sealWrap } from "./wrap.ts";

const only = ({ identity, signing }: Secrets): Secrets => ({ identity, signing });

function secretsIn(ring: Keyring): readonly Secrets[] {
  return [only(ring), ...(ring.others ?? []).map(only)];
}

async function signingKey({ signing }: Secrets): Promise<string> {
  return keyText((await signerFromSeed(unbase64(signing))).key);
}

function withKeys(ring: Keyring, first: Secrets, others: readonly Secrets[]): Keyring {
  const { others: _before, ...rest } = ring;
  const plain = { ...rest, ...only(first) };
  return others.length === 0 ? { ...plain, v: 1 } : { ...plain, v: 2, others };
}

/** The keyring with those keys first that the roster has for its holder; null where they are not in it. */
export async function inUse(ring: Keyring, entry: Holder): Promise<Keyring | null> {
  const all = secretsIn(ring);
  for (const each of all) {
    if ((await signingKey(each)) !== entry.signing) continue;
    if ((await recipientOf(each.identity)) !== entry.recipient) return null;
    return withKeys(
      ring,
      each,
      all.filter(one => one !== each),
    );
  }
  return null;
}

/** Whether one of the keyring's keys signs as this public key, base64. */
export async function hasKey(ring: Keyring, signing: string): Promise<boolean> {
  const keys = await Promise.all(secretsIn(ring).map(signingKey));
  return keys.includes(signing);
}

export interface NextKeys {
  /** With the keys in use first, as before. */
  readonly keyring: Keyring;
  readonly recipient: string;
  /** Ed25519 public key, base64. */
  readonly signing: string;
  /** Of the key in use, over the new ones. */
  readonly signature: string;
}

/**
 * New keys for the holder of a keyring whose keys in use are first. Keys that were made before and
 * stand in no roster are let go of; those that an entry names stay, for what was sealed to them.
 */
export async function makeNextKeys(ring: Keyring, entry: Holder, site: string): Promise<NextKeys> {
  const { holder, root, log } = ring;
  const created = await makeHolderKeys(holder, { root, log });
  const named = new Set((entry.earlier ?? []).map(({ signing }) => signing));
  const kept: Secrets[] = [];
  for (const each of ring.others ?? []) if (named.has(await signingKey(each))) kept.push(only(each));
  const [before, after] = [await publicKeys(entry), await publicKeys(created)];
  const signature = await signStep({ site, holder, before, after }, await keyringSigner(ring));
  const { recipient, signing } = created;
  return { keyring: withKeys(ring, ring, [only(created.keyring), ...kept]), recipient, signing, signature };
}

/** A case key as `GET wraps` gives it. */
export interface OwnWrap extends ExpectedKey {
  readonly wrap: string;
}

/** As `POST wraps` takes it. */
export interface ResealedWrap {
  readonly case: string;
  readonly generation: number;
  /** SHA-256 (hexadecimal) of the wrap whose place it takes. */
  readonly was: string;
  readonly wrap: string;
}

async function opens(own: OwnWrap, identities: readonly string[]) {
  try {
    return await openWrap(unbase64(own.wrap), identities, own);
  } catch (error) {
    if (error instanceof AgeError) return null;
    throw error;
  }
}

/**
 * The same case key for the keys in use; null where it is sealed to them already. Raises BadWrap or
 * AgeError where no key of the keyring opens it: it is left as it is.
 */
export async function resealWrap(own: OwnWrap, ring: Keyring): Promise<ResealedWrap | null> {
  const sealed = unbase64(own.wrap);
  if (await opens(own, [ring.identity])) return null;
  const key = await openWrap(sealed, identitiesIn(ring), own);
  const fresh = await sealWrap(key, await recipientOf(ring.identity));
  // What does not open with the new key must not take the place of what opens with the old.
  await openWrap(fresh, [ring.identity], own);
  const { case: id, generation } = own;
  return { case: id, generation, was: await sealedDigest(sealed), wrap: base64(fresh) };
}
