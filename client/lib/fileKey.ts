/**
 * The file of a case, opened (docs/spec/sealing.md, 10): a reader's copies of its key, who reads each
 * generation by what they signed, and what was written under it. The server's word on who reads counts
 * for nothing but for when somebody who waits is let in, and by what is written now at the lowest.
 */

import { open, recipientOf } from "./agefile.ts";
import { type Bytes, unbase64, utf8 } from "./bytes.ts";
import { type FileReaders, type FileSaid, followFile } from "./fileReaders.ts";
import { type FileStatement, parseFileStatement } from "./fileStatement.ts";
import { handedOf, type HandedSaid, heldOf, type KeyOf } from "./handedOn.ts";
import { Erased, erasuresIn, goneBy, isReportGone } from "./erased.ts";
import { sha256hex } from "./hash.ts";
import { eventsIn, type History } from "./history.ts";
import {
  BadLetter,
  type Draft,
  judgeBy,
  markRepeated,
  type OpenedLetter,
  type SealedLetter,
  sealLetter,
} from "./letter.ts";
import type { ContentOf, LetterKind } from "./contents.ts";
import { keyText, type Signer } from "./ed25519.ts";
import { sideBySide } from "./lanes.ts";
import type { LetterOrFailure } from "./letterAuthors.ts";
import { parseTo, type RoomSaid, sealPartyLetter } from "./partyLetter.ts";
import { sentOn } from "./partyKeys.ts";
import { BadStatement, type Readers, type Successor } from "./readers.ts";
import { openWrap } from "./wrap.ts";

/** What the server says of a generation of the key. */
export interface GivenFileKey {
  readonly generation: number;
  readonly recipient: string;
  readonly copies: readonly {
    readonly holder: string;
    readonly author: string;
    readonly recipient: string;
    readonly until: string;
    readonly released: string | null;
  }[];
  /** Base64; those that are given out to whoever looks. */
  readonly wraps: readonly string[];
}

/** What the server says of a letter to the file, or to a party and the file. */
export interface GivenFileLetter {
  readonly id: string;
  readonly kind: string;
  readonly party: string;
  readonly author: string;
  readonly seq: number;
  readonly generation: number;
  /** Bytes; none of one that was erased. */
  readonly size?: number;
}

/** What the server says of a file (docs/spec/api.md, `work`). */
export interface GivenFile {
  readonly matter: string;
  readonly floor: number;
  readonly keys: readonly GivenFileKey[];
  readonly letters: readonly GivenFileLetter[];
}

/** The case as whoever looks has opened it. */
export interface FileWorld {
  readonly case: string;
  /** Who reads it, by what was signed. */
  readonly readers: Readers;
  /** What happened, by the log; null where it is not to be believed. */
  readonly history: Pick<History, "fields"> | null;
  /** Which key of a holder followed on which; asked once every letter was opened. */
  readonly successors: () => readonly Successor[];
  /** As of `Hearing` in letterAuthors.ts; of a party, a key that they enrolled. */
  readonly keyOf: KeyOf;
  readonly fetch: (letter: string) => Promise<Bytes>;
  /** Of this case alone, and of this reader. */
  readonly opened: OpenedBefore;
}

/** What letters said when they were opened, by their ids; none ever changes. */
export type OpenedBefore = Map<string, OnceOpened>;

interface OnceOpened {
  /** What was asked of it then: whoever asks for anything else has it opened again. */
  readonly asked: string;
  readonly letter: OpenedLetter;
}

/**
 * `copy`: of some copy that is given out nothing opens. `unproven`: nobody who may made the newest key
 * that the log or the server has; `late`: so for who came after its first keys. `otherwise`: the log tells of it otherwise than it was signed.
 * `contested`: two that differ were made. `floor`: somebody who has the newest may not any more.
 */
export type FileFault = "copy" | "unproven" | "late" | "otherwise" | "contested" | "floor";

export interface OpenFile {
  readonly matter: string;
  /** The newest that is proven, or -1. */
  readonly generation: number;
  /** Of the newest that is proven; empty where none is. */
  readonly recipient: string;
  /** Its identities, by generation. */
  readonly keys: ReadonlyMap<number, string>;
  readonly readers: FileReaders;
  readonly letters: readonly LetterOrFailure[];
  /** Statements under keys that whoever looks never had, as others handed them on. */
  readonly handed: readonly HandedSaid[];
  readonly faults: readonly FileFault[];
  /** The lowest generation that may be written to. */
  readonly floor: number;
  /** Whether whoever looks reads the newest, and may write under it. */
  readonly mayWrite: boolean;
}

