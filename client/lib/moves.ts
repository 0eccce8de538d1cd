/**
 * What was moved in a case that is worked, held against what the server says of it: each letter of a move
 * says the shell again (shell.ts), and the log has who moved what, as what, and by which letters. Pure.
 */

import { isAnswer, isPartysOwn } from "./answering.ts";
import { isSignedBeside, type Signing } from "./assents.ts";
import type { Bytes } from "./bytes.ts";
import {
  type Casework,
  type CaseRecord,
  DoesNotFollow,
  fold,
  Growing,
  type Moved,
  one,
} from "./caseworkState.ts";
import type { Decision, DecisionFault } from "./decision.ts";
import { erasureOf } from "./erased.ts";
import type { History } from "./history.ts";
import type { LetterOrFailure } from "./letterAuthors.ts";
import { fits, type Shell, shellDigest, shellWith } from "./shell.ts";
import type { MoveView } from "./wire.ts";

/** `order`: it does not follow from what was before it. The others as of a decision. */
export type MoveFault = DecisionFault | "order";

/** What a move can be told by. */
type MoveShown = Omit<MoveView, "file_letter" | "party_letter"> & Partial<MoveView>;

/** A move as it can be shown. */
export interface JudgedMove<V = MoveView> {
  readonly view: V;
  readonly moved: Moved;
  readonly shell: Shell;
  /** What its letter says beside the shell; null where whoever looks has no letter of it. */
  readonly content: Readonly<Record<string, unknown>> | null;
  /** Empty where everything holds: else it is shown as failing. */
  readonly faults: readonly MoveFault[];
  /** Whether a letter of it was erased. */
  readonly isGone?: boolean;
}

/** A letter that is listed; `read`: as it was opened, null where it is sealed to others. */
export interface MoveLetter {
  readonly sha256: string;
  readonly read: LetterOrFailure | null;
}

/** What moves are held against. */
export interface Holding extends Signing {
  readonly case: string;
  /** By id, of every kind. */
  readonly letters: ReadonlyMap<string, MoveLetter>;
  readonly decided: readonly Decision[];
  /** Null where something of it is kept from whoever looks, which the page says of all. */
  readonly history: Pick<History, "fields"> | null;
}

/** All moves, and what follows from them. */
export interface Judged<V = MoveView> {
  readonly moves: readonly JudgedMove<V>[];
  /** What the server goes by, whatever holds of it. */
  readonly state: Casework;
  /** Leaves of moves that the log tells of and the server does not list. */
  readonly hidden: readonly string[];
}

export const MOVED: readonly string[] = ["record_moved", "file_record_moved"];
const TRIAGED = "case_triaged";

/** In the rules the case is called `case`, and its reporter `reporter`. */
export function ruleId(id: string, { object, record }: { object: string; record: string }): string {
  if (record !== id) return record;
  return object === "party" ? "reporter" : "case";
}

const orNone = <T extends string | number>(value: T | null): T | undefined => value || undefined;

/** A move in the words of the rules. */
export function movedOf(id: string, view: MoveShown): Moved {
  const { object, move, actor, at, version } = view;
  const said = {
    code: orNone(view.code),
    party: orNone(view.party),
    holder: orNone(view.holder),
    digest: orNone(view.digest),
    number: orNone(view.number),
    when: orNone(view.when),
    due: orNone(view.due),
    basis: orNone(view.basis),
    agreed: view.agreed.length > 0 ? view.agreed : undefined,
    about: view.about.length > 0 ? view.about : undefined,
  };
  const there = Object.entries(said).filter(([, value]) => value !== undefined);
  return { object, id: ruleId(id, view), move, actor, at, version, ...Object.fromEntries(there) };
}

/** What a letter of a move says again. `record`: its id as the server has it. */
export function moveShell(before: Casework, moved: Moved, record: string): Shell {
  const { object, id } = moved;
  const after = one(fold([moved], before), object, id);
  return shellBetween(one(before, object, id), moved, after, record);
}

