/**
 * What a party is told of the work on a case: the twin of toldMoves.ts where nobody has a log. Each letter
 * says its whole shell (shell.ts) with the states before and after, signed by its author; what the server
 * lists only says which letter it is. Pure.
 */

import { isAnswer, isPartysOwn } from "./answering.ts";
import type { Bytes } from "./bytes.ts";
import type { Doubt } from "./letter.ts";
import { withoutBytes, type PartyLetterShown, type PartyRoom } from "./partyRoom.ts";
import { BadShell, bodyDigest, fits, parseShell, type Shell } from "./shell.ts";
import type { PartyMoveView } from "./wire.ts";

/** `shell`: the server says otherwise than its author signed; `to`: it is sealed to others than it should be. */
export type PartyFault = Doubt | "to" | "unreadable" | "shell";

/** What a letter says beside its shell, of which each is a string. */
export type Words = Readonly<Record<string, string>>;

/** A move that a party is told of, or made. */
export interface PartyMove {
  readonly view: PartyMoveView;
  /** As its author signed it; null where that is not to be had. */
  readonly shell: Shell | null;
  readonly words: Words;
  /** The body that was signed; empty where it could not be read. */
  readonly bytes: Bytes;
  /** The digest of the body that it answers; empty for none. */
  readonly answers: string;
  /** Empty where everything holds. */
  readonly faults: readonly PartyFault[];
  /** Its author is on the list of people, and was not on the team that invited. */
  readonly late: boolean;
}

/** A thing of the case, by the moves that are told of it. */
export interface PartyRecord {
  readonly object: string;
  readonly id: string;
  /** Oldest first, by how often it had been moved. */
  readonly moves: readonly PartyMove[];
  /** The state after them, as their authors signed it. */
  readonly state: string;
  /** Of the newest that is told: there may be others since. */
  readonly version: number;
  /** What it was made as; empty where that is not told. */
  readonly code: string;
  /** The party whom it concerns, as it was made; empty where that is not told. */
  readonly party: string;
  /** Whether it can be relied on: else it is shown as not genuine, and nothing is done with it. */
  readonly holds: boolean;
}

/** All that is told. */
export interface PartyTold {
  readonly records: readonly PartyRecord[];
}

const OF_THE_LETTER: readonly string[] = ["record", "to", "answers"];

function wordsIn(content: Readonly<Record<string, unknown>>): Words {
  const said = Object.entries(content).flatMap(([name, value]) =>
    typeof value === "string" && !OF_THE_LETTER.includes(name) ? [[name, value.trim()] as const] : [],
  );
  return Object.fromEntries(said);
}

function shellIn(record: unknown): Shell | null {
  try {
    return parseShell(record);
  } catch (error) {
    if (error instanceof BadShell) return null;
    throw error;
  }
}

/** The shell with what the server says of it in its place. */
function shown(view: PartyMoveView, shell: Shell): Shell {
  const { object, record: id, move, version, code, number, when } = view;
  return { ...shell, object, id, move, version, code, number, when };
}

const NOTHING = { shell: null, words: {}, bytes: new Uint8Array(), answers: "" };

async function judged(view: PartyMoveView, found: PartyLetterShown | undefined): Promise<PartyMove> {
  const late = found?.late ?? false;
  if (!found?.letter) return { ...NOTHING, view, late, faults: ["unreadable"] };
  const { body, bytes } = found.letter;
  const content = body.content as unknown as Readonly<Record<string, unknown>>;
  const { answers: answered } = content;
  const shell = shellIn(content["record"]);
  const answers = typeof answered === "string" ? answered : "";
  const read = { view, late, shell, words: wordsIn(content), bytes, answers };
  const isSaid = shell !== null && body.kind === "record" && body.author === view.author;
  const differing = isSaid ? await fits(shown(view, shell), { record: content["record"] }) : ["record"];
  const faults: PartyFault[] = [...found.doubts, ...(differing.length > 0 ? (["shell"] as const) : [])];
  return { ...read, faults };
}

/** Where none was made between two of them, the second begins where the first ended. */
function follows(before: PartyMove | undefined, { view, shell }: PartyMove): boolean {
  if (!before) return true;
  if (view.version <= before.view.version) return false;
  return view.version > before.view.version + 1 || shell?.from === before.shell?.to;
}

/** What is accepted or approved is what was told of it last before; nothing else answers anything. */
async function answersRight(before: PartyMove | undefined, { view, answers }: PartyMove): Promise<boolean> {
  if (!isAnswer(view)) return answers === "";
  return before !== undefined && answers === (await bodyDigest(before.bytes));
}

async function holds(moves: readonly PartyMove[], me: string): Promise<boolean> {
  const letters = new Set(moves.map(({ view }) => view.letter));
  if (letters.size < moves.length) return false;
  for (const [at, each] of moves.entries()) {
    if (each.faults.length > 0 || !follows(moves[at - 1], each)) return false;
    if (isPartysOwn(each.view) && each.view.author !== me) return false;
    if (!(await answersRight(moves[at - 1], each))) return false;
  }
  return true;
}

async function recordOf(told: readonly PartyMove[], me: string): Promise<PartyRecord> {
  const moves = told.toSorted((a, b) => a.view.version - b.view.version);
  const [first, last] = [moves[0], moves.at(-1)];
  const { object = "", record: id = "" } = first?.view ?? {};
  const made = first?.view.version === 1 ? first.shell : null;
  return {
    ...{ object, id, moves, code: made?.code ?? "" },
    party: moves.find(({ shell }) => (shell?.party ?? "") !== "")?.shell?.party ?? "",
    state: last?.shell?.to ?? "",
    version: last?.view.version ?? 0,
    holds: await holds(moves, me),
  };
}

/** Of a move whose letter is empty nothing is signed any more: the letter stands in the room, and no move. */
function stillSigned({ channel }: PartyRoom): readonly PartyMoveView[] {
  const empty = new Set(channel.letters.filter(withoutBytes).map(({ id }) => id));
  return channel.moves.filter(({ letter }) => !empty.has(letter));
}

/** Everything that a party is told of the work on a case, in the order in which it was first told. */
export async function toldParty(room: PartyRoom): Promise<PartyTold> {
  const { channel, letters } = room;
  const moves = await Promise.all(
    stillSigned(room).map(view =>
      judged(
        view,
        letters.find(each => each.view.id === view.letter),
      ),
    ),
  );
  const names = [...new Set(moves.map(({ view }) => `${view.object} ${view.record}`))];
  const records = names.map(name =>
    recordOf(
      moves.filter(({ view }) => `${view.object} ${view.record}` === name),
      channel.party,
    ),
  );
  return { records: await Promise.all(records) };
}

/** The things of one kind, in the order in which they were first told. */
export function partyRecords({ records }: PartyTold, object: string): readonly PartyRecord[] {
  return records.filter(each => each.object === object);
}