export interface FileOwner {
  readonly id: string;
  /** Of their keyring, also those from before their keys were changed. */
  readonly identities: readonly string[];
}

interface Copies {
  readonly keys: ReadonlyMap<number, string>;
  /** How many of those that are given out do not open. */
  readonly junk: number;
}

async function copiesOf({ matter, keys }: GivenFile, identities: readonly string[]): Promise<Copies> {
  const found = new Map<number, string>();
  let junk = 0;
  for (const { generation, recipient, wraps } of keys) {
    for (const sealed of wraps) {
      try {
        const expected = { case: matter, generation, case_recipient: recipient };
        const key = await openWrap(unbase64(sealed), identities, expected, "file");
        // The first that is listed: of two keys of one generation the log says which counts.
        if (!found.has(generation)) found.set(generation, key.identity);
      } catch {
        junk += 1; // another author's may open, and the page says that this one does not
      }
    }
  }
  return { keys: found, junk };
}

/** A key of the file, and SHA-256 of its recipient, which takes as long to work out as to open a letter. */
interface Opener {
  readonly identity: string;
  readonly recipient: string;
}

type Openers = ReadonlyMap<number, Opener>;

async function openersOf({ keys }: Copies): Promise<Openers> {
  const each = [...keys].map(async ([generation, identity]) => {
    return [generation, { identity, recipient: await sha256hex(utf8(await recipientOf(identity))) }] as const;
  });
  return new Map(await Promise.all(each));
}

/** Whether what a party's letter says of whom it is sealed to fits the key that opened it. */
function isForFile({ body }: OpenedLetter, { recipient }: Opener, generation: number): boolean {
  try {
    const to = parseTo((body.content as { to?: unknown }).to);
    return to.generation === generation && to.file === recipient;
  } catch (error) {
    if (error instanceof BadLetter) return false;
    throw error;
  }
}

async function openOne(matter: string, world: FileWorld, listed: GivenFileLetter, opener: Opener) {
  const { id, kind, author, seq, party, generation } = listed;
  const plaintext = await open(await world.fetch(id), [opener.identity]);
  const letter = await judgeBy(plaintext, { case: matter, id, kind, author, seq }, ({ sent, key }) =>
    world.keyOf(author, sent.slice(0, 10), key),
  );
  if (party === "" || isForFile(letter, opener, generation)) return letter;
  return { ...letter, doubts: [...letter.doubts, "case" as const] };
}

/** All by which a letter is judged: what the server says of it, the key that opens it, its author's. */
async function askedOf(
  matter: string,
  { keyOf }: FileWorld,
  { id, kind, author, seq, party, generation }: GivenFileLetter,
  { recipient }: Opener,
  { body }: OpenedLetter,
): Promise<string> {
  const known = await keyOf(author, body.sent.slice(0, 10), body.key);
  return [matter, id, kind, author, seq, party, generation, recipient, known && keyText(known)].join();
}

async function readOne(matter: string, world: FileWorld, listed: GivenFileLetter, opener: Opener) {
  const before = world.opened.get(listed.id);
  if (before && before.asked === (await askedOf(matter, world, listed, opener, before.letter)))
    return before.letter;
  const letter = await openOne(matter, world, listed, opener);
  world.opened.set(listed.id, { asked: await askedOf(matter, world, listed, opener, letter), letter });
  return letter;
}

const failed = (id: string, error: unknown): LetterOrFailure => {
  return { ok: false, id, error: error instanceof Error ? error : new Error(String(error)) };
};

async function readAll(given: GivenFile, world: FileWorld, openers: Openers): Promise<LetterOrFailure[]> {
  const erasures = erasuresIn(world.history);
  const read = await sideBySide(given.letters, async (listed): Promise<LetterOrFailure> => {
    const { id, kind, generation, size = -1 } = listed;
    const gone = goneBy({ kind, size }, erasures);
    if (gone) return failed(id, new Erased(gone));
    const opener = openers.get(generation);
    try {
      if (opener === undefined) throw new BadLetter("no key of this file opens it");
      return { ok: true, id, letter: await readOne(given.matter, world, listed, opener) };
    } catch (error) {
      return failed(id, error);
    }
  });
  return marked(read, given.letters);
}

