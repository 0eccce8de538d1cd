/** A case as the desk shows it: what the server sent, and what this browser could read of it. */

import type { Older } from "../../../lib/alone.ts";
import { publicApi } from "../../../lib/api.ts";
import { type Bytes, newId } from "../../../lib/bytes.ts";
import { type Decision, type DecisionFault, decisionsOf } from "../../../lib/decision.ts";
import { hearLetters, isProven, openCase, type OpenCase as Keys } from "../../../lib/desk.ts";
import { deskApi } from "../../../lib/deskapi.ts";
import type { Given } from "../../../lib/promiseOrProof.ts";
import type { FileContent } from "../../../lib/letter.ts";
import { type Erasure, erasureOf, erasuresIn, Erased, goneBy, isReportGone } from "../../../lib/erased.ts";
import {
  HiddenHistory,
  type History,
  historyOf,
  isOtherwiseLogged,
  whoSawMore,
} from "../../../lib/history.ts";
import { verifyLogged, NotAsLogged } from "../../../lib/verifyLogged.ts";
import { SigningKeys } from "../../../lib/signingKeys.ts";
import { Readers } from "../../../lib/readers.ts";
import type { CaseView, DutyView, LetterView } from "../../../lib/views.ts";
import type { LetterOrFailure } from "../../../lib/letterAuthors.ts";
import { BadWrap } from "../../../lib/wrap.ts";
import type { Unlocked } from "../session.ts";
import { keptCase, type KeptCase } from "./kept.ts";

export type {
  DutyView as Duty,
  EvidenceView as Evidence,
  HolderView as Holder,
  SuspensionView as Suspension,
  TimelineView as TimelineEntry,
} from "../../../lib/views.ts";

/** What can be wrong with a letter; the words for each are `fault.<name>`. */
export type Fault = DecisionFault;

export interface ShownLetter {
  readonly id: string;
  readonly kind: string;
  readonly author: string;
  readonly at: Date;
  /** What a request asks for; empty otherwise. */
  readonly asks: string;
  /** What its author was warned of. */
  readonly flags: readonly string[];
  /** Null where nothing could be read. */
  readonly content: Readonly<Record<string, unknown>> | null;
  readonly faults: readonly Fault[];
  /** Sealed to a key of this case that the reader was never given: nothing is wrong with it. */
  readonly before: boolean;
  /** By what it is gone, where it was erased: nothing is wrong with it either. */
  readonly erased: Erasure | undefined;
}

export interface ShownFile {
  readonly id: string;
  /** Null: the upload was not finished, or its letter does not say what it is. */
  readonly about: FileContent | null;
  readonly faults: readonly Fault[];
}

export interface OpenCase extends Omit<CaseView, "letters" | "files" | "keys"> {
  readonly id: string;
  readonly ref: string;
  /** The holder who is looking. */
  readonly me: string;
  /** Null where no key of the case opens with this holder's: what needs none can still be done. */
  readonly keys: Keys | null;
  readonly letters: readonly ShownLetter[];
  /** As the server lists them, each with what was read of it. */
  readonly listed: readonly { readonly sent: LetterView; readonly read: LetterOrFailure }[];
  readonly files: readonly ShownFile[];
  /** How it goes on, as it was decided and what holds of it, the newest first. */
  readonly decided: readonly Decision[];
  /** What the log says of its arrival; null where that is not the same as the server says. */
  readonly logged: Given | null;
  /** What happened, by the log; null where something of it is kept from whoever looks, or changed. */
  readonly history: History | null;
  /** What of it was erased, by the log. */
  readonly erasures: readonly Erasure[];
  /** Authors of letters who had seen something that is not shown: `reporter`, or ids of holders. */
  readonly sawMore: readonly string[];
  /**
   * Whether somebody whom the case knows made its newest key, the log has its arrival as it is shown,
   * and all that happened since is: else nothing is sealed to it.
   */
  readonly proven: boolean;
  /** Whether the log tells of a renewal otherwise than it was signed; then it is not `proven`. */
  readonly otherwise: boolean;
  /** Who could read each generation, by the signatures of those who could. */
  readonly readers: Readers;
  /** What readers said under keys that whoever looks lacks, as others carried it here. */
  readonly older: readonly Older[];
}

export const api = deskApi();

/** The keys of a case that is `proven`, which none is without them. Raises BadWrap. */
export function keysOf({ keys }: OpenCase): Keys {
  if (keys === null) throw new BadWrap("no key of this case opens");
  return keys;
}

/** Whether what the reporter wrote first cannot be shown, though it was sealed to whoever looks. */
export function isUnreadable({ keys, letters, erasures }: OpenCase): boolean {
  if (isReportGone(erasures)) return false;
  if (keys === null) return true;
  return letters.some(({ kind, content, before }) => kind === "report" && content === null && !before);
}

