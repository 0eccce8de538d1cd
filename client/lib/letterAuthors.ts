/**
 * What the letters of a case say of who can read it: each is opened by the key of its own generation
 * and judged, then `readers.ts` follows what they state. A letter of somebody who could not read its
 * generation gets the doubt `reader`: they stand on a roster, but not in this case.
 */

import { open, recipientOf } from "./agefile.ts";
import type { Older } from "./alone.ts";
import { type Bytes, utf8 } from "./bytes.ts";
import { Erased, type Erasure, goneBy, isReportGone } from "./erased.ts";
import { sha256hex } from "./hash.ts";
import { sideBySide } from "./lanes.ts";
import { judgeBy, markRepeated, type OpenedLetter } from "./letter.ts";
import {
  BadStatement,
  follow,
  parseStatement,
  type Readers,
  type Said,
  type Statement,
  type Successor,
} from "./readers.ts";
import type { CaseView, LetterView } from "./views.ts";
import type { CaseIdentity } from "./wrap.ts";

/** A letter. What cannot be opened is there with its error. */
export type LetterOrFailure =
  | { readonly ok: true; readonly id: string; readonly letter: OpenedLetter }
  | { readonly ok: false; readonly id: string; readonly error: Error };

export interface Heard {
  readonly letters: LetterOrFailure[];
  readonly readers: Readers;
  /** What counts that was carried here. */
  readonly older: readonly Older[];
  /**
   * Whether who could read it from the start is known from her own hand: not of a report that was
   * sealed before statements, or whose list is not one.
   */
  readonly bound: boolean;
}

export interface Hearing {
  readonly view: Pick<CaseView, "case" | "letters">;
  /** Every generation that opens. */
  readonly cases: readonly CaseIdentity[];
  /** The reader's own identities, of today and from before: a name is sealed to one, and nothing else. */
  readonly own: readonly string[];
  readonly fetchLetter: (id: string) => Promise<Bytes>;
  /** Her key, base64. */
  readonly reporter: string;
  /** Of the keys that an author had on a day (`YYYY-MM-DD`), the `claimed` one where it is one; null where nobody knows any. */
  readonly keyOf: (author: string, day: string, claimed: string) => Bytes | null | Promise<Bytes | null>;
  /** Which key of a holder followed on which; asked once every letter was opened. */
  readonly successors: () => readonly Successor[];
  /** What the log tells of that was erased; nothing where it is not to be believed. */
  readonly erasures?: Promise<readonly Erasure[]>;
  /** Statements under keys that whoever looks lacks, by what letters carry; `have`: generations that open. */
  readonly olderIn?: (
    letters: readonly LetterOrFailure[],
    have: ReadonlySet<number>,
  ) => Promise<readonly Older[]>;
}

async function opened(hearing: Hearing, listed: LetterView): Promise<OpenedLetter> {
  const { view, cases, own, fetchLetter, keyOf } = hearing;
  const gone = listed.size === 0 && goneBy(listed, (await hearing.erasures) ?? []);
  if (gone) throw new Erased(gone);
  const { id, kind, author, seq, generation } = listed;
  const keys = cases.filter(each => each.generation === generation).map(({ identity }) => identity);
  const plaintext = await open(await fetchLetter(id), kind === "identity" ? [...own] : keys);
  return judgeBy(plaintext, { case: view.case, id, kind, author, seq }, ({ sent, key }) =>
    keyOf(author, sent.slice(0, 10), key),
  );
}

async function openEach(hearing: Hearing): Promise<LetterOrFailure[]> {
  const out = await sideBySide(hearing.view.letters, async (view): Promise<LetterOrFailure> => {
    try {
      return { ok: true, id: view.id, letter: await opened(hearing, view) };
    } catch (error) {
      return { ok: false, id: view.id, error: error instanceof Error ? error : new Error(String(error)) };
    }
  });
  const marked = markRepeated(out.flatMap(entry => (entry.ok ? [entry.letter] : [])));
  return out.map(entry => (entry.ok ? { ...entry, letter: marked.shift() ?? entry.letter } : entry));
}