/** Numbers count by author and party, so that nobody learns from a gap what is written elsewhere. */
function marked(read: readonly LetterOrFailure[], listed: readonly GivenFileLetter[]): LetterOrFailure[] {
  const byParty = new Map<string, number[]>();
  for (const [at, { party }] of listed.entries()) byParty.set(party, [...(byParty.get(party) ?? []), at]);
  const out = [...read];
  for (const places of byParty.values()) {
    const opened = places.flatMap(at => {
      const entry = read[at];
      return entry?.ok ? [{ ...entry.letter, at }] : [];
    });
    for (const { at, ...letter } of markRepeated(opened)) {
      out[at] = { ok: true, id: listed[at]?.id ?? "", letter };
    }
  }
  return out;
}

function statementOf({ body }: OpenedLetter): FileStatement | null {
  if (body.kind !== "note" || !("readers" in body.content)) return null;
  try {
    return parseFileStatement(body.content);
  } catch (error) {
    if (error instanceof BadStatement) return null;
    throw error;
  }
}

function saidIn(given: GivenFile, read: readonly LetterOrFailure[], openers: Openers): FileSaid[] {
  return read.flatMap((entry, at): FileSaid[] => {
    const { generation = -1, party = "" } = given.letters[at] ?? {};
    const opener = openers.get(generation);
    if (!entry.ok || entry.letter.doubts.length > 0 || party !== "" || opener === undefined) return [];
    const { author, key } = entry.letter.body;
    const { recipient } = opener;
    return [{ author, key, generation, recipient, statement: statementOf(entry.letter) }];
  });
}

/** What is over of all that copies wait for, as the server gave them out. */
export function happenedIn({ keys }: GivenFile): string[] {
  const over = keys.flatMap(({ copies }) => copies.filter(({ released }) => released !== null));
  return [...new Set(over.map(({ until }) => until))].filter(until => until !== "");
}

/** The reporter and parties speak by their own keys; a holder only if they read the generation. */
function doubted(entry: LetterOrFailure, listed: GivenFileLetter | undefined, readers: FileReaders) {
  if (!listed || !entry.ok || entry.letter.doubts.length > 0) return entry;
  const { author, key } = entry.letter.body;
  const own = author === "reporter" || (listed.party !== "" && author === listed.party);
  if (own || readers.speaks(author, key, listed.generation)) return entry;
  return { ...entry, letter: { ...entry.letter, doubts: ["reader" as const] } };
}

/** What the log named first for each generation: of two who made it, that one did. */
function firstLogged(history: FileWorld["history"]): Map<number, string> {
  const made = eventsIn(history, "file_key_made").toReversed();
  return new Map(made.map(own => [Number(own.get("generation")), own.get("statement") ?? ""]));
}

/** Digests of statements by which somebody was let in, as the log has them. */
function letInBy(history: FileWorld["history"]): string[] {
  const given = eventsIn(history, "file_key_given").map(fields => fields.get("statement") ?? "");
  return given.filter(digest => digest !== "");
}

interface Logged {
  readonly newest: number;
  readonly otherwise: boolean;
}

/** The newest that the log tells of, and whether it tells of one otherwise than it was signed. */
function loggedOf(history: FileWorld["history"], { bases }: FileReaders): Logged {
  const made = eventsIn(history, "file_key_made");
  const otherwise = made.some(fields => {
    const base = bases.get(Number(fields.get("generation")));
    if (!base) return false; // whoever looks need not have had that key
    const { statement, digest } = base;
    const signed = [digest, statement.recipient, ids(statement.readers), ids(statement.waiting)];
    const logged = ["statement", "file_recipient", "recipients", "waiting"].map(name => fields.get(name));
    return JSON.stringify(signed) !== JSON.stringify(logged);
  });
  return { newest: Math.max(-1, ...made.map(fields => Number(fields.get("generation")))), otherwise };
}

const ids = (people: readonly { readonly id: string }[]): string => people.map(({ id }) => id).join();