/** Whether this holder may do more than read, note and step out. */
export function mayDecide(open: OpenCase): boolean {
  return !open.lapsed && open.proven;
}

/**
 * Whether an action of whoever looks keeps this duty: as `fulfil` of heard/ledger/journal.py, that of
 * a tier or of one before it; where things stand, and what is preserved, anybody's.
 */
export function mayKeep(open: OpenCase, { kind, from_tier: first }: DutyView): boolean {
  return mayDecide(open) && (isTheirTurn(open, first) || kind === "update" || kind === "preserve_evidence");
}

/**
 * Whether this holder may decide how it goes on: whoever leads the case, anybody while nobody does, and
 * a later tier, to which it was moved around its lead.
 */
export function mayTriage(open: OpenCase): boolean {
  const isOpen = !isTakenBack(open) && isBeforeTeam(open);
  return mayDecide(open) && isOpen && (isLead(open) || isMovedAround(open));
}

/** Whether nothing goes on in it by itself, for now or for good. */
export function isTakenBack({ course }: Pick<OpenCase, "course">): boolean {
  return course === "withdrawn" || course === "stopped";
}

/** Once a team works on it, how it goes on stays as it was decided. */
export function isBeforeTeam({ phase }: Pick<OpenCase, "phase">): boolean {
  return ["received", "triaged", "reopened"].includes(phase);
}

const isLead = ({ lead, me }: OpenCase) => [null, me].includes(lead ?? null);

function isMovedAround({ holders, lead, me }: OpenCase): boolean {
  const tier = (holder: string | null | undefined) => holders.find(({ id }) => id === holder)?.tier ?? 0;
  return tier(lead) > 0 && tier(lead) < tier(me);
}

/** Whether what is owed from this tier on is owed by whoever looks. */
export function isTheirTurn({ holders, me }: OpenCase, first: number): boolean {
  return first <= (holders.find(({ id }) => id === me)?.tier ?? 0);
}

/** As the queue shows it: a part of the random id. */
export function reference(id: string): string {
  return `${id.slice(0, 4)}-${id.slice(4, 8)}`.toUpperCase();
}

/** `sent`: as the server lists it. */
function shown(view: CaseView, sent: LetterView | undefined, read: LetterOrFailure): ShownLetter {
  const { kind = "", author = "", at = "", asks = "", flags = [], generation = 0 } = sent ?? {};
  const before = !view.keys.some(key => key.generation === generation);
  const erased = erasureOf(read);
  const base = { id: read.id, kind, author, at: new Date(at), asks, flags, before, erased };
  if (!read.ok) return { ...base, content: null, faults: before || erased ? [] : ["unreadable"] };
  const content = read.letter.body.content as unknown as Record<string, unknown>;
  return { ...base, content, faults: read.letter.doubts, before: false };
}

function isFileContent(value: unknown): value is FileContent {
  const content = value as FileContent;
  return (
    typeof value === "object" &&
    value !== null &&
    [content.name, content.type, content.digest].every(part => typeof part === "string") &&
    Number.isSafeInteger(content.size) &&
    Array.isArray(content.segments)
  );
}

function shownFile(file: CaseView["files"][number], letters: readonly ShownLetter[]): ShownFile {
  const letter = letters.find(({ id }) => id === file.letter);
  const content = letter?.content;
  const about = isFileContent(content) && content.file === file.id ? content : null;
  return { id: file.id, about, faults: letter?.faults ?? [] };
}

/** On its way while the letters are opened; null where the report is in no log. */
function receiptOf(view: CaseView): Promise<string> | null {
  const leaf = view.letters.find(({ kind }) => kind === "report")?.leaf ?? null;
  const asked = leaf === null ? null : api.receipt(view.case, leaf);
  asked?.catch(() => undefined); // who compares it says why
  return asked;
}

async function place(
  view: CaseView,
  sealed: ReadonlyMap<string, Bytes>,
  asked: Promise<string> | null,
  desk: Unlocked,
): Promise<Given | null> {
  const report = view.letters.find(({ kind }) => kind === "report");
  const bytes = report && sealed.get(report.id);
  if (!bytes || asked === null) return null;
  try {
    const receipt = await asked;
    const keys = { log: desk.roster?.log ?? desk.keyring.log, promise: desk.roster?.promise };
    return await verifyLogged(view, receipt, bytes, keys);
  } catch (error) {
    if (error instanceof NotAsLogged) return null;
    throw error;
  }
}

