/**
 * Who reads the file of a matter, as one of them signs it (docs/spec/sealing.md, 10). What follows
 * from several is for fileReaders.ts.
 */

import { isId, utf8 } from "./bytes.ts";
import { sha256hex } from "./hash.ts";
import { canonicalJson } from "./json.ts";
import {
  byText,
  demand,
  hasMembers,
  inOrder,
  isDigest,
  isGeneration,
  isReader,
  type Reader,
} from "./readers.ts";
import { FILE_READERS_MOST_CASES, FILE_READERS_UNTIL, READERS_MOST } from "./shared.ts";

/** A case of the matter, and the generation of its key whose readers are meant. */
export interface Cited {
  readonly id: string;
  readonly generation: number;
}

/** Somebody who reads once `until` has happened; `authors`, two readers, each seal the key to them. */
export interface Waiter extends Reader {
  readonly until: string;
  readonly authors: readonly string[];
}

/** Who reads a generation of a matter's file, and who waits for it. All lists are sorted by id. */
export interface FileStatement {
  readonly kind: "readers";
  readonly object: "file";
  readonly matter: string;
  readonly cases: readonly Cited[];
  readonly generation: number;
  /** SHA-256 of its file recipient, hexadecimal. */
  readonly recipient: string;
  readonly readers: readonly Reader[];
  readonly waiting: readonly Waiter[];
  readonly excluded: readonly string[];
  /** `fileDigest` of the statement that it follows, or empty. */
  readonly prev: string;
}

const MEMBERS = "cases,excluded,generation,kind,matter,object,prev,readers,recipient,waiting";

function isCited(value: unknown): value is Cited {
  return hasMembers(value, "generation,id") && isId(value["id"]) && isGeneration(value["generation"]);
}

function isPair(value: unknown, id: string): boolean {
  const two = Array.isArray(value) && value.length === 2 && value.every(isId);
  return two && inOrder(value) && !value.includes(id);
}

function isWaiter(value: unknown): value is Waiter {
  if (!hasMembers(value, "authors,id,recipient,signing,until")) return false;
  const { authors, until, ...reader } = value;
  return (
    isReader(reader) &&
    typeof until === "string" &&
    FILE_READERS_UNTIL.includes(until) &&
    isPair(authors, reader.id)
  );
}

function isList<T>(
  value: unknown,
  most: number,
  isOne: (each: unknown) => each is T,
): value is readonly (T & { readonly id: string })[] {
  const few = Array.isArray(value) && value.length <= most && value.every(isOne);
  return few && inOrder((value as { id: string }[]).map(({ id }) => id));
}

/** Reads a statement of a file's readers; only what a writer writes. Raises BadStatement. */
export function parseFileStatement(value: unknown): FileStatement {
  demand(hasMembers(value, MEMBERS), "its members are wrong");
  demand(value["kind"] === "readers" && value["object"] === "file", "it is about something else");
  const { matter, cases, generation, recipient, readers, waiting, excluded, prev } = value;
  demand(isId(matter) && isList(cases, FILE_READERS_MOST_CASES, isCited), "its cases are malformed");
  demand(cases.length > 0 && isGeneration(generation), "its generation is none");
  demand(isDigest(recipient) && (prev === "" || isDigest(prev)), "a digest is malformed");
  demand(isList(readers, READERS_MOST, isReader) && readers.length > 0, "its readers are malformed");
  demand(isList(waiting, READERS_MOST, isWaiter), "who waits is malformed");
  demandOneEach([...readers, ...waiting]);
  const out = Array.isArray(excluded) && excluded.length <= READERS_MOST && excluded.every(isId);
  demand(out && inOrder(excluded), "who is left out is malformed");
  const named = [...readers, ...waiting].map(({ id }) => id);
  demand(!excluded.some(id => named.includes(id)), "somebody both reads it and is left out");
  return {
    kind: "readers",
    object: "file",
    ...{ matter, cases, generation, recipient, readers, waiting, excluded, prev },
  };
}

function demandOneEach(named: readonly Reader[]): void {
  demand(named.length <= READERS_MOST, "it names more than 62");
  for (const member of ["id", "recipient", "signing"] as const) {
    demand(new Set(named.map(each => each[member])).size === named.length, "somebody stands twice");
  }
}

/** What a following statement names, hexadecimal. */
export function fileDigest(statement: FileStatement): Promise<string> {
  return sha256hex(utf8(`heard/readers/v2\n${canonicalJson(statement)}`));
}

/** What is stated: people of the genuine roster, and the file key that is sealed to them. */
export interface FileStated {
  readonly matter: string;
  /** By id of each case, the generation of its key. */
  readonly cases: Readonly<Record<string, number>>;
  readonly generation: number;
  /** The file recipient itself. */
  readonly recipient: string;
  /** With their age recipients themselves, as `waiting`. */
  readonly readers: readonly Reader[];
  readonly waiting?: readonly Waiter[];
  readonly excluded?: readonly string[];
  readonly prev?: string;
}

const byId = (a: { readonly id: string }, b: { readonly id: string }) => byText(a.id, b.id);

async function hashed<T extends Reader>(people: readonly T[]): Promise<T[]> {
  const made = people.map(async each => ({ ...each, recipient: await sha256hex(utf8(each.recipient)) }));
  return (await Promise.all(made)).sort(byId);
}

/** A statement as it is written. Raises BadStatement. */
export async function stateFile(stated: FileStated): Promise<FileStatement> {
  const { matter, generation, excluded = [], prev = "", waiting = [] } = stated;
  const cases = Object.entries(stated.cases).map(([id, at]) => ({ id, generation: at }));
  const readers = stated.readers.map(({ id, recipient, signing }) => ({ id, recipient, signing }));
  return parseFileStatement({
    kind: "readers",
    object: "file",
    ...{ matter, generation, prev },
    cases: cases.sort(byId),
    recipient: await sha256hex(utf8(stated.recipient)),
    readers: await hashed(readers),
    waiting: await hashed(waiting),
    excluded: [...excluded].sort(byText),
  });
}