function faultsOf(
  given: GivenFile,
  { junk, keys }: Copies,
  readers: FileReaders,
  logged: Logged,
  floor: number,
): FileFault[] {
  const newest = Math.max(logged.newest, ...given.keys.map(({ generation }) => generation));
  const isLate = keys.has(newest) && given.keys.some(({ generation }) => !keys.has(generation));
  const found: readonly (readonly [FileFault, boolean])[] = [
    ["copy", junk > 0],
    [isLate ? "late" : "unproven", readers.newest < newest],
    ["otherwise", logged.otherwise],
    ["contested", readers.contested >= readers.newest && readers.contested >= 0],
    ["floor", readers.newest >= 0 && readers.newest < floor],
  ];
  return found.flatMap(([fault, is]) => (is ? [fault] : []));
}

/** Opens a file as far as whoever looks can. Raises what `fetch` raises. */
export async function openFile(given: GivenFile, world: FileWorld, me: FileOwner): Promise<OpenFile> {
  const copies = await copiesOf(given, me.identities);
  const openers = await openersOf(copies);
  const read = await readAll(given, world, openers);
  const handed = await heldOf(handedOf(given, read), given.matter, world.keyOf);
  // Of a key that one has, what opens by it says who reads: so what is sealed goes to nobody else's.
  const late = handed.filter(({ said }) => !openers.has(said.generation));
  const cases = new Map([[world.case, world.readers]]);
  const readers = await followFile({
    ...{ matter: given.matter, cases, successors: world.successors(), happened: happenedIn(given) },
    said: [...saidIn(given, read, openers), ...late.map(({ said }) => said)],
    ...{ logged: firstLogged(world.history), letIn: letInBy(world.history) },
  });
  const floor = Math.max(given.floor, readers.floor(cases));
  // Who reads the file follows from who reads the case, which nobody can say once the report is erased.
  const isKnown = !isReportGone(erasuresIn(world.history));
  const found = faultsOf(given, copies, readers, loggedOf(world.history, readers), floor);
  const faults = found.filter(fault => isKnown || fault === "copy");
  const generation = readers.newest;
  const identity = copies.keys.get(generation);
  const reads = identity !== undefined && readers.members.get(generation)?.has(me.id) === true;
  return {
    ...{ matter: given.matter, generation, keys: copies.keys, readers, handed: late, faults, floor },
    recipient: identity === undefined ? "" : await recipientOf(identity),
    letters: isKnown ? read.map((each, at) => doubted(each, given.letters[at], readers)) : read,
    mayWrite: reads && world.history !== null && faults.every(fault => fault === "copy"),
  };
}

/** A letter of a file, but for the matter's id. */
export type FileDraft<K extends LetterKind> = Omit<Draft<K>, "case" | "content"> & {
  readonly content: object;
};

/** As the API takes it; `generation`: of the file key. */
export interface SealedFor<T extends "file" | "party"> extends SealedLetter {
  readonly to: T;
  readonly generation: number;
}

/** Seals to the newest file key; only where `mayWrite`. Raises BadLetter. */
export async function sealToFile<K extends LetterKind>(
  { matter, recipient, generation }: Pick<OpenFile, "matter" | "recipient" | "generation">,
  draft: FileDraft<K>,
  signer: Signer,
): Promise<SealedFor<"file">> {
  const whole: Draft<K> = { ...draft, case: matter, content: draft.content as ContentOf[K] };
  return { to: "file", ...(await sealLetter(whole, signer, [recipient])), generation };
}

/**
 * Seals to a party's own recipient and the newest file key. `party`: their recipient. A party learns the day alone, and nothing of
 * what happened in the case: so it says no `seen`. Raises BadLetter, AgeError.
 */
export async function sealToParty<K extends LetterKind>(
  { matter, recipient, generation }: Pick<OpenFile, "matter" | "recipient" | "generation">,
  { kind, seq, author, content, now, id }: FileDraft<K>,
  signer: Signer,
  { party, room }: { readonly party: string; readonly room: RoomSaid },
): Promise<SealedFor<"party">> {
  const own = { kind, seq, author, ...(id === undefined ? {} : { id }) };
  const whole: Draft<K> = { ...own, case: matter, content: content as ContentOf[K], now: sentOn(now) };
  const sealed = await sealPartyLetter(whole, signer, { party, file: recipient, generation }, room);
  return { to: "party", ...sealed, generation };
}