function shellBetween(
  before: CaseRecord | undefined,
  moved: Moved,
  after: CaseRecord | undefined,
  record: string,
): Shell {
  const { object, move, version } = moved;
  const [from, to] = [before?.state ?? "", after?.state ?? ""];
  const { code = "", party = "", about = [], holder = "" } = moved;
  const { digest = "", number = 0, when = "", basis = "" } = moved;
  return shellWith({
    ...{ object, id: record, move, version, from, to, code },
    ...{ party, about, holder, digest, number, when, basis },
  });
}

const idsOf = ({ letter, file_letter = "", party_letter = "" }: MoveShown) =>
  ({ letter, file_letter, party_letter }) as const;

async function isLogged(view: MoveShown, shell: Shell, { letters, history }: Holding): Promise<boolean> {
  if (history === null) return true;
  const own = history.fields.get(view.event);
  const told = view.letter !== "" || view.actor === "reporter";
  const { object, record, move, version, actor, at, code } = view;
  const said = {
    event: told ? "record_moved" : "file_record_moved",
    ...{ actor, at, object, record, move, code },
    version: String(version),
    shell: await shellDigest(shell),
  };
  const shas = Object.entries(idsOf(view)).map(
    ([name, id]) => [name, letters.get(id)?.sha256 ?? ""] as const,
  );
  return [...Object.entries(said), ...shas].every(([name, value]) => own?.get(name) === value);
}

type Read = Pick<JudgedMove, "content" | "faults">;

/** In the place of a body that was erased. */
const GONE = new Uint8Array();

/** What one letter of a move has to say, and to which body it is the answer. */
interface Expected {
  readonly shell: Shell;
  readonly answered: Bytes | undefined;
}

/** One letter of a move; nothing is said of one that is sealed to others. */
async function readOf(
  view: MoveShown,
  { shell, answered }: Expected,
  letter: MoveLetter | undefined,
): Promise<Read> {
  if (letter?.read === null || erasureOf(letter?.read)) return { content: null, faults: [] };
  if (!letter?.read.ok) return { content: null, faults: ["unreadable"] };
  const { body, doubts } = letter.read.letter;
  const content = body.content as unknown as Readonly<Record<string, unknown>>;
  const isSaid = body.kind === "record" && body.author === view.actor;
  // What was answered may be erased by now.
  const given = answered === GONE ? { ...content, answers: null } : content;
  const differing = await fits(shell, given, { answered: answered === GONE ? undefined : answered });
  const faults: MoveFault[] = isSaid && differing.length === 0 ? [] : ["shell"];
  return { content, faults: [...doubts, ...faults] };
}

const WORDS = ["what", "text", "reason"] as const;

