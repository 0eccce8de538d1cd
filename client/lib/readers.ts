/**
 * Who can read and speak in a case (docs/spec/sealing.md, section 9). Pure: no keys are used here.
 *
 * The rules, all of them:
 *
 * 1. Authority is signatures of members. Whoever calls has verified each signature and says which
 *    key made it and which case key opened the letter; the server's word is no part of it.
 * 2. Her own statement makes the readers of its generation. It binds the case key it is sealed to.
 * 3. Without one, a generation above 0 is made by one statement of somebody who could read the
 *    newest generation that has one, and which names that one (`prev`). Two that differ make none,
 *    and none comes after them until she makes one: or whoever is left out by one would write the
 *    other.
 * 4. Within a generation any reader may let in others, by a statement that names the one that made
 *    the generation. It leaves nobody out, and gives nobody another key.
 * 5. Who was left out comes back by no statement but her own.
 * 6. A letter is its author's if she signed it, or somebody who could read its generation, with the
 *    key that stands in the statement. Whoever reads no such generation speaks in none.
 * 7. Where a reader's key named another in its place (`Successor`), that one speaks wherever the
 *    first does, and never the reverse. Two that one key named replace nothing.
 *
 * What the order of letters is, or how often one comes, changes nothing. A statement that is
 * withheld takes readers away and gives none. That a whole newest generation is withheld only a log
 * can show.
 */

import { isId, utf8 } from "./bytes.ts";
import { publicKey } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { canonicalJson } from "./json.ts";
import { READERS_MOST, READERS_MOST_GENERATIONS } from "./shared.ts";

/** Somebody the case key is sealed to. */
export interface Reader {
  readonly id: string;
  /** SHA-256 of their age recipient, hexadecimal. */
  readonly recipient: string;
  /** Ed25519 public key, base64. */
  readonly signing: string;
}

/** Who reads a generation. */
export interface Statement {
  readonly generation: number;
  /** SHA-256 of its case recipient, hexadecimal. */
  readonly recipient: string;
  /** Sorted by id, as `excluded`. */
  readonly readers: readonly Reader[];
  readonly excluded: readonly string[];
  /** `digestOf` the statement that it follows, or empty. */
  readonly prev: string;
}

/** A statement that no client writes. */
export class BadStatement extends Error {
  override name = "BadStatement";
}

const DIGEST = /^[0-9a-f]{64}$/;

export function demand(condition: boolean, why: string): asserts condition {
  if (!condition) throw new BadStatement(`The list of who can read this does not hold: ${why}.`);
}

export function hasMembers(value: unknown, members: string): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.keys(value).sort().join() === members;
}

export const isDigest = (value: unknown): value is string => typeof value === "string" && DIGEST.test(value);

export function inOrder(ids: readonly string[]): boolean {
  return ids.every((id, at) => at === 0 || (ids[at - 1] as string) < id);
}

function isKey(value: unknown): boolean {
  try {
    return typeof value === "string" && publicKey(value).length === 32;
  } catch {
    return false;
  }
}

/** Whether it numbers a key: of a case and of a file there are at most 64. */
export function isGeneration(value: unknown): value is number {
  return (
    Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < READERS_MOST_GENERATIONS
  );
}

export function isReader(value: unknown): value is Reader {
  return (
    hasMembers(value, "id,recipient,signing") &&
    isId(value["id"]) &&
    isDigest(value["recipient"]) &&
    isKey(value["signing"])
  );
}

/** Reads `readers` of a letter's content; only what a writer writes. Raises BadStatement. */
export function parseStatement(value: unknown): Statement {
  demand(hasMembers(value, "excluded,generation,prev,readers,recipient"), "its members are wrong");
  const { excluded, generation, prev, readers, recipient } = value;
  demand(isGeneration(generation), "its generation is none");
  demand(isDigest(recipient) && (prev === "" || isDigest(prev)), "a digest is malformed");
  const some = Array.isArray(readers) && readers.length > 0 && readers.length <= READERS_MOST;
  demand(some && readers.every(isReader), "its readers are malformed");
  for (const member of ["recipient", "signing"] as const) {
    demand(new Set(readers.map(each => each[member])).size === readers.length, "two people have one key");
  }
  const ids = readers.map(({ id }) => id);
  demand(inOrder(ids), "its readers are not in order");
  const out = Array.isArray(excluded) && excluded.length <= READERS_MOST && excluded.every(isId);
  demand(out && inOrder(excluded), "who is left out is malformed");
  demand(!excluded.some(id => ids.includes(id)), "somebody both reads it and is left out");
  return { generation, recipient, readers, excluded, prev };
}

