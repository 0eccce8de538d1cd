/** What the desk's pages do, in one call each. */

import { generateIdentity, recipientOf } from "./agefile.ts";
import type { CaseView } from "./api.ts";
import { type Bytes, base64, random, unbase64 } from "./bytes.ts";
import { keyText, publicKey, type Signer, signerFromSeed } from "./ed25519.ts";
import { type Keyring, keyringSigner } from "./keyring.ts";
import { type ContentOf, sealLetter as sealAnyLetter, type SealedLetter } from "./letter.ts";
import type { SigningKeys } from "./people.ts";
import { type LetterOrFailure, openAll } from "./report.ts";
import type { Holder } from "./roster.ts";
import { type CaseIdentity, openWrap, sealWrap } from "./wrap.ts";

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

export interface OpenCase {
  readonly view: CaseView;
  readonly keyring: Keyring;
  readonly signer: Signer;
  readonly case: CaseIdentity;
  readonly nextSeq: number;
}

/** Opens the answer of POST cases/<id>/open. Raises BadWrap or AgeError. */
export async function openCase(view: CaseView, keyring: Keyring): Promise<OpenCase> {
  const opened = await openWrap(unbase64(view.wrap), keyring.identity, view);
  const own = view.letters.filter(({ author }) => author === keyring.holder);
  return {
    view,
    keyring,
    signer: await keyringSigner(keyring),
    case: opened,
    nextSeq: own.reduce((next, { seq }) => Math.max(next, seq + 1), 0),
  };
}

/** Opens the letters: the reporter's with the case's key, holders' with a roster's. */
export function openLetters(
  opened: OpenCase,
  signers: SigningKeys,
  fetchLetter: (id: string) => Promise<Bytes>,
): Promise<LetterOrFailure[]> {
  const { view, keyring } = opened;
  const reporter = publicKey(view.reporter.signing);
  return openAll(view, [opened.case.identity, keyring.identity], fetchLetter, (author) =>
    author === "reporter" ? reporter : signers.of(author),
  );
}

export function sealLetter<K extends "message" | "note">(
  opened: OpenCase,
  letter: { kind: K; seq: number; content: ContentOf[K]; now: Date; id?: string },
): Promise<SealedLetter> {
  return sealAnyLetter(
    { ...letter, case: opened.case.case, author: opened.keyring.holder },
    opened.signer,
    [opened.view.case_recipient],
  );
}

/** The case identity for another holder: the `wrap` of POST cases/<id>/pass, base64. */
export async function rewrap(opened: OpenCase, to: Holder): Promise<string> {
  return base64(await sealWrap(opened.case, to.recipient));
}
