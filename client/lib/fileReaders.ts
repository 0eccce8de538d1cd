/**
 * Who reads the file of a matter (docs/spec/sealing.md, 10). Pure: no keys are used here.
 *
 * The rules, all of them, beside 1, 6 and 7 of readers.ts, which hold here too:
 *
 * 1. Generation 0 is made by one statement of somebody who reads every case of the matter; each
 *    later one by a statement of somebody who reads the newest that has one, and which names that
 *    one (`prev`). Its author stands in it as a reader.
 * 2. A statement cites each case of the matter with a generation of its key. Nobody reads the file
 *    or waits for it who was not stated, with the same key, in all of these: who one reporter struck
 *    out does not read by way of the other's case. A later one cites no case less and none older.
 * 3. Two that differ make none, and none comes after them until one that cites, beside nothing older
 *    than any of them, a newer generation of some case than each of them: somebody who was left
 *    out of that case cannot write it. So a reporter's word ends it.
 * 4. Who waits is released by what happened (`until`), and by nothing else: no statement makes a
 *    reader of somebody who waits, nor has a reader wait.
 * 5. Within a generation any reader may let in others, by a statement that names the one that made
 *    it. It leaves nobody out, and gives nobody another key.
 * 6. Who was left out of the file never comes back to it.
 * 7. Of those that differ, the one that the log named first for its generation counts alone, where the
 *    log names one. Whoever once read a generation could write another next one at any time; which was
 *    first the log says, and nobody writes that anew.
 * 8. Who came late to the file, and has not the key of an earlier generation, takes its statements as they
 *    were signed from whoever hands them on (`handed`). One counts only where the log has its digest. That
 *    those whom it names stand in the cited generation of a case is held against what is known of the case:
 *    of a generation from before one came to it, that is nothing. Nothing is sealed by a statement that was
 *    handed on; the newest key stands by one that it opened itself.
 */

import { type Cited, fileDigest, type FileStatement, type Waiter } from "./fileStatement.ts";
import {
  byText,
  type Heirs,
  heirsOf,
  isHeir,
  type Members,
  type Reader,
  type Readers,
  type Successor,
} from "./readers.ts";

/** A letter whose signature `key` (base64) made, and the file key that opened it. */
export interface FileSaid {
  readonly author: string;
  readonly key: string;
  readonly generation: number;
  /** SHA-256 of the recipient of the key that opened it, hexadecimal. */
  readonly recipient: string;
  readonly statement: FileStatement | null;
  /** Somebody handed it on to whom has not that key; then key and generation are those of the statement. */
  readonly handed?: boolean;
}

interface Base {
  readonly statement: FileStatement;
  readonly digest: string;
}

interface Heard extends FileSaid, Base {
  readonly statement: FileStatement;
}

type Waiting = ReadonlyMap<string, Waiter>;
/** What was found of each case, by its id. */
export type Cases = ReadonlyMap<string, Readers>;

/** What `followFile` found. */
export class FileReaders {
  /** By generation, the statement that made it, with its digest. */
  readonly bases: ReadonlyMap<number, Base>;
  readonly members: ReadonlyMap<number, Members>;
  readonly waiting: ReadonlyMap<number, Waiting>;
  /** The newest generation that two differ about, with none after it; or -1. */
  readonly contested: number;
  readonly #heirs: Heirs;

  constructor(
    bases: ReadonlyMap<number, Base>,
    members: ReadonlyMap<number, Members>,
    waiting: ReadonlyMap<number, Waiting>,
    heirs: Heirs,
    contested = -1,
  ) {
    this.contested = contested;
    this.bases = bases;
    this.members = members;
    this.waiting = waiting;
    this.#heirs = heirs;
  }

  /** Whether somebody entitled to it made this generation with this file key (SHA-256). */
  isProven(generation: number, recipient: string): boolean {
    return this.bases.get(generation)?.statement.recipient === recipient;
  }