/** All that a letter says in words, whatever it is called; not to whom it goes, nor in which room. */
function wholeOf({
  record: _record,
  to: _to,
  room: _room,
  ...said
}: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(said).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * What one letter says of a protection, an interview or the gate every other of that move says, too: or who accepts
 * it accepts another, and the file has a transcript that nobody approved.
 */
function sayTheSame({ object }: { readonly object: string }, reads: readonly Read[]): boolean {
  if (!["measure", "interview", "gate"].includes(object)) return true;
  const said = reads.flatMap(({ content }) => {
    if (content === null) return [];
    const all = object === "measure" ? WORDS.map(name => content[name] ?? "") : wholeOf(content);
    return [JSON.stringify(all)];
  });
  return new Set(said).size <= 1;
}

/** The letter of a move that the author of an answer to it was told: the reporter, a party, or the file. */
function toldTo(answer: MoveShown): (earlier: MoveShown) => string {
  if (answer.actor === "reporter") return ({ letter }) => letter;
  const isOfParty = (answer.party_letter ?? "") !== "";
  return ({ party_letter = "", file_letter = "" }) => party_letter || (isOfParty ? "" : file_letter);
}

/** The body of the newest letter about a record that the author of its answer was told. `before`: its moves. */
function answeredBy(
  view: MoveShown,
  moved: Moved,
  before: readonly MoveShown[],
  { letters }: Holding,
): Bytes | undefined {
  if (!isAnswer(moved)) return undefined;
  const of = toldTo(view);
  const told = before.findLast(each => of(each) !== "");
  const read = told && letters.get(of(told))?.read;
  if (erasureOf(read)) return GONE;
  // What nobody can read is answered by nothing that could be compared.
  return read?.ok ? read.letter.bytes : new Uint8Array();
}

/** What a handler's answer for somebody on paper has to answer: the body of the newest letter that the file has. */
export function answeredInFile(
  { object, id }: Pick<Moved, "object" | "id">,
  moves: readonly JudgedMove<MoveShown>[],
  letters: Holding["letters"],
): Bytes | undefined {
  const of = ({ party_letter = "", file_letter = "" }: MoveShown) => party_letter || file_letter;
  const told = movesOf(moves, object, id).findLast(({ view }) => of(view) !== "");
  const read = told && letters.get(of(told.view))?.read;
  return read?.ok ? read.letter.bytes : undefined;
}

/** What is for a party alone to say is said by nobody else, whoever signed it. */
function isByWhom(moved: Moved, record: CaseRecord | undefined): boolean {
  const whose = moved.object === "gate" ? "reporter" : record?.party;
  return !isPartysOwn(moved) || whose === moved.actor;
}

/** A move in its place: what its letters have to say follows from those before it. */
interface Placed<V> extends Expected {
  readonly view: V;
  readonly moved: Moved;
  readonly faults: readonly MoveFault[];
}

/** All of them, in their order; what does not follow has the fault `order`, and changes nothing. */
function placedOf<V extends MoveShown>(views: readonly V[], held: Holding, state: Growing): Placed<V>[] {
  const before = new Map<string, V[]>();
  return views.map(view => {
    const moved = movedOf(held.case, view);
    const own = before.get(nameOf(moved)) ?? [];
    const placed = placedAfter(own, view, moved, held, state);
    before.set(nameOf(moved), own);
    own.push(view);
    return placed;
  });
}

/** `before`: moves of the same record. */
function placedAfter<V extends MoveShown>(
  before: readonly V[],
  view: V,
  moved: Moved,
  held: Holding,
  state: Growing,
): Placed<V> {
  const { object, id } = moved;
  const record = one(state, object, id);
  try {
    state.take(moved);
  } catch (error) {
    if (!(error instanceof DoesNotFollow)) throw error;
    return unfollowing(view, moved);
  }
  const shell = shellBetween(record, moved, one(state, object, id), view.record);
  const answered = answeredBy(view, moved, before, held);
  return { view, moved, shell, answered, faults: isByWhom(moved, record) ? [] : ["author"] };
}

async function judged<V extends MoveShown>(
  { view, moved, shell, answered, faults: owned }: Placed<V>,
  held: Holding,
): Promise<JudgedMove<V>> {
  if (owned.includes("order")) return { view, moved, shell, content: null, faults: owned };
  if (view.object === "case" && view.move === "triage") return triaged(view, moved, shell, held);
  const expected = { shell, answered };
  const ids = Object.values(idsOf(view)).filter(id => id !== "");
  const reads = await Promise.all(ids.map(id => readOf(view, expected, held.letters.get(id))));
  const content = reads.findLast(each => each.content !== null)?.content ?? null;
  const logged: MoveFault[] = (await isLogged(view, shell, held)) ? [] : ["log"];
  const isSaid = sayTheSame(view, reads) && (await isSignedBeside(view, shell, held));
  const signed: MoveFault[] = isSaid ? [] : ["shell"];
  const faults = [...new Set([...reads.flatMap(each => each.faults), ...signed, ...owned, ...logged])];
  const isGone = ids.some(id => erasureOf(held.letters.get(id)?.read));
  return { view, moved, shell, content, faults, ...(isGone && { isGone }) };
}

/** How a case goes on is held against its letter and the log by decision.ts; here, who signed beside. */
async function triaged<V extends MoveShown>(
  view: V,
  moved: Moved,
  shell: Shell,
  held: Holding,
): Promise<JudgedMove<V>> {
  const decision = held.decided.find(({ event }) => event === view.event);
  const content = decision ? { text: decision.text } : null;
  const signed: MoveFault[] = (await isSignedBeside(view, shell, held)) ? [] : ["shell"];
  const faults = [...new Set([...(decision?.faults ?? (["log"] as const)), ...signed])];
  return { view, moved, shell, content, faults };
}

function unfollowing<V extends MoveShown>(view: V, moved: Moved): Placed<V> {
  const { object, record, move, version } = view;
  const shell = shellWith({ object, id: record, move, version });
  return { view, moved, shell, answered: undefined, faults: ["order"] };
}

/** In the order of the log: a server could show an earlier one as the newest. */
function inOrder<V extends MoveShown>(views: readonly V[], history: Holding["history"]): V[] {
  const places = new Map([...(history?.fields.keys() ?? [])].map((leaf, place) => [leaf, place]));
  const at = ({ event }: V) => places.get(event) ?? places.size;
  return views.toSorted((a, b) => at(a) - at(b));
}

/** Every move, oldest first, and the case as it stands after them. */
export async function judgeMoves<V extends MoveShown>(
  views: readonly V[],
  held: Holding,
): Promise<Judged<V>> {
  const state = new Growing();
  const placed = placedOf(inOrder(views, held.history), held, state);
  const moves = await Promise.all(placed.map(each => judged(each, held)));
  const listed = new Set(views.map(({ event }) => event));
  const logged = [...(held.history?.fields ?? [])];
  const hidden = logged.filter(([leaf, own]) => isMove(own) && !listed.has(leaf)).map(([leaf]) => leaf);
  return { moves, state, hidden };
}

function isMove(own: ReadonlyMap<string, string>): boolean {
  return [...MOVED, TRIAGED].includes(own.get("event") ?? "");
}

type Several<V> = readonly JudgedMove<V>[];

/** By record: a page with hundreds of them asks for those of each, several times. */
const sorted = new WeakMap<Several<unknown>, ReadonlyMap<string, Several<unknown>>>();

const nameOf = ({ object, id }: Pick<Moved, "object" | "id">): string => `${object} ${id}`;

function sort(moves: Several<unknown>): ReadonlyMap<string, Several<unknown>> {
  const found = new Map<string, JudgedMove<unknown>[]>();
  for (const each of moves) {
    const own = found.get(nameOf(each.moved)) ?? [];
    found.set(nameOf(each.moved), own);
    own.push(each);
  }
  return found;
}

/** The moves of one record, oldest first. `id`: as the rules have it; `moves`: nothing is added to them any more. */
export function movesOf<V>(moves: Several<V>, object: string, id: string): Several<V> {
  const known = sorted.get(moves) ?? sort(moves);
  sorted.set(moves, known);
  return (known.get(nameOf({ object, id })) ?? []) as Several<V>;
}

/** By object, code and state: the move by which the reporter, and nobody else, brings it there. */
const YES: Readonly<Record<string, string>> = {
  "measure reporter active": "take_up",
  "gate  agreed": "agree",
  "gate  told": "agree",
};

/**
 * Whether everything of a record holds; and of a measure that burdens the reporter and is active, or of the gate
 * that may be told, that it was the reporter who said so, in a letter that opens: nobody else can.
 */
export function holds<V>(
  moves: readonly JudgedMove<V>[],
  { object, id, state, code }: { object: string; id: string; state: string; code: string },
): boolean {
  const own = movesOf(moves, object, id);
  if (own.length === 0 || own.some(({ faults }) => faults.length > 0)) return false;
  const yes = YES[`${object} ${code} ${state}`];
  if (yes === undefined) return true;
  const said = own.findLast(({ moved }) => moved.move === yes);
  return said?.moved.actor === "reporter" && (said.content !== null || said.isGone === true);
}
