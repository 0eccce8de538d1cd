/**
 * A new case identity, so that what comes from now on is closed to somebody who could read what
 * came before (docs/spec/sealing.md, 2 and 3). Made in the browser of whoever leaves them out, the
 * reporter's or a holder's; the server hands it on and cannot make one that would be believed.
 */

import { generateIdentity, recipientOf } from "./agefile.ts";
import { signAlone } from "./alone.ts";
import { base64, newId } from "./bytes.ts";
import type { Signer } from "./ed25519.ts";
import { type History, leftOutUnproven } from "./history.ts";
import { type ContentOf, sealLetter, type SealedLetter } from "./letter.ts";
import { type Readers, type Statement, state } from "./readers.ts";
import { NobodyLeft, sealWraps } from "./report.ts";
import type { Holder } from "./roster.ts";
import { type CaseIdentity, sealWrap } from "./wrap.ts";

/** The body of `POST inbox/identity` and `POST cases/<id>/identity`. */
export interface RenewalBody {
  id: string;
  generation: number;
  case_recipient: string;
  wraps: { holder: string; sealed: string }[];
  reporter_wrap: string;
  /** Ids of those who lose the case at once. */
  exclude: string[];
  letter: SealedLetter | null;
}

/** The first letter under the new identity: an addition of hers, a note among holders. */
export interface FirstLetter<K extends "addition" | "note"> {
  readonly kind: K;
  readonly seq: number;
  /** `reporter` or the id of the holder. */
  readonly author: string;
  readonly content: ContentOf[K];
  readonly signer: Signer;
  readonly now: Date;
  /** The newest leaf of the case that its author had verified. */
  readonly seen: string;
}

export interface RenewalInput {
  /** The case as it is: its id and its newest generation. */
  readonly view: {
    readonly case: string;
    readonly generation: number;
    readonly reporter: { readonly recipient: string };
  };
  /** Everyone who reads on or waits, from the genuine roster: never from what the server says. */
  readonly holders: readonly Holder[];
  /** Ids of those who must not. */
  readonly exclude: readonly string[];
  readonly letter: FirstLetter<"addition" | "note"> | null;
  /** The digest of the statement that made the newest generation that has one, or empty. */
  readonly prev: string;
}

export interface Renewal {
  readonly body: RenewalBody;
  /** The new identity; everything is sealed to it once the server has taken the body. */
  readonly case: CaseIdentity;
  /** Who reads it: what the first letter says, and a message to her must say too. */
  readonly readers: Statement;
}

/**
 * Makes the next generation. Send the same body again when the answer is lost; sealing anew would
 * be another identity. Raises NobodyLeft where no holder is left.
 */
export async function renew(input: RenewalInput): Promise<Renewal> {
  const { view, exclude } = input;
  const holders = input.holders.filter(({ id }) => !exclude.includes(id));
  if (holders.length === 0) throw new NobodyLeft("Nobody would be left who can read this.");
  const generation = view.generation + 1;
  const key: CaseIdentity = { case: view.case, generation, identity: generateIdentity() };
  const recipient = await recipientOf(key.identity);
  const readers = await state({ generation, recipient, holders, excluded: exclude, prev: input.prev });
  const body: RenewalBody = {
    id: newId(),
    generation,
    case_recipient: recipient,
    wraps: await sealWraps(key, holders),
    reporter_wrap: base64(await sealWrap(key, view.reporter.recipient)),
    exclude: [...exclude],
    letter: input.letter && (await sealFirst(input.letter, readers, view.case, recipient)),
  };
  return { body, case: key, readers };
}

async function sealFirst(
  { signer, content, ...draft }: FirstLetter<"addition" | "note">,
  readers: Statement,
  id: string,
  recipient: string,
): Promise<SealedLetter> {
  const signed = await signAlone(readers, { ...draft, case: id }, signer);
  return sealLetter({ ...draft, content: { ...content, readers, signed }, case: id }, signer, [recipient]);
}

/**
 * The holders of a case as the genuine roster has them. Who stands in no roster of today cannot be
 * sealed to, and whom nobody entitled to it let in must not be, whatever the server says: they are in
 * `gone`, and lose what comes next. So are those whom a renewal left out that nobody's word proves yet: where
 * it is contested by whoever it left out, or its word did not come through, they would else come back.
 */
export function stillHolding(
  holders: readonly { readonly id: string; readonly left: string | null }[],
  roster: readonly Holder[],
  readers: Readers,
  history: Pick<History, "fields">,
): { readonly staying: readonly Holder[]; readonly gone: readonly string[] } {
  const ids = holders.filter(({ left }) => left === null).map(({ id }) => id);
  // Of an older report nobody said who reads it: then the server's word is all there is.
  const meant = readers.members.get(readers.newest);
  const out = leftOutUnproven(history, readers);
  const stays = (id: string) => ids.includes(id) && (meant?.has(id) ?? true) && !out.includes(id);
  const staying = roster.filter(({ id }) => stays(id));
  return { staying, gone: ids.filter(id => !staying.some(entry => entry.id === id)) };
}
