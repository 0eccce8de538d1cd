/**
 * What the reporter is told of the work on a case: who is on the team, what protects, that there is a plan.
 * Of all moves these are a part, so nothing is worked out from the table: each letter says its whole shell
 * (shell.ts), with the states before and after, and the log has the digest of it. Pure.
 */

import { isAnswer, isPartysOwn } from "./answering.ts";
import type { Bytes } from "./bytes.ts";
import { erasureOf } from "./erased.ts";
import type { History } from "./history.ts";
import type { Doubt } from "./letter.ts";
import type { LetterOrFailure } from "./letterAuthors.ts";
import { BadShell, bodyDigest, fits, parseShell, type Shell, shellDigest } from "./shell.ts";
import type { CaseView, MoveView } from "./views.ts";

/** `shell`: the server says otherwise than its author signed; `log`: the log does, or has it not. */
export type ToldFault = Doubt | "unreadable" | "shell" | "log";

/**
 * What a letter of a move says beside its shell, by name: all of it that is text (docs/spec/casework.md,
 * "What the letters say"). Empty where it says nothing.
 */
export interface MoveWords {
  readonly [name: string]: string;
  readonly text: string;
  /** The code of a kind of protection. */
  readonly what: string;
  readonly reason: string;
  /** The code of a part in the team. */
  readonly role: string;
  /** What is alleged, when and where. */
  readonly act: string;
  readonly time: string;
  readonly place: string;
}

/** A move that the reporter is told of. */
export interface ToldMove {
  readonly view: MoveView;
  /** As its author signed it; null where that is not to be had. */
  readonly shell: Shell | null;
  readonly words: MoveWords;
  /** The body that was signed; empty where it could not be read. */
  readonly bytes: Bytes;
  /** The digest of the body that it answers; empty for none. */
  readonly answers: string;
  /** Empty where everything holds. */
  readonly faults: readonly ToldFault[];
}

/** A thing of the case, by the moves that are told of it. */
export interface ToldRecord {
  readonly object: string;
  readonly id: string;
  /** Oldest first, by their places in the log. */
  readonly moves: readonly ToldMove[];
  /** The state after them, as their authors signed it. */
  readonly state: string;
  readonly version: number;
  /** What it was made as; empty where that is not told. */
  readonly code: string;
  /** Whether it can be relied on: else it is shown as not genuine, and nothing is done with it. */
  readonly holds: boolean;
}

/** All that is told. `hidden`: leaves of moves that the log tells of and the server does not list. */
export interface Told {
  readonly records: readonly ToldRecord[];
  readonly hidden: readonly string[];
}

export const MOVED = "record_moved";

type ToldOf = Pick<CaseView, "letters" | "moves">;
type Log = Pick<History, "fields"> | null;

const NOTHING: MoveWords = { text: "", what: "", reason: "", role: "", act: "", time: "", place: "" };

/** Whatever of a letter is text, but for what it answers, which is no word. */
export function wordsOf({ answers: _answers, ...content }: Readonly<Record<string, unknown>>): MoveWords {
  const texts = Object.entries(content).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value.trim()] as const] : [],
  );
  return { ...NOTHING, ...Object.fromEntries(texts) };
}

function shellIn(record: unknown): Shell | null {
  try {
    return parseShell(record);
  } catch (error) {
    if (error instanceof BadShell) return null;
    throw error;
  }
}

/** What the server says of a move, but for the states, which the letter and the log have. */
function shown(view: MoveView, { from, to }: Shell): Shell {
  const { object, record: id, move, version, code, party, about, holder, digest, number, when, basis } = view;
  return {
    ...{ object, id, move, version, from, to, code, party, about },
    ...{ holder, digest, number, when, basis },
  };
}

/** Whether the log has it as the server shows it. */
async function isLogged(given: ToldOf, view: MoveView, shell: Shell, log: Log): Promise<boolean> {
  if (log === null) return true;
  const own = log.fields.get(view.event);
  const { object, record, move, version, actor, at, code } = view;
  const said = { event: MOVED, actor, at, object, record, move, code, version: String(version) };
  const letter = given.letters.find(({ id }) => id === view.letter)?.sha256;
  const all = { ...said, shell: await shellDigest(shell), letter };
  return Object.entries(all).every(([name, value]) => own?.get(name) === value);
}

async function judged(
  given: ToldOf,
  view: MoveView,
  read: LetterOrFailure | undefined,
  log: Log,
): Promise<ToldMove> {
  const nothing = { view, shell: null, words: NOTHING, bytes: new Uint8Array(), answers: "" };
  if (!read?.ok) return { ...nothing, faults: ["unreadable"] };
  const { body, bytes, doubts } = read.letter;
  const content = body.content as unknown as Readonly<Record<string, unknown>>;
  const { answers: answered } = content;
  const answers = typeof answered === "string" ? answered : "";
  const shell = shellIn(content["record"]);
  const found = { ...nothing, shell, words: wordsOf(content), bytes, answers };
  if (shell === null) return { ...found, faults: [...doubts, "shell"] };
  const isSaid = body.kind === "record" && body.author === view.actor;
  const faults: ToldFault[] = [...doubts];
  // What it answers is held against the move before, where the record is known.
  const differing = await fits(shown(view, shell), { record: content["record"] });
  if (!isSaid || differing.length > 0) faults.push("shell");
  if (!(await isLogged(given, view, shell, log))) faults.push("log");
  return { ...found, faults };
}

