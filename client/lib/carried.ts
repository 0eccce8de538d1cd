/**
 * Statements of a case's earlier keys, carried to who lacks these keys (docs/spec/sealing.md, 9). The rules are
 * written out in src/heard/formats/carried.py, its twin: each is its author's by a signature of its own, and
 * counts where the log says the same, and never of a key that one has. Nobody is believed for carrying one.
 */

import { type About, type Carried, messageAlone, type Older } from "./alone.ts";
import { type Bytes, isId, NotCanonical, unbase64, utf8 } from "./bytes.ts";
import { publicKey, sameKey, verify } from "./ed25519.ts";
import { BadLetter, type OpenedLetter } from "./letter.ts";
import type { LetterOrFailure } from "./letterAuthors.ts";
import {
  BadStatement,
  byText,
  digestOf,
  hasMembers,
  parseStatement,
  type Readers,
  type Said,
  type Statement,
} from "./readers.ts";

/** In one note: 64 keys, and who was let in under them. */
const MOST = 128;
/** What they have at most together: a letter is 1 MiB, with the words and the readers that stand beside them. */
const MOST_BYTES = 700_000;

type Fields = ReadonlyMap<string, string>;
type KeyOf = (author: string, day: string, claimed: string) => Bytes | null | Promise<Bytes | null>;

function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