/** The statement in a letter; null where there is none, or what stands there is none. */
function statementOf({ body }: OpenedLetter): Statement | null {
  const { readers } = body.content as { readers?: unknown };
  try {
    return readers === undefined ? null : parseStatement(readers);
  } catch (error) {
    if (error instanceof BadStatement) return null;
    throw error;
  }
}

/** A letter cannot speak for its case key unless all else about it holds. `listed`: each in its place. */
function statementsOf(
  letters: readonly LetterOrFailure[],
  listed: readonly LetterView[],
  keys: ReadonlyMap<number, string>,
) {
  return letters.flatMap((entry, at): Said[] => {
    if (!entry.ok || entry.letter.doubts.length > 0 || entry.letter.body.kind === "identity") return [];
    const { author, key } = entry.letter.body;
    const generation = listed[at]?.generation ?? -1;
    const recipient = keys.get(generation) ?? "";
    return [{ author, key, generation, recipient, statement: statementOf(entry.letter) }];
  });
}

/** SHA-256 of the case recipient of each generation, from the keys themselves. */
async function recipients(cases: readonly CaseIdentity[]): Promise<Map<number, string>> {
  const each = cases.map(async ({ generation, identity }) => {
    return [generation, await sha256hex(utf8(await recipientOf(identity)))] as const;
  });
  return new Map(await Promise.all(each));
}

function doubted(
  entry: LetterOrFailure,
  generation: number,
  readers: Readers,
  older: boolean,
): LetterOrFailure {
  if (!entry.ok || entry.letter.doubts.length > 0) return entry;
  const { author, key } = entry.letter.body;
  // Of an older report nobody can say who was meant: the page says so once, for all of it.
  if (readers.speaks(author, key, generation) || (older && generation === 0)) return entry;
  return { ...entry, letter: { ...entry.letter, doubts: ["reader"] } };
}

/** Opens the letters, none hiding another, and follows who could read what. */
export async function hear(hearing: Hearing): Promise<Heard> {
  // By place, not by id: a server may tell of one letter twice, each time of another generation.
  const listed = hearing.view.letters;
  const letters = await openEach(hearing);
  const keys = await recipients(hearing.cases);
  const older = (await hearing.olderIn?.(letters, new Set(keys.keys()))) ?? [];
  const said = [...statementsOf(letters, listed, keys), ...older.map(each => each.said)];
  const readers = await follow(hearing.reporter, said, hearing.successors());
  const bound = readers.bases.has(0);
  // Nor can anybody say it once the report is erased.
  const gone = isReportGone((await hearing.erasures) ?? []);
  const fromBefore = !bound && isOlder(letters);
  const judged = letters.map((entry, at) =>
    gone ? entry : doubted(entry, listed[at]?.generation ?? -1, readers, fromBefore),
  );
  return { letters: judged, readers, older, bound };
}

/**
 * Whether everything may be sealed to a generation: somebody entitled to it said who reads it, with
 * the key that opens it. Of the first of an older report there is no such word, and `first` decides.
 */
export function isMade({ readers, bound }: Heard, generation: number, first: boolean): boolean {
  return generation === 0 && !bound ? first : readers.bases.has(generation);
}

function genuineReport(letters: readonly LetterOrFailure[]): OpenedLetter<"report"> | null {
  for (const entry of letters) {
    if (entry.ok && entry.letter.doubts.length === 0 && entry.letter.body.kind === "report") {
      return entry.letter as OpenedLetter<"report">;
    }
  }
  return null;
}

/** Whether her report is there, holds, and states nobody: it is from before statements. */
export function isOlder(letters: readonly LetterOrFailure[]): boolean {
  const report = genuineReport(letters);
  return report !== null && report.body.content.readers === undefined;
}

/** Whether her report is there and holds. */
export function hasReport(letters: readonly LetterOrFailure[]): boolean {
  return genuineReport(letters) !== null;
}