/** A later one of two that share an event or a letter is no move of its own. */
function marked(moves: readonly ToldMove[]): ToldMove[] {
  const taken = new Set<string>();
  return moves.map(each => {
    const { event, letter } = each.view;
    const again = taken.has(event) || taken.has(letter);
    taken.add(event).add(letter);
    return again ? { ...each, faults: [...each.faults, "log"] } : each;
  });
}

/** What is there before anything is moved: the reporter, as a party. */
const THERE: Readonly<Record<string, string>> = { party: "confirmed" };

/** One move after the other, where the second is the next of its record. */
function follows(before: ToldMove | undefined, { view, shell }: ToldMove): boolean {
  const version = before?.view.version ?? 0;
  if (view.version <= version) return false;
  if (view.object === "case") return true; // other things bring a case on, too
  const from = before?.shell?.to ?? THERE[view.object] ?? "";
  return view.version > version + 1 || shell?.from === from;
}

/** What is accepted or approved are the very words that were told last before. */
async function answersRight(before: ToldMove | undefined, { view, answers }: ToldMove): Promise<boolean> {
  if (!isAnswer(view)) return answers === "";
  return before !== undefined && answers === (await bodyDigest(before.bytes));
}

/** Nobody else corrects or approves what the reporter said. */
function isByWhom({ view }: ToldMove): boolean {
  return !isPartysOwn(view) || view.actor === "reporter";
}

/** Into effect, where it is a burden of the reporter: by nobody else's word than the reporter's. */
function isOwnYes({ view, shell }: ToldMove): boolean {
  return shell?.to !== "active" || (view.move === "take_up" && view.actor === "reporter");
}

/** Of protection it must be told whose burden it is; of what is a burden of the reporter, every move. */
function isWhole(moves: readonly ToldMove[]): boolean {
  const [first] = moves;
  if (first?.view.object !== "measure") return true;
  if (first.view.code !== "reporter") return first.view.version === 1;
  return moves.every((each, at) => each.view.version === at + 1 && isOwnYes(each));
}

/** Whether it can be relied on: else nothing of it is offered. */
async function holds(moves: readonly ToldMove[]): Promise<boolean> {
  if (!isWhole(moves)) return false;
  for (const [at, each] of moves.entries()) {
    const before = moves[at - 1];
    if (each.faults.length > 0 || !follows(before, each) || !isByWhom(each)) return false;
    if (!(await answersRight(before, each))) return false;
  }
  return true;
}

async function recordOf(moves: readonly ToldMove[]): Promise<ToldRecord> {
  const { object = "", record: id = "", version: began, code = "" } = moves[0]?.view ?? {};
  const last = moves.at(-1);
  return {
    ...{ object, id, moves, code: began === 1 ? code : "" },
    state: last?.shell?.to ?? "",
    version: last?.view.version ?? 0,
    holds: await holds(moves),
  };
}

/** By their places in the log: a server could show an earlier one as the newest. */
function inOrder(moves: readonly MoveView[], log: Log): MoveView[] {
  const leaves = [...(log?.fields.keys() ?? [])];
  const at = ({ event }: MoveView) => (leaves.includes(event) ? leaves.indexOf(event) : leaves.length);
  return [...moves].sort((a, b) => at(a) - at(b));
}

/**
 * Everything that is told of the work on a case. `letters`: as they were opened and judged; `log`: what was
 * followed of it, null where something is kept from whoever looks (which the page says of all).
 */
export async function toldOf(given: ToldOf, letters: readonly LetterOrFailure[], log: Log): Promise<Told> {
  // How a case goes on is told by decision.ts.
  const views = inOrder(given.moves ?? [], log).filter(({ move }) => move !== "triage");
  const readOf = (view: MoveView) => letters.find(({ id }) => id === view.letter);
  // All letters on a thing go at once, and nothing is left to be shown of it but that they did.
  const each = views.flatMap(view =>
    erasureOf(readOf(view)) ? [] : [judged(given, view, readOf(view), log)],
  );
  const moves = marked(await Promise.all(each));
  const names = [...new Set(moves.map(({ view }) => `${view.object} ${view.record}`))];
  const records = names.map(name =>
    recordOf(moves.filter(({ view }) => `${view.object} ${view.record}` === name)),
  );
  const listed = new Set(views.map(({ event }) => event));
  const logged = [...(log?.fields ?? [])].filter(([, own]) => own.get("event") === MOVED);
  return {
    records: await Promise.all(records),
    hidden: logged.map(([leaf]) => leaf).filter(leaf => !listed.has(leaf)),
  };
}

/** The things of one kind, in the order in which they were first told. */
export function recordsOf({ records }: Told, object: string): readonly ToldRecord[] {
  return records.filter(each => each.object === object);
}
