/** A case as the desk shows it: what the server sent, and what this browser could read of it. */

import { publicApi } from "../../../lib/api.ts";
import { type Bytes, newId } from "../../../lib/bytes.ts";
import { isProven, openCase, openLetters, type OpenCase as Keys } from "../../../lib/desk.ts";
import { deskApi } from "../../../lib/deskapi.ts";
import type { Doubt, FileContent } from "../../../lib/letter.ts";
import { checkLogged, NotAsLogged } from "../../../lib/logged.ts";
import { SigningKeys } from "../../../lib/people.ts";
import type { LetterOrFailure } from "../../../lib/report.ts";
import type { CaseView, DutyView } from "../../../lib/views.ts";
import type { Unlocked } from "../session.ts";

export type {
  DutyView as Duty,
  EvidenceView as Evidence,
  HolderView as Holder,
  SuspensionView as Suspension,
  TimelineView as TimelineEntry,
} from "../../../lib/views.ts";

/** What can be wrong with a letter; the words for each are `fault.<name>`. */
export type Fault = Doubt | "unreadable";

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
  readonly keys: Keys;
  readonly letters: readonly ShownLetter[];
  readonly files: readonly ShownFile[];
  /** Its place in the log; null where the log does not say the same of it as the server. */
  readonly logged: number | null;
  /** Whether somebody whom the case knows made its newest key: else nothing is sealed to it. */
  readonly proven: boolean;
}

export const api = deskApi();

/** Whether this holder may do more than read, note and step out. */
export function mayDecide(open: OpenCase): boolean {
  return !open.lapsed && open.proven;
}

/**
 * Whether a deed of whoever looks keeps this duty: as `fulfil` of heard/actions/_journal.py, that of
 * a tier or of one before it; where things stand, and what is preserved, anybody's.
 */
export function mayKeep(open: OpenCase, { kind, from_tier: first }: DutyView): boolean {
  if (!mayDecide(open)) return false;
  const mine = open.holders.find(({ id }) => id === open.me)?.tier ?? 0;
  return first <= mine || kind === "update" || kind === "preserve_evidence";
}

/** As the queue shows it: a part of the random id. */
export function reference(id: string): string {
  return `${id.slice(0, 4)}-${id.slice(4, 8)}`.toUpperCase();
}

function shown(view: CaseView, read: LetterOrFailure): ShownLetter {
  const told = view.letters.find(({ id }) => id === read.id);
  const { kind = "", author = "", at = "", asks = "", flags = [], generation = 0 } = told ?? {};
  const before = !view.keys.some((key) => key.generation === generation);
  const base = { id: read.id, kind, author, at: new Date(at), asks, flags, before };
  if (!read.ok) return { ...base, content: null, faults: before ? [] : ["unreadable"] };
  const content = read.letter.body.content as unknown as Record<string, unknown>;
  return { ...base, content, faults: read.letter.doubts, before: false };
}

function isFileContent(value: unknown): value is FileContent {
  const content = value as FileContent;
  return (
    typeof value === "object" &&
    value !== null &&
    [content.name, content.type, content.digest].every((part) => typeof part === "string") &&
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

async function place(
  view: CaseView,
  sealed: ReadonlyMap<string, Bytes>,
  desk: Unlocked,
): Promise<number | null> {
  const report = view.letters.find(({ kind }) => kind === "report");
  const bytes = report && sealed.get(report.id);
  if (!report || !bytes || report.index === null) return null;
  try {
    const receipt = await api.receipt(view.case, report.index);
    return (await checkLogged(view, receipt, bytes, desk.keyring.log)).index;
  } catch (error) {
    if (error instanceof NotAsLogged) return null;
    throw error;
  }
}

/** Opens a case: the deed that is logged, then all that was written, in order. */
export async function readCase(id: string, desk: Unlocked): Promise<OpenCase> {
  const view = await api.openCase(id, newId());
  const keys = await openCase(view, desk.keyring);
  const signers = new SigningKeys(desk.roster, (version) => publicApi().roster(version));
  const sealed = new Map<string, Bytes>();
  const read = await openLetters(keys, signers, async (letter) => {
    const bytes = await api.letter(id, letter);
    sealed.set(letter, bytes);
    return bytes;
  });
  const letters = read
    .map((one) => shown(view, one))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const files = view.files.map((file) => shownFile(file, letters));
  const proven = await isProven(keys, signers, sealed);
  const logged = await place(view, sealed, desk);
  return { ...view, id, ref: reference(id), me: desk.me.id, keys, letters, files, logged, proven };
}
