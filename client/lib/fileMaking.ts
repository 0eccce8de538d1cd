/**
 * Making a file's key, the next generation of it, and copies for those who are owed one
 * (docs/spec/sealing.md, 10). Made in the browser of somebody who reads; the server hands it on.
 *
 * Whom it is sealed to is what the case's own readers signed, with the keys of the genuine roster. The
 * server says only who of them is meant to have it, and what for they wait.
 */

import { generateIdentity, recipientOf } from "./agefile.ts";
import { base64, newId, utf8 } from "./bytes.ts";
import type { Signer } from "./ed25519.ts";
import { type GivenFile, type OpenFile, sealToFile } from "./fileKey.ts";
import { fileDigest, type FileStatement, stateFile, type Waiter } from "./fileStatement.ts";
import { sha256hex } from "./hash.ts";
import { sealLetter } from "./letter.ts";
import { UNTIL } from "./matters.ts";
import type { Readers } from "./readers.ts";
import { sealWrap } from "./wrap.ts";
import type { FileCopy, MoreCopies, NewFileKey } from "./wire.ts";

/** Somebody to seal to: of the genuine roster, with the keys of today. */
export interface Person {
  readonly id: string;
  readonly recipient: string;
  readonly signing: string;
}

/** Who is meant to have the file; `until`: what they wait for, empty where they read at once. */
export interface Meant {
  readonly id: string;
  readonly until: string;
}

/** Whoever makes it, and the case as they have opened it. */
export interface Making {
  readonly case: string;
  /** The newest generation of the case key, and what it is sealed to. */
  readonly generation: number;
  readonly recipient: string;
  readonly readers: Readers;
  /** Everybody of the genuine roster. */
  readonly roster: readonly Person[];
  readonly meant: readonly Meant[];
  readonly me: { readonly id: string; readonly signer: Signer };
  /** The number of their next letter to the file, and of their next under the case key. */
  readonly seq: { readonly file: number; readonly told: number };
  readonly seen: string;
  readonly now: Date;
}

/** Nobody can be sealed to, or not by whoever looks: no statement names them in the case. */
export class NotMeant extends Error {
  override name = "NotMeant";
}

type Seat = Person & Meant;

/** Those of them whom the case's readers named, with keys that follow on those that were named. */
async function seatsOf({ meant, roster, readers, generation }: Making): Promise<Seat[]> {
  const members = readers.members.get(generation);
  const seats: Seat[] = [];
  for (const { id, until } of meant) {
    const [there, person] = [members?.get(id), roster.find(each => each.id === id)];
    if (!there || !person || !readers.speaks(id, person.signing, generation)) continue;
    const same = there.recipient === (await sha256hex(utf8(person.recipient)));
    if (there.signing !== person.signing || same) seats.push({ ...person, until });
  }
  return seats;
}

/** What parts of a team mean, by what was moved: the server's word alone lets nobody read too soon. */
export function meantBy(
  mayHold: readonly { readonly id: string; readonly until: string | null }[],
  seats: readonly { readonly holder?: string; readonly code?: string }[],
): Meant[] {
  return mayHold.flatMap(({ id, until }) => {
    const part = seats.find(({ holder }) => holder === id)?.code ?? "";
    return until === null ? [] : [{ id, until: UNTIL[part] || until }];
  });
}

/** Of them whom the newest statement of each case names that this one is worked together with. */
export function inEach(meant: readonly Meant[], linked: readonly Readers[]): readonly Meant[] {
  const named = linked.map(({ members, newest }) => members.get(newest));
  return meant.filter(({ id }) => named.every(each => each?.has(id) === true));
}

/** Two who read, the maker among them: each seals the key to those who wait. */
function pairOf(seats: readonly Seat[], me: string): readonly string[] {
  const other = seats.filter(({ id, until }) => until === "" && id !== me).map(({ id }) => id);
  return [me, ...other.sort().slice(0, 1)].sort();
}

function split(seats: readonly Seat[], authors: readonly string[]) {
  const plain = ({ id, recipient, signing }: Seat) => ({ id, recipient, signing });
  const waiting = seats.filter(({ until }) => until !== "");
  return {
    readers: seats.filter(({ until }) => until === "").map(plain),
    waiting: waiting.map((each): Waiter => ({ ...plain(each), until: each.until, authors })),
  };
}

async function copyFor(seat: Seat, matter: string, generation: number, identity: string): Promise<FileCopy> {
  const sealed = await sealWrap({ case: matter, generation, identity }, seat.recipient, "file");
  return {
    holder: seat.id,
    until: seat.until,
    recipient: await sha256hex(utf8(seat.recipient)),
    sealed: base64(sealed),
  };
}

const copiesFor = (seats: readonly Seat[], matter: string, generation: number, identity: string) =>
  Promise.all(seats.map(seat => copyFor(seat, matter, generation, identity)));

async function stated(making: Making, statement: FileStatement, recipient: string) {
  const { me, seq, now, seen } = making;
  const draft = { kind: "note" as const, seq: seq.file, author: me.id, content: statement, now, seen };
  const file = { matter: statement.matter, recipient, generation: statement.generation };
  return sealToFile(file, draft, me.signer);
}