function isBytes(value: unknown, length: number): value is string {
  try {
    return typeof value === "string" && unbase64(value).length === length;
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}

function parseOne(value: unknown): Carried {
  const sound =
    hasMembers(value, "author,key,on,readers,signature") &&
    (value["author"] === "reporter" || isId(value["author"])) &&
    isBytes(value["key"], 32) &&
    isDay(value["on"]) &&
    isBytes(value["signature"], 64);
  if (!sound) throw new BadLetter("a statement that was carried here does not hold");
  const { author, key, on, readers, signature } = value as unknown as Carried;
  return { author, key, on, readers: parseStatement(readers), signature };
}

/** Reads `earlier` of a note's content; only what a writer writes. Raises BadLetter, BadStatement. */
export function parseCarried(value: unknown): Carried[] {
  const some = Array.isArray(value) && value.length >= 1 && value.length <= MOST;
  if (!some) throw new BadLetter("statements that were carried here do not hold");
  return value.map(parseOne);
}

/** Whether it is its author's: signed, by itself, with this key. */
export function isSignedAlone({ readers, signature }: Carried, about: About, key: Bytes): Promise<boolean> {
  return verify(key, unbase64(signature), messageAlone(readers, about));
}

/** What its author said. Raises BadLetter where it is not theirs. */
export async function carriedSaid(carried: Carried, id: string, keyOf: KeyOf): Promise<Said> {
  const { author, key: claimed, on, readers: statement } = carried;
  const key = await keyOf(author, on, claimed);
  if (!key || !sameKey(key, claimed) || !(await isSignedAlone(carried, { case: id, author, on }, key)))
    throw new BadLetter("a statement that was carried here is not its author's");
  const { generation, recipient } = statement;
  return { author, key: claimed, generation, recipient, statement };
}

const idsOf = (people: readonly { readonly id: string }[]) => people.map(({ id }) => id).join();

/** Whether this event is that of its key; what is closed in it is as if it said another. */
function isMadeBy({ generation, recipient, readers, excluded }: Statement, event: Fields): boolean {
  const first = generation === 0;
  const signed = [
    first ? "report_received" : "identity_renewed",
    first ? undefined : String(generation),
    recipient,
    idsOf(readers),
    first ? excluded.join() || undefined : excluded.join(),
  ];
  const logged = ["event", "generation", "case_recipient", "recipients", "excluded"].map(each =>
    event.get(each),
  );
  return signed.every((each, at) => each === logged[at]);
}

function isLetIn({ readers, excluded }: Statement, told: readonly Fields[]): boolean {
  const passed = told.flatMap(event => (event.get("event") === "case_passed" ? [event.get("to")] : []));
  return excluded.length === 0 && readers.every(({ id }) => passed.includes(id));
}

/** Whether the log says the same. `events`: the open fields of each of this case (history.ts). */
export function counts(author: string, statement: Statement, events: Iterable<Fields>): boolean {
  const told = [...events].filter(event => event.get("actor") === author);
  return told.some(event => isMadeBy(statement, event)) || isLetIn(statement, told);
}

export interface Believing {
  readonly case: string;
  /** Generations whose key opened here. */
  readonly have: ReadonlySet<number>;
  readonly keyOf: KeyOf;
  readonly events: readonly Fields[];
}

/** Those that count, by the rules of carried.py. */
export async function believed(
  carried: readonly Carried[],
  { case: id, have, keyOf, events }: Believing,
): Promise<Older[]> {
  const newest = Math.max(-1, ...have);
  const may = carried.filter(
    ({ author, readers: statement }) =>
      !have.has(statement.generation) && statement.generation < newest && counts(author, statement, events),
  );
  const found = may.map(async (one): Promise<Older[]> => {
    try {
      return [{ carried: one, said: await carriedSaid(one, id, keyOf) }];
    } catch (error) {
      if (error instanceof BadLetter) return [];
      throw error;
    }
  });
  return (await Promise.all(found)).flat();
}

function orNone<T>(parse: () => readonly T[]): readonly T[] {
  try {
    return parse();
  } catch (error) {
    if (error instanceof BadLetter || error instanceof BadStatement) return [];
    throw error;
  }
}

/** What a letter carries; nothing where it is in doubt. */
function carriedIn({ body, doubts }: OpenedLetter): readonly Carried[] {
  const { earlier } = body.content as { earlier?: unknown };
  if (doubts.length > 0 || body.kind !== "note" || earlier === undefined) return [];
  return orNone(() => parseCarried(earlier));
}

/** All that the letters carry, each once. */
export function carriedBy(letters: readonly LetterOrFailure[]): Carried[] {
  const all = letters.flatMap(each => (each.ok ? carriedIn(each.letter) : []));
  return [...new Map(all.map(each => [each.signature, each])).values()];
}

/** The statement of a letter, signed by itself; nothing where it is not, or the letter is in doubt. */
async function ownOf({ body, doubts }: OpenedLetter): Promise<readonly Carried[]> {
  const { readers, signed: signature } = body.content as { readers?: unknown; signed?: unknown };
  if (doubts.length > 0 || readers === undefined || signature === undefined) return [];
  const { author, case: id, key, sent } = body;
  const on = sent.slice(0, 10);
  const [one] = orNone(() => [parseOne({ author, key, on, readers, signature })]);
  if (one === undefined) return [];
  return (await isSignedAlone(one, { case: id, author, on }, publicKey(key))) ? [one] : [];
}

/** Whether it made its generation, or let somebody in under what made it. */
async function isOfChain({ readers: statement }: Carried, { bases }: Readers): Promise<boolean> {
  const base = bases.get(statement.generation)?.digest ?? "none";
  return base === statement.prev || base === (await digestOf(statement));
}

const sizeOf = (one: Carried) => utf8(JSON.stringify(one)).length + 1;

/** Of these the newest, as many as one note takes. */
export function asManyAsFit(all: readonly Carried[]): Carried[] {
  const newestFirst = all
    .toSorted((a, b) => b.readers.generation - a.readers.generation || byText(a.signature, b.signature))
    .slice(0, MOST);
  let size = 0;
  const end = newestFirst.findIndex(each => (size += sizeOf(each)) > MOST_BYTES);
  return (end < 0 ? newestFirst : newestFirst.slice(0, end)).toReversed();
}

/**
 * What whoever makes the next key carries on: the statements of all keys until now, as far as their authors
 * signed them by themselves. `older`: those that were carried here and count.
 */
export async function toCarryOn(
  letters: readonly LetterOrFailure[],
  older: readonly Older[],
  readers: Readers,
): Promise<Carried[]> {
  const read = letters.flatMap(each => (each.ok ? [each.letter] : []));
  const own = (await Promise.all(read.map(ownOf))).flat();
  const all = [...own, ...older.map(({ carried }) => carried)];
  const chosen = await Promise.all(all.map(async each => ((await isOfChain(each, readers)) ? [each] : [])));
  // A note and the message to the reporter say the same: of two with one digest, one.
  const named = await Promise.all(
    chosen.flat().map(async each => [await digestOf(each.readers), each] as const),
  );
  return asManyAsFit([...new Map(named).values()]);
}
