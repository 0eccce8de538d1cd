/** What the desk's pages do, in one call each. */

import { believed, carriedBy } from "./carried.ts";
import type { History } from "./history.ts";
import type { CaseView } from "./views.ts";
import { base64, unbase64, type Bytes } from "./bytes.ts";
import { publicKey, type Signer } from "./ed25519.ts";
import { erasuresIn } from "./erased.ts";
import { identitiesIn, type Keyring, keyringSigner } from "./keyring.ts";
import { type ContentOf, sealLetter as sealAnyLetter, type SealedLetter } from "./letter.ts";
import type { SigningKeys } from "./signingKeys.ts";
import type { Holder } from "./roster.ts";
import { hasReport, hear, type Heard, type Hearing, isMade, isOlder } from "./letterAuthors.ts";
import { type CaseIdentity, type GivenKeys, openWrap, openWraps, sealWrap } from "./wrap.ts";

export interface OpenCase {
  readonly view: CaseView;
  readonly keyring: Keyring;
  readonly signer: Signer;
  /** The newest case identity that opens: what is written is sealed to it, where it `isProven`. */
  readonly case: CaseIdentity;
  /** Every generation that this holder has, oldest first. */
  readonly cases: readonly CaseIdentity[];
  readonly nextSeq: number;
  /** The newest leaf of what was followed (history.ts); empty until it was. */
  readonly seen: string;
}

/**
 * Every generation that opens, oldest first, by the reporter's copy where the one of whoever made the key
 * does not. Raises as openWraps.
 */
export async function caseKeys(view: GivenKeys, identities: readonly string[]): Promise<CaseIdentity[]> {
  let failed: unknown = null;
  const first = await openWraps(view, identities).catch((error: unknown): CaseIdentity[] => {
    failed = error;
    return [];
  });
  const closed = view.keys.filter(key => !first.some(({ generation }) => generation === key.generation));
  const others = closed.map(async ({ second, ...key }): Promise<CaseIdentity[]> => {
    if (!second) return [];
    const opened = openWrap(unbase64(second), identities, { ...key, case: view.case });
    return opened.then(each => [each]).catch(() => []);
  });
  const more = (await Promise.all(others)).flat().map(key => ({ ...key, second: true as const }));
  if (first.length + more.length === 0) throw failed;
  return [...first, ...more].sort((a, b) => a.generation - b.generation);
}

/** Opens the answer of POST cases/<id>/open. Raises BadWrap or AgeError where no key opens. */
export async function openCase(view: CaseView, keyring: Keyring): Promise<OpenCase> {
  const cases = await caseKeys(view, identitiesIn(keyring));
  const own = view.letters.filter(({ author }) => author === keyring.holder);
  return {
    view,
    keyring,
    signer: await keyringSigner(keyring),
    case: cases[cases.length - 1] as CaseIdentity,
    cases,
    nextSeq: own.reduce((next, { seq }) => Math.max(next, seq + 1), 0),
    seen: "",
  };
}

/** What opens something of this generation: its own identity, and theirs for what is sealed to them. */
export function identitiesOf({ cases, keyring }: OpenCase, generation: number): readonly string[] {
  const own = cases.filter(each => each.generation === generation);
  return [...own.map(({ identity }) => identity), ...identitiesIn(keyring)];
}

/**
 * Opens the letters, the reporter's with the case's key and holders' with a roster's, and follows who
 * could read what. `history`: what the log has of the case, null where that is not to be believed.
 */
export function hearLetters(
  { view, cases, keyring }: OpenCase,
  signers: SigningKeys,
  fetchLetter: (id: string) => Promise<Bytes>,
  history: Promise<Pick<History, "fields"> | null> = Promise.resolve(null),
): Promise<Heard> {
  const { signing } = view.reporter;
  const keyOf = (author: string, day: string, claimed: string) =>
    author === "reporter" ? publicKey(signing) : signers.of(author, day, claimed);
  const successors = () => signers.successors;
  const olderIn: Hearing["olderIn"] = async (letters, have) => {
    const carried = carriedBy(letters);
    if (carried.length === 0) return [];
    const events = [...((await history)?.fields.values() ?? [])];
    return believed(carried, { case: view.case, have, keyOf, events });
  };
  const own = identitiesIn(keyring);
  const erasures = history.then(erasuresIn);
  return hear({ view, cases, own, fetchLetter, reporter: signing, keyOf, successors, olderIn, erasures });
}

/**
 * Whether the newest generation is that of somebody who could read this case and was not left out of
 * it. Anyone can seal a wrap to a holder, a server too. The first generation is held against the
 * log besides (verifyLogged.ts), and alone where her report cannot be read or is from before statements.
 */
export function isProven({ view, case: { generation } }: OpenCase, heard: Heard): boolean {
  if (generation !== view.generation) return false;
  return isMade(heard, generation, isOlder(heard.letters) || !hasReport(heard.letters));
}

export function sealLetter<K extends "message" | "note" | "request" | "evidence" | "decision" | "record">(
  opened: OpenCase,
  letter: { kind: K; seq: number; content: ContentOf[K]; now: Date; id?: string },
): Promise<SealedLetter> {
  return sealAnyLetter(
    { ...letter, case: opened.case.case, author: opened.keyring.holder, seen: opened.seen },
    opened.signer,
    [opened.view.case_recipient],
  );
}

/**
 * Every generation of the case identity for another holder: `wraps` of POST cases/<id>/pass. With
 * the newest alone they could not read what was written before it.
 */
export function rewrap(opened: OpenCase, to: Holder): Promise<{ generation: number; wrap: string }[]> {
  return Promise.all(
    opened.cases.map(async key => ({
      generation: key.generation,
      wrap: base64(await sealWrap(key, to.recipient)),
    })),
  );
}