/** What a following statement names, hexadecimal. */
export function digestOf(statement: Statement): Promise<string> {
  return sha256hex(utf8(`heard/readers/v1\n${canonicalJson(statement)}`));
}

/** What is stated: people of the genuine roster, and the case key that is sealed to them. */
export interface Stated {
  readonly generation: number;
  /** The case recipient itself. */
  readonly recipient: string;
  readonly holders: readonly { readonly id: string; readonly recipient: string; readonly signing: string }[];
  readonly excluded?: readonly string[];
  readonly prev?: string;
}

export const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** A statement as it is written. Raises BadStatement. */
export async function state({ generation, recipient, holders, excluded, prev }: Stated): Promise<Statement> {
  const readers = await Promise.all(
    holders.map(async ({ id, signing, ...each }) => {
      return { id, recipient: await sha256hex(utf8(each.recipient)), signing };
    }),
  );
  return parseStatement({
    generation,
    recipient: await sha256hex(utf8(recipient)),
    readers: readers.sort((a, b) => byText(a.id, b.id)),
    excluded: [...(excluded ?? [])].sort(byText),
    prev: prev ?? "",
  });
}

/** A letter whose signature `key` (base64) made, and the case key that opened it. */
export interface Said {
  readonly author: string;
  readonly key: string;
  readonly generation: number;
  /** SHA-256 of the recipient of the key that opened it, hexadecimal. */
  readonly recipient: string;
  readonly statement: Statement | null;
}

/** A key that a holder put in the place of another; `by` signed that. All are base64. */
export interface Successor {
  readonly holder: string;
  readonly before: string;
  readonly after: string;
  readonly by: string;
}

export type Members = ReadonlyMap<string, Reader>;
/** What a key named, by holder and key. */
export type Heirs = ReadonlyMap<string, string>;

const heirName = (holder: string, key: string): string => `${holder} ${key}`;

/** Whom each key named itself; nobody where it named two. */
export function heirsOf(given: readonly Successor[]): Heirs {
  const named = new Map<string, Set<string>>();
  for (const { holder, before, after, by } of given) {
    if (by !== before) continue;
    const name = heirName(holder, before);
    named.set(name, (named.get(name) ?? new Set()).add(after));
  }
  const single = [...named].filter(([, after]) => after.size === 1);
  return new Map(single.map(([name, after]) => [name, [...after][0] as string]));
}

/** Whether a key is the reader's own, or one that it put in its place, however often. */
export function isHeir(heirs: Heirs, reader: Reader | undefined, key: string): boolean {
  const seen = new Set<string>();
  if (!reader) return false;
  let at: string | undefined = reader.signing;
  while (at !== undefined && !seen.has(at)) {
    if (at === key) return true;
    seen.add(at);
    at = heirs.get(heirName(reader.id, at));
  }
  return false;
}

/** What `follow` found. */
export class Readers {
  /** By generation, the statement that made it, with its digest. */
  readonly bases: ReadonlyMap<number, Base>;
  readonly members: ReadonlyMap<number, Members>;
  readonly #reporter: string;
  readonly #heirs: Heirs;

  constructor(
    reporter: string,
    bases: ReadonlyMap<number, Base>,
    members: ReadonlyMap<number, Members>,
    heirs: Heirs = new Map(),
  ) {
    this.#reporter = reporter;
    this.#heirs = heirs;
    this.bases = bases;
    this.members = members;
  }

  /** Whether somebody entitled to it made this generation with this case key (SHA-256). */
  isProven(generation: number, recipient: string): boolean {
    return this.bases.get(generation)?.statement.recipient === recipient;
  }