/** What tells the reporter's browser to what she seals her own letters to the file. */
async function told(making: Making, matter: string, generation: number, recipient: string) {
  const { me, seq, now, seen } = making;
  const content = { matter, generation, recipient };
  const draft = { case: making.case, kind: "file-key" as const, seq: seq.told, author: me.id, content };
  const sealed = await sealLetter({ ...draft, now, seen }, me.signer, [making.recipient]);
  return { to: "case" as const, ...sealed, generation: making.generation };
}

interface Next {
  readonly matter: string;
  readonly generation: number;
  readonly prev: string;
  /** Who had the one before. */
  readonly had: readonly string[];
}

async function make(making: Making, { matter, generation, prev, had }: Next): Promise<NewFileKey> {
  const all = await seatsOf(making);
  if (!all.some(({ id, until }) => id === making.me.id && until === "")) {
    throw new NotMeant("Whoever makes a file key reads the case and its file.");
  }
  const authors = pairOf(all, making.me.id);
  // One alone can have nobody wait: the second copy would be nobody's to make.
  const seats = authors.length === 2 ? all : all.filter(({ until }) => until === "");
  const identity = generateIdentity();
  const recipient = await recipientOf(identity);
  const members = making.readers.members.get(making.generation);
  const statement = await stateFile({
    ...{ matter, generation, recipient, prev },
    cases: { [making.case]: making.generation },
    ...split(seats, authors),
    // Who is not of the case any more; somebody who is only not meant may come back.
    excluded: had.filter(id => members?.has(id) !== true),
  });
  return {
    id: newId(),
    ...{ matter, generation, recipient, case_generation: making.generation },
    digest: await fileDigest(statement),
    statement: await stated(making, statement, recipient),
    told: await told(making, matter, generation, recipient),
    copies: await copiesFor(seats, matter, generation, identity),
  };
}

/** The body of `POST file-keys` for a file's first key. Send the same again if the answer is lost. */
export function makeFile(making: Making): Promise<NewFileKey> {
  return make(making, { matter: newId(), generation: 0, prev: "", had: [] });
}

/**
 * The same for the generation after those that there are: whoever has the newest makes it, or, where its
 * copies do not open with theirs, goes on from the newest that does. Raises NotMeant, BadStatement.
 */
export function nextFile(making: Making, given: GivenFile, open: OpenFile): Promise<NewFileKey> {
  const { readers } = open;
  const newest = given.keys.at(-1);
  const named = [...(readers.members.get(readers.newest)?.keys() ?? [])];
  const waiting = [...(readers.waiting.get(readers.newest)?.keys() ?? [])];
  return make(making, {
    matter: given.matter,
    generation: (newest?.generation ?? -1) + 1,
    prev: readers.last,
    had: [...named, ...waiting],
  });
}

/** What the server says somebody lacks. */
export interface GivenDebt {
  readonly holder: string;
  readonly until: string;
  readonly authors: readonly string[];
}

/** Whom whoever looks can seal a copy to: those who have none of theirs. */
export function payableBy(debts: readonly GivenDebt[], me: string): Meant[] {
  const theirs = debts.filter(({ authors, holder }) => !authors.includes(me) && holder !== me);
  return theirs.map(({ holder, until }) => ({ id: holder, until }));
}

/**
 * The bodies of `POST file-keys/copies` for `making.meant`: one for those whom the file names already, and
 * one with a statement for those whom it lets in. Raises BadStatement.
 */
export async function payCopies(making: Making, open: OpenFile): Promise<MoreCopies[]> {
  const { matter, generation, keys, readers } = open;
  const identity = keys.get(generation);
  if (!open.mayWrite || identity === undefined) return [];
  const [members, waiting] = [readers.members.get(generation), readers.waiting.get(generation)];
  const seats = await seatsOf(making);
  const isNamed = ({ id }: Seat) => members?.has(id) === true || waiting?.has(id) === true;
  const sealed = (to: readonly Seat[]) => copiesFor(to, matter, generation, identity);
  const known = seats.filter(isNamed);
  const bodies = known.length > 0 ? [{ id: newId(), generation, copies: await sealed(known) }] : [];
  const fresh = seats.filter(each => !isNamed(each));
  const other = [...(members?.keys() ?? [])].filter(id => id !== making.me.id).sort()[0];
  // Who waits has two copies, by two who read: with one alone nobody is made to wait.
  const added = fresh.filter(({ until }) => until === "" || other !== undefined);
  if (added.length === 0) return bodies;
  const statement = await lettingIn(making, open, split(added, [making.me.id, other ?? ""].sort()));
  return [...bodies, { id: newId(), generation, copies: await sealed(added), ...statement }];
}

/** The statement that lets these in: it names its author among the readers, and nobody else again. */
async function lettingIn(
  making: Making,
  { matter, generation, recipient, readers }: OpenFile,
  fresh: ReturnType<typeof split>,
) {
  const me = making.roster.filter(({ id }) => id === making.me.id);
  const statement = await stateFile({
    ...{ matter, generation, recipient, prev: readers.last },
    cases: { [making.case]: making.generation },
    readers: [...me, ...fresh.readers],
    waiting: fresh.waiting,
  });
  return {
    digest: await fileDigest(statement),
    statement: await stated(making, statement, recipient),
  };
}
