/**
 * A reader's word on the keys of parties, for who comes later (docs/spec/channel.md, 5). Pure. Whoever joins
 * under a newer file key cannot open what an answer is checked by: so somebody who reads that key, and has
 * checked, says under it which keys hold. It stands alone as the content of a note to the file.
 */

import { isId, utf8 } from "./bytes.ts";
import { sha256hex } from "./hash.ts";
import { isInviteKey } from "./inviteframe.ts";
import { BadLetter, type OpenedLetter } from "./letter.ts";
import { byText, hasMembers, isDigest, isGeneration } from "./readers.ts";

const KIND = "party-keys";
const MOST = 64;

/** Keys that a party enrolled. `event`: the leaf of `channel_opened`; `recipient`: SHA-256 of theirs. */
export interface VouchedKeys {
  readonly party: string;
  readonly event: string;
  readonly recipient: string;
  readonly signing: string;
}

/** The content of the note: of which file key, and of which parties, sorted by id. */
export interface Vouch {
  readonly kind: typeof KIND;
  readonly matter: string;
  readonly generation: number;
  readonly keys: readonly VouchedKeys[];
}

function isSound(value: unknown): value is VouchedKeys {
  return (
    hasMembers(value, "event,party,recipient,signing") &&
    isId(value["party"]) &&
    isDigest(value["event"]) &&
    isDigest(value["recipient"]) &&
    isInviteKey(value["signing"])
  );
}

function areSound(keys: unknown): keys is VouchedKeys[] {
  if (!Array.isArray(keys) || keys.length < 1 || keys.length > MOST || !keys.every(isSound)) return false;
  const of = keys.map(({ party }) => party);
  return of.every((party, at) => at === 0 || String(of[at - 1]) < party);
}

/** Reads a note's content; only what a writer writes. Raises BadLetter. */
export function parseVouch(value: unknown): Vouch {
  const sound =
    hasMembers(value, "generation,keys,kind,matter") &&
    value["kind"] === KIND &&
    isId(value["matter"]) &&
    isGeneration(value["generation"]) &&
    areSound(value["keys"]);
  if (!sound) throw new BadLetter("the word on a party's keys does not hold");
  return value as unknown as Vouch;
}

/** What a note under a file key says of parties' keys; nothing where it is another, or in doubt. */
export function vouchedIn(
  { body, doubts }: OpenedLetter,
  { matter, generation }: { readonly matter: string; readonly generation: number },
): readonly VouchedKeys[] {
  const { kind } = body.content as { kind?: unknown };
  if (doubts.length > 0 || body.kind !== "note" || kind !== KIND) return [];
  try {
    const said = parseVouch(body.content);
    return said.matter === matter && said.generation === generation ? said.keys : [];
  } catch (error) {
    if (error instanceof BadLetter) return [];
    throw error;
  }
}

interface Enrolled {
  readonly party: string;
  readonly event: string;
  readonly recipient: string;
  readonly signing: string;
}

async function saidOf({ party, event, recipient, signing }: Enrolled): Promise<VouchedKeys> {
  return { party, event, recipient: await sha256hex(utf8(recipient)), signing };
}

const nameOf = ({ party, event, recipient, signing }: VouchedKeys) =>
  [party, event, recipient, signing].join(" ");

/** Whether somebody vouched for just these. */
export async function isVouched(keys: Enrolled, vouched: readonly VouchedKeys[]): Promise<boolean> {
  const said = nameOf(await saidOf(keys));
  return vouched.some(each => nameOf(each) === said);
}

/** What to say of these under a file key; null where all of them were vouched for under it. */
export async function vouchFor(
  enrolled: readonly Enrolled[],
  vouched: readonly VouchedKeys[],
  { matter, generation }: { readonly matter: string; readonly generation: number },
): Promise<Vouch | null> {
  const all = await Promise.all(enrolled.map(saidOf));
  const known = new Set(vouched.map(nameOf));
  const keys = all
    .filter(each => !known.has(nameOf(each)))
    .toSorted((a, b) => byText(a.party, b.party))
    .slice(0, MOST);
  return keys.length > 0 ? { kind: KIND, matter, generation, keys } : null;
}