  /** Whether a letter of a generation, signed by `key` (base64), is this author's. */
  speaks(author: string, key: string, generation: number): boolean {
    if (author === "reporter") return key === this.#reporter;
    return isHeir(this.#heirs, this.members.get(generation)?.get(author), key);
  }

  /** The newest generation that has a statement, or -1. */
  get newest(): number {
    return Math.max(-1, ...this.bases.keys());
  }

  /** The newest that she made herself, or -1. */
  get newestOfReporter(): number {
    return Math.max(-1, ...[...this.bases].flatMap(([at, { byReporter }]) => (byReporter ? [at] : [])));
  }

  /** Digest of its statement, or empty: the next one's `prev`. */
  get last(): string {
    return this.bases.get(this.newest)?.digest ?? "";
  }
}

interface Base {
  readonly statement: Statement;
  readonly digest: string;
  /** Whether she made it, and no holder. */
  readonly byReporter?: boolean;
}

interface Heard extends Said, Base {
  readonly statement: Statement;
}

const ownWord = (reporter: string) => (each: Heard) => each.author === "reporter" && each.key === reporter;

function distinct(letters: readonly Heard[]): Base[] {
  return [...new Map(letters.map(({ digest, statement }) => [digest, { digest, statement }])).values()];
}

/** What those who could read the newest generation that has a statement made of the next. */
function theirs(known: Readers, letters: readonly Heard[], gone: ReadonlySet<string>): Base[] {
  if (known.newest < 0) return [];
  return distinct(
    letters.filter(
      ({ author, key, statement: { prev, readers } }) =>
        author !== "reporter" &&
        known.speaks(author, key, known.newest) &&
        prev === known.last &&
        !readers.some(({ id }) => gone.has(id)),
    ),
  );
}

/** Readers of a generation with those whom readers let in, whatever the order. */
function joined(base: Base, letters: readonly Heard[], gone: ReadonlySet<string>, heirs: Heirs): Members {
  const members = new Map(base.statement.readers.map(each => [each.id, each]));
  // In one order, whatever it came in: two who let somebody in under two keys give one of them.
  const inOne = letters.toSorted((a, b) => byText(a.digest, b.digest));
  const waiting = inOne.filter(
    ({ statement: { prev, excluded, readers } }) =>
      prev === base.digest && excluded.length === 0 && !readers.some(({ id }) => gone.has(id)),
  );
  for (let before = -1; before < members.size;) {
    before = members.size;
    for (const { author, key, statement } of waiting) {
      if (!isHeir(heirs, members.get(author), key)) continue;
      for (const each of statement.readers) if (!members.has(each.id)) members.set(each.id, each);
    }
  }
  return members;
}

/** A statement is about the key that opened it: nobody can seal it anew under another. */
function fits({ statement, generation, recipient }: Said): boolean {
  return statement?.generation === generation && statement.recipient === recipient;
}

async function byGeneration(statements: readonly Said[]): Promise<Map<number, Heard[]>> {
  const known = new Map<number, Heard[]>();
  for (const each of statements) {
    const { statement } = each;
    if (!statement || !fits(each)) continue;
    const heard = { ...each, statement, digest: await digestOf(statement) };
    known.set(each.generation, [...(known.get(each.generation) ?? []), heard]);
  }
  return known;
}

/**
 * Who could read each generation, by the rules above; none of a report from before statements, until
 * she makes one. `reporter`: her key, base64.
 */
export async function follow(
  reporter: string,
  statements: readonly Said[],
  successors: readonly Successor[] = [],
): Promise<Readers> {
  const heirs = heirsOf(successors);
  const known = await byGeneration(statements);
  const bases = new Map<number, Base>();
  const members = new Map<number, Members>();
  const result = new Readers(reporter, bases, members, heirs);
  let gone = new Set<string>();
  let contested = false;
  for (const [generation, heard] of [...known].sort(([a], [b]) => a - b)) {
    const own = distinct(heard.filter(ownWord(reporter)));
    const others: Base[] = contested ? [] : theirs(result, heard, gone);
    const counted: Base[] = own.length > 0 ? own : others;
    contested = counted.length > 1 || (contested && own.length === 0);
    const [base] = counted;
    if (!base || counted.length !== 1) continue;
    const { readers, excluded } = base.statement;
    const back = new Set(readers.map(({ id }) => id));
    gone = new Set([...[...gone].filter(id => !back.has(id)), ...excluded]);
    bases.set(generation, { ...base, byReporter: own.length > 0 });
    members.set(generation, joined(base, heard, gone, heirs));
  }
  return result;
}
