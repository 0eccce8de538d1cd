/** What the desk's pages do, in one call each. */

import { generateIdentity, recipientOf } from "./agefile.ts";
import type { CaseView } from "./views.ts";
import { type Bytes, base64, random } from "./bytes.ts";
import { keyText, publicKey, type Signer, signerFromSeed } from "./ed25519.ts";
import { type Keyring, keyringSigner } from "./keyring.ts";
import {
  type ContentOf,
  openLetter,
  sealLetter as sealAnyLetter,
  type SealedLetter,
} from "./letter.ts";
import type { SigningKeys } from "./people.ts";
import { type LetterOrFailure, openAll } from "./report.ts";
import type { Holder } from "./roster.ts";
import { type CaseIdentity, openWraps, sealWrap } from "./wrap.ts";

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
  /** The newest case identity that opens: what is written is sealed to it, where it `isProven`. */
  readonly case: CaseIdentity;
  /** Every generation that this holder has, oldest first. */
  readonly cases: readonly CaseIdentity[];
  readonly nextSeq: number;
}

/** Opens the answer of POST cases/<id>/open. Raises BadWrap or AgeError where no key opens. */
export async function openCase(view: CaseView, keyring: Keyring): Promise<OpenCase> {
  const cases = await openWraps(view, keyring.identity);
  const own = view.letters.filter(({ author }) => author === keyring.holder);
  return {
    view,
    keyring,
    signer: await keyringSigner(keyring),
    case: cases[cases.length - 1] as CaseIdentity,
    cases,
    nextSeq: own.reduce((next, { seq }) => Math.max(next, seq + 1), 0),
  };
}

/** What opens something of this generation: its own identity, and theirs for what is sealed to them. */
export function identitiesOf({ cases, keyring }: OpenCase, generation: number): readonly string[] {
  const own = cases.filter((each) => each.generation === generation);
  return [...own.map(({ identity }) => identity), keyring.identity];
}

/** Opens the letters: the reporter's with the case's key, holders' with a roster's. */
export function openLetters(
  opened: OpenCase,
  signers: SigningKeys,
  fetchLetter: (id: string) => Promise<Bytes>,
): Promise<LetterOrFailure[]> {
  const { view } = opened;
  const openers = (generation: number) => identitiesOf(opened, generation);
  return openAll(view, openers, fetchLetter, (author) =>
    author === "reporter" ? publicKey(view.reporter.signing) : signers.of(author),
  );
}

/**
 * Whether the newest generation is somebody's whom this case knows: it opens a letter of its own
 * that the reporter signed, or somebody of a roster. Anyone can seal a wrap to a holder, a server
 * too. The first generation is held against the log instead (logged.ts). `sealed`: letters by id.
 */
export async function isProven(
  opened: OpenCase,
  signers: SigningKeys,
  sealed: ReadonlyMap<string, Bytes>,
): Promise<boolean> {
  const { view, case: newest } = opened;
  if (newest.generation !== view.generation) return false;
  if (newest.generation === 0) return true;
  for (const { id, kind, author, seq, generation } of view.letters) {
    const bytes = sealed.get(id);
    if (generation !== newest.generation || !bytes) continue;
    const key = author === "reporter" ? reportersKey(view) : await signers.of(author);
    const claim = { case: view.case, id, kind, author, seq, key };
    const read = await openLetter(bytes, [newest.identity], claim).catch(() => null);
    if (read?.doubts.length === 0) return true;
  }
  return false;
}

/** Null for a key that nobody may rely on: the letter counts for nobody's, and the rest stands. */
function reportersKey(view: CaseView): Bytes | null {
  try {
    return publicKey(view.reporter.signing);
  } catch {
    return null;
  }
}

export function sealLetter<K extends "message" | "note" | "request" | "evidence">(
  opened: OpenCase,
  letter: { kind: K; seq: number; content: ContentOf[K]; now: Date; id?: string },
): Promise<SealedLetter> {
  return sealAnyLetter(
    { ...letter, case: opened.case.case, author: opened.keyring.holder },
    opened.signer,
    [opened.view.case_recipient],
  );
}

/**
 * Every generation of the case identity for another holder: `wraps` of POST cases/<id>/pass. With
 * the newest alone they could not read what was written before it.
 */
export function rewrap(
  opened: OpenCase,
  to: Holder,
): Promise<{ generation: number; wrap: string }[]> {
  return Promise.all(
    opened.cases.map(async (key) => ({
      generation: key.generation,
      wrap: base64(await sealWrap(key, to.recipient)),
    })),
  );
}