  /** Whether a letter of a generation, signed by `key` (base64), is this author's. */
  speaks(author: string, key: string, generation: number): boolean {
    return isHeir(this.#heirs, this.members.get(generation)?.get(author), key);
  }

  /** The newest generation that has a statement, or -1. */
  get newest(): number {
    return Math.max(-1, ...this.bases.keys());
  }

  /** Digest of its statement, or empty: the next one's `prev`. */
  get last(): string {
    return this.bases.get(this.newest)?.digest ?? "";
  }

  /**
   * The lowest generation that may be written to. It is one that nobody has made yet where somebody
   * who reads or waits no longer stands in the newest generation of each case of the matter, and
   * where two differ: who one of them leaves out must not read on by the other.
   */
  floor(cases: Cases): number {
    const cited = new Set(this.bases.get(this.newest)?.statement.cases.map(({ id }) => id));
    const same = cited.size === cases.size && [...cited].every(id => cases.has(id));
    const here = [this.members, this.waiting].flatMap(each => [...(each.get(this.newest)?.keys() ?? [])]);
    const fits = [...cases.values()].every(({ members, newest }) =>
      here.every(id => members.get(newest)?.has(id)),
    );
    return Math.max(same && fits ? this.newest : this.newest + 1, this.contested + 1);
  }
}

/** Whether it cites no case less than that one, and none older. */
function cites({ cases }: FileStatement, before: FileStatement): boolean {
  const at = (id: string) => cases.find(each => each.id === id)?.generation ?? -1;
  return before.cases.every(({ id, generation }) => at(id) >= generation);
}

const isNewer = (statement: FileStatement, rival: FileStatement): boolean =>
  cites(statement, rival) && !cites(rival, statement);

const named = ({ readers, waiting }: FileStatement): readonly Reader[] => [...readers, ...waiting];

/** What a file's statements are held against. */
class World {
  readonly #cases: Cases;
  readonly heirs: Heirs;
  readonly #happened: ReadonlySet<string>;

  constructor(cases: Cases, heirs: Heirs, happened: readonly string[]) {
    this.#cases = cases;
    this.heirs = heirs;
    this.#happened = new Set(happened);
  }

  /** Whether its author stands in it, and all whom it names in the cases that it cites. */
  holds({ author, key, statement, handed = false }: Heard): boolean {
    const own = statement.readers.find(({ id }) => id === author);
    const people = named(statement);
    return isHeir(this.heirs, own, key) && statement.cases.every(each => this.#areIn(each, people, handed));
  }

  #areIn({ id, generation }: Cited, people: readonly Reader[], handed: boolean): boolean {
    const known = this.#cases.get(id);
    const there = known?.members.get(generation);
    if (there === undefined) return known !== undefined && handed;
    return people.every(each => this.#isSame(there.get(each.id), each));
  }

  /** The same keys, both of them; of one that was put in its place, the roster says which. */
  #isSame(there: Reader | undefined, here: Reader): boolean {
    if (here.signing === there?.signing) return here.recipient === there.recipient;
    return isHeir(this.heirs, there, here.signing);
  }

