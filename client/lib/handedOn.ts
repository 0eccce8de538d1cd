/**
 * Statements of a file's readers, handed on to who came late (docs/spec/sealing.md, 10). Whoever is let into
 * a file under a newer key cannot open what the older ones were stated under. So somebody who has them hands
 * them on, each exactly as its author signed it, in a note under the newest key. Nobody is believed for
 * handing one on: its author's signature and the log are what it is held against (fileReaders.ts, rule 8).
 */

import { type Bytes, isId, NotCanonical, unbase64, utf8 } from "./bytes.ts";
import type { FileSaid } from "./fileReaders.ts";
import { type FileStatement, parseFileStatement } from "./fileStatement.ts";
import { BadLetter, joinLetter, judgeLetter, type OpenedLetter, unpackLetter } from "./letter.ts";
import type { LetterOrFailure } from "./letterAuthors.ts";
import { BadStatement, hasMembers, isGeneration } from "./readers.ts";
import { LETTER_MAX_BODY } from "./shared.ts";

export const KIND = "statements";
/** In one note; more of them stand in a second. */
export const MOST = 128;

/** A letter as its author signed it. `body`: the JSON, to the byte; `signature`: base64. */
export interface SignedBody {
  readonly body: string;
  readonly signature: string;
}

/** The content of the note: under which file key it is said, and letters of statements under older ones. */
export interface HandedOn {
  readonly kind: typeof KIND;
  readonly matter: string;
  readonly generation: number;
  readonly letters: readonly SignedBody[];
}

function isSigned(value: unknown): value is SignedBody {
  if (!hasMembers(value, "body,signature")) return false;
  const { body, signature } = value;
  if (typeof body !== "string" || typeof signature !== "string") return false;
  try {
    return unbase64(signature).length === 64;
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}

/** Reads a note's content; only what a writer writes. Raises BadLetter. */
export function parseHandedOn(value: unknown): HandedOn {
  const letters = hasMembers(value, "generation,kind,letters,matter") ? value["letters"] : null;
  const sound =
    hasMembers(value, "generation,kind,letters,matter") &&
    value["kind"] === KIND &&
    isId(value["matter"]) &&
    isGeneration(value["generation"]) &&
    Array.isArray(letters) &&
    letters.length >= 1 &&
    letters.length <= MOST &&
    letters.every(isSigned);
  if (!sound) throw new BadLetter("the statements that were handed on do not hold");
  return value as unknown as HandedOn;
}

/** What a note under a file key hands on; nothing where it is another, or in doubt. */
function handedIn(
  { body, doubts }: OpenedLetter,
  { matter, generation }: { readonly matter: string; readonly generation: number },
): readonly SignedBody[] {
  const { kind } = body.content as { kind?: unknown };
  if (doubts.length > 0 || body.kind !== "note" || kind !== KIND) return [];
  try {
    const said = parseHandedOn(body.content);
    return said.matter === matter && said.generation === generation ? said.letters : [];
  } catch (error) {
    if (error instanceof BadLetter) return [];
    throw error;
  }
}

interface Listed {
  readonly generation: number;
  readonly party: string;
}

/** What readers handed on, under the file keys that whoever looks has; `under`: this one alone. */
export function handedOf(
  { matter, letters }: { readonly matter: string; readonly letters: readonly Listed[] },
  read: readonly (LetterOrFailure | undefined)[],
  under?: number,
): SignedBody[] {
  return letters.flatMap(({ generation, party }, at) => {
    const one = read[at];
    const counts = one?.ok && party === "" && (under === undefined || generation === under);
    return counts ? handedIn(one.letter, { matter, generation }) : [];
  });
}

/** The key of an author, as the roster has it; null where nobody knows it. */
export type KeyOf = (author: string, day: string, claimed: string) => Bytes | null | Promise<Bytes | null>;

/** What a letter that was handed on says, by its author's key. Raises BadLetter and BadStatement. */
export async function saidOnce({ body, signature }: SignedBody, matter: string, keyOf: KeyOf) {
  const bytes = utf8(body);
  if (bytes.length > LETTER_MAX_BODY) throw new BadLetter("a letter is too long");
  const plaintext = joinLetter(bytes, unbase64(signature));
  const { author, id, key: claimed, sent, seq } = (await unpackLetter(plaintext)).body;
  const key = await keyOf(author, sent.slice(0, 10), claimed);
  const letter = await judgeLetter(plaintext, { case: matter, id, kind: "note", author, seq, key });
  if (letter.doubts.length > 0) throw new BadLetter("a letter that was handed on is not its author's");
  const statement = parseFileStatement(letter.body.content);
  const { generation, recipient } = statement;
  return { author, key: letter.body.key, generation, recipient, statement, handed: true } satisfies FileSaid;
}

/** The same, or null where it does not hold. */
async function orNull(signed: SignedBody, matter: string, keyOf: KeyOf): Promise<HandedSaid | null> {
  try {
    return { signed, said: await saidOnce(signed, matter, keyOf) };
  } catch (error) {
    if (error instanceof BadLetter || error instanceof BadStatement) return null;
    throw error;
  }
}

/** A statement, and the letter that it stood in. */
export interface HandedSaid {
  readonly signed: SignedBody;
  readonly said: FileSaid & { readonly statement: FileStatement };
}

/** What tells one from another. */
export const nameOf = ({ body, signature }: SignedBody) => `${signature} ${body}`;

/** All that hold, each once. */
export async function heldOf(
  handed: readonly SignedBody[],
  matter: string,
  keyOf: KeyOf,
): Promise<HandedSaid[]> {
  const once = [...new Map(handed.map(each => [nameOf(each), each])).values()];
  const held = await Promise.all(once.map(each => orNull(each, matter, keyOf)));
  return held.filter(each => each !== null);
}
