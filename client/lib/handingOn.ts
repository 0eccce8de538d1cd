/**
 * Handing on to who came late what the file's older keys were stated under (handedOn.ts): what there is to
 * hand on, and whether anybody needs it. Pure, but for opening what whoever looks can open anyway.
 */

import { open as openAge } from "./agefile.ts";
import { type Bytes, base64, text, utf8 } from "./bytes.ts";
import type { GivenFile, OpenFile } from "./fileKey.ts";
import type { FileReaders } from "./fileReaders.ts";
import { fileDigest, parseFileStatement } from "./fileStatement.ts";
import { type HandedOn, handedOf, type HandedSaid, KIND, MOST, nameOf, type SignedBody } from "./handedOn.ts";
import { splitLetter } from "./letter.ts";
import { BadStatement } from "./readers.ts";

/** What a note of them has at most: a letter is 1 MiB, with all that stands around them. */
const MOST_BYTES = 900_000;

/** A letter's plaintext, as it is handed on. */
function signedOf(plaintext: Bytes): SignedBody {
  const { body, signature } = splitLetter(plaintext);
  return { body: text(body), signature: base64(signature) };
}

/** Statements under older keys of the file, which whoever looks opens by their own, as they were signed. */
async function knownIn(
  { matter, letters }: GivenFile,
  file: OpenFile,
  fetch: (letter: string) => Promise<Bytes>,
): Promise<HandedSaid[]> {
  const known = letters.map(async ({ id, generation, party }, at): Promise<HandedSaid[]> => {
    const [entry, identity] = [file.letters[at], file.keys.get(generation)];
    const isOlder = party === "" && generation < file.generation;
    if (!isOlder || identity === undefined || !entry?.ok || entry.letter.doubts.length > 0) return [];
    const { author, key, content } = entry.letter.body;
    const statement = statementIn(content);
    if (statement?.matter !== matter || statement.generation !== generation) return [];
    const signed = signedOf(await openAge(await fetch(id), [identity]));
    return [{ signed, said: { author, key, generation, recipient: statement.recipient, statement } }];
  });
  return (await Promise.all(known)).flat();
}

function statementIn(content: object) {
  try {
    return "readers" in content ? parseFileStatement(content) : null;
  } catch (error) {
    if (error instanceof BadStatement) return null;
    throw error;
  }
}

/** Whether somebody has the newest key who, by what was signed, had not each key before it. */
function hasLate({ newest, members, waiting }: FileReaders): boolean {
  const had = (generation: number) =>
    new Map([...(members.get(generation) ?? []), ...(waiting.get(generation) ?? [])]);
  const before = [...members.keys()].filter(each => each < newest).map(had);
  return [...had(newest)].some(([id, { recipient }]) =>
    before.some(there => there.get(id)?.recipient !== recipient),
  );
}

/** The first of these, as many as one note takes. One that never fits is left out: it would hold up all others. */
export function asMuchAsFits(owed: readonly SignedBody[]): SignedBody[] {
  const sizeOf = ({ body }: SignedBody) => utf8(JSON.stringify(body)).length; // as it stands in a note, escaped
  const fitting = owed.filter(each => sizeOf(each) <= MOST_BYTES).slice(0, MOST);
  let size = 0;
  const end = fitting.findIndex(each => (size += sizeOf(each)) > MOST_BYTES);
  return end < 0 ? fitting : fitting.slice(0, end);
}

/**
 * Of these, what is to be handed on under the newest key, as much as one note takes; null where all that
 * counts was. `handed`: what was handed on under it.
 */
async function handOn(
  known: readonly HandedSaid[],
  handed: readonly SignedBody[],
  { matter, readers }: OpenFile,
): Promise<HandedOn | null> {
  const generation = readers.newest;
  const done = new Set(handed.map(nameOf));
  const owed: SignedBody[] = [];
  for (const { signed, said } of known) {
    const base = readers.bases.get(said.generation)?.digest ?? "none";
    const counts = [await fileDigest(said.statement), said.statement.prev].includes(base);
    if (!counts || said.generation >= generation || done.has(nameOf(signed))) continue;
    done.add(nameOf(signed));
    owed.push(signed);
  }
  const letters = asMuchAsFits(owed);
  return letters.length > 0 ? { kind: KIND, matter, generation, letters } : null;
}

/**
 * The content of the note that whoever looks owes to who came late; null where nobody did, or nothing is
 * left to say. `fetch`: a sealed letter. Raises what that raises.
 */
export async function handingOwed(
  given: GivenFile,
  file: OpenFile,
  fetch: (letter: string) => Promise<Bytes>,
): Promise<HandedOn | null> {
  if (!file.mayWrite || !hasLate(file.readers)) return null;
  const known = [...(await knownIn(given, file, fetch)), ...file.handed];
  return handOn(known, handedOf(given, file.letters, file.generation), file);
}