interface Read {
  readonly keys: Keys | null;
  readonly letters: readonly LetterOrFailure[];
  readonly proven: boolean;
  readonly readers: Readers;
  readonly older: readonly Older[];
  /** As they were fetched, by id. */
  readonly sealed: ReadonlyMap<string, Bytes>;
}

/** No key opens: the report is still held against the log, and everything else stays usable. */
async function unopened(view: CaseView, error: Error, logged: Promise<History | null>): Promise<Read> {
  const erasures = erasuresIn(await logged);
  const letters = view.letters.map(each => {
    const gone = goneBy(each, erasures);
    return { ok: false as const, id: each.id, error: gone ? new Erased(gone) : error };
  });
  const sealed = new Map<string, Bytes>();
  const report = view.letters.find(({ kind, size }) => kind === "report" && size > 0);
  if (report) sealed.set(report.id, await api.letter(view.case, report.id));
  const readers = new Readers("", new Map(), new Map());
  return { keys: null, letters, readers, older: [], proven: false, sealed };
}

/** On their way all at once: one after the other, each would wait for the way there and back. */
function fetchAll({ case: id, letters }: CaseView, kept: KeptCase): void {
  for (const letter of letters) {
    if (kept.letters.has(letter.id) || letter.size === 0) continue;
    const asked = api.letter(id, letter.id);
    asked.catch(() => undefined); // who opens it says why
    kept.letters.set(letter.id, asked);
  }
}

/** What did not open is asked for again, the next time that the case is read. */
function forgetFailed(letters: readonly LetterOrFailure[], kept: KeptCase): void {
  for (const { ok, id } of letters) if (!ok) kept.letters.delete(id);
}

async function opened(
  keys: Keys,
  desk: Unlocked,
  kept: KeptCase,
  logged: Promise<History | null>,
): Promise<Read> {
  const signers = new SigningKeys(desk.roster, version => publicApi().roster(version));
  const sealed = new Map<string, Bytes>();
  fetchAll(keys.view, kept);
  const fetchLetter = async (letter: string) => {
    const bytes = await (kept.letters.get(letter) ?? api.letter(keys.view.case, letter));
    sealed.set(letter, bytes);
    return bytes;
  };
  const heard = await hearLetters(keys, signers, fetchLetter, logged);
  const { letters, readers, older } = heard;
  forgetFailed(letters, kept);
  return { keys, letters, readers, older, proven: isProven(keys, heard), sealed };
}

/** Null where something of it is kept back. */
async function loggedIn(view: CaseView, kept: KeptCase): Promise<History | null> {
  try {
    return await historyOf(view, "desk", kept.opening);
  } catch (error) {
    if (error instanceof HiddenHistory) return null;
    throw error;
  }
}

/** Null too where whoever looks had seen something before that is not shown to them now. */
function historyIn(logged: History | null, letters: readonly LetterOrFailure[], me: string): History | null {
  return logged && whoSawMore(logged, letters).includes(me) ? null : logged;
}

/** Opens a case: the action that is logged, then all that was written, in order. */
export async function readCase(id: string, desk: Unlocked): Promise<OpenCase> {
  const kept = keptCase(id);
  const view = await api.openCase(id, newId());
  const receipt = receiptOf(view);
  // Whoever sealed nonsense must not take the handler's actions away with it: nothing here asks the server.
  const opening = await openCase(view, desk.keyring).catch((error: Error) => error);
  const logged = loggedIn(view, kept);
  logged.catch(() => undefined); // who waits for it says why
  const read =
    opening instanceof Error
      ? await unopened(view, opening, logged)
      : await opened(opening, desk, kept, logged);
  const { readers, older } = read;
  const me = desk.me.id;
  const history = historyIn(await logged, read.letters, me);
  const keys = read.keys && { ...read.keys, seen: history?.newest ?? "" };
  const sawMore = history ? whoSawMore(history, read.letters) : [];
  // Of two with one id the first.
  const sent = new Map(view.letters.toReversed().map(each => [each.id, each]));
  const letters = read.letters
    .map(one => shown(view, sent.get(one.id), one))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const files = view.files.map(file => shownFile(file, letters));
  const decided = await decisionsOf(view, read.letters, history);
  const arrival = await place(view, read.sealed, receipt, desk);
  const otherwise = read.proven && history !== null && isOtherwiseLogged(history, readers, view.generation);
  const proven = read.proven && history !== null && !otherwise && arrival !== null;
  const ref = reference(id);
  const listed = view.letters.flatMap((sent, at) => {
    const one = read.letters[at];
    return one ? [{ sent, read: one }] : [];
  });
  const erasures = erasuresIn(history);
  const told = { letters, listed, files, decided, logged: arrival, history, erasures, sawMore };
  return { ...view, id, ref, me, keys, ...told, proven, otherwise, readers, older };
}