  /** Lets in those who are new; nobody is given another key, or moved. */
  admit({ readers, waiting }: FileStatement, members: Map<string, Reader>, later: Map<string, Waiter>): void {
    for (const each of readers) {
      if (!members.has(each.id) && !later.has(each.id)) members.set(each.id, each);
    }
    for (const each of waiting) {
      if (members.has(each.id) || later.has(each.id)) continue;
      if (!this.#happened.has(each.until)) later.set(each.id, each);
      else members.set(each.id, { id: each.id, recipient: each.recipient, signing: each.signing });
    }
  }
}

/** Whether all who seal to those who wait are of these. */
function authored({ waiting }: FileStatement, by: (id: string) => boolean): boolean {
  return waiting.every(({ authors }) => authors.every(by));
}

interface Course {
  readonly gone: ReadonlySet<string>;
  readonly rivals: readonly FileStatement[];
}

/** What those who may make the next generation made of it, each once. */
function madeOf(
  world: World,
  found: FileReaders,
  letters: readonly Heard[],
  { gone, rivals }: Course,
): Base[] {
  const { newest, last } = found;
  const base = found.bases.get(newest)?.statement;
  const made = letters.filter(
    each =>
      each.statement.prev === last &&
      !named(each.statement).some(({ id }) => gone.has(id)) &&
      (!base || (found.speaks(each.author, each.key, newest) && cites(each.statement, base))) &&
      rivals.every(one => isNewer(each.statement, one)) &&
      authored(each.statement, id => each.statement.readers.some(one => one.id === id)) &&
      world.holds(each),
  );
  return [...new Map(made.map(({ digest, statement }) => [digest, { digest, statement }])).values()];
}

/** Readers of a generation and who waits, with those whom readers let in, in whatever order. */
function joined(world: World, base: Base, letters: readonly Heard[], gone: ReadonlySet<string>) {
  const members = new Map<string, Reader>();
  const waiting = new Map<string, Waiter>();
  world.admit(base.statement, members, waiting);
  // In one order, whatever it came in: two who let somebody in differently give one of them.
  const letting = letters
    .filter(
      each =>
        each.statement.prev === base.digest &&
        each.statement.excluded.length === 0 &&
        !named(each.statement).some(({ id }) => gone.has(id)) &&
        cites(each.statement, base.statement) &&
        world.holds(each),
    )
    .toSorted((a, b) => byText(a.digest, b.digest) || byText(a.author, b.author) || byText(a.key, b.key));
  for (let before = -1; before < members.size + waiting.size;) {
    before = members.size + waiting.size;
    for (const { author, key, statement } of letting) {
      if (!isHeir(world.heirs, members.get(author), key)) continue;
      const reads = (id: string) =>
        members.has(id) || (!waiting.has(id) && statement.readers.some(each => each.id === id));
      if (authored(statement, reads)) world.admit(statement, members, waiting);
    }
  }
  return { members, waiting };
}

/** A statement is about the key that opened it: nobody can seal it anew under another. */
function fits({ statement, generation, recipient }: FileSaid, matter: string): boolean {
  return (
    statement?.matter === matter && statement.generation === generation && statement.recipient === recipient
  );
}

async function byGeneration(
  matter: string,
  said: readonly FileSaid[],
  inLog: ReadonlySet<string>,
): Promise<[number, Heard[]][]> {
  const known = new Map<number, Heard[]>();
  for (const each of said) {
    const { statement } = each;
    if (!statement || !fits(each, matter)) continue;
    const heard = { ...each, statement, digest: await fileDigest(statement) };
    if (each.handed && !inLog.has(heard.digest)) continue;
    known.set(each.generation, [...(known.get(each.generation) ?? []), heard]);
  }
  return [...known].sort(([a], [b]) => a - b);
}

export interface FollowedFile {
  readonly matter: string;
  /** What readers.ts found of each case of the matter. */
  readonly cases: Cases;
  readonly said: readonly FileSaid[];
  readonly successors?: readonly Successor[];
  /** Of FILE_READERS_UNTIL. */
  readonly happened?: readonly string[];
  /** The digest that the log named first for a generation (`file_key_made`). */
  readonly logged?: ReadonlyMap<number, string>;
  /** Those of statements by which somebody was let in (`file_key_given`). */
  readonly letIn?: readonly string[];
}

/** Who reads each generation of a matter's file, by the rules above. */
export async function followFile({
  matter,
  cases,
  said,
  successors,
  happened,
  logged,
  letIn,
}: FollowedFile): Promise<FileReaders> {
  const world = new World(cases, heirsOf(successors ?? []), happened ?? []);
  const bases = new Map<number, Base>();
  const members = new Map<number, Members>();
  const waiting = new Map<number, Waiting>();
  const found = new FileReaders(bases, members, waiting, world.heirs);
  const gone = new Set<string>();
  let rivals: FileStatement[] = [];
  const inLog = new Set([...(logged?.values() ?? []), ...(letIn ?? [])]);
  for (const [generation, heard] of await byGeneration(matter, said, inLog)) {
    const first = logged?.get(generation);
    const made = madeOf(world, found, heard, { gone, rivals });
    const [base, ...others] = made.filter(({ digest }) => first === undefined || digest === first);
    if (!base || others.length > 0) {
      rivals.push(...[...(base ? [base] : []), ...others].map(({ statement }) => statement));
      continue;
    }
    rivals = [];
    for (const id of base.statement.excluded) gone.add(id);
    const read = joined(world, base, heard, gone);
    bases.set(generation, base);
    members.set(generation, read.members);
    waiting.set(generation, read.waiting);
  }
  const contested = Math.max(-1, ...rivals.map(({ generation }) => generation));
  return new FileReaders(bases, members, waiting, world.heirs, contested);
}
