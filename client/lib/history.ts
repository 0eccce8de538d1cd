/**
 * What happened in a case, by what the log has of it (docs/spec/log.md, "What went before"). Pure.
 * The rules are written out in src/heard/formats/history.py, its twin. Whoever is told the newest
 * event is told all, or finds out; that the newest are withheld only somebody who was shown them can
 * tell (`seen` of a letter).
 */

import { hex } from "./bytes.ts";
import { BadOpening, entryOf, type Opening, parseOpening } from "./entry.ts";
import { leafHash } from "./merkle.ts";
import type { Readers, Statement } from "./readers.ts";
import type { CaseView, TimelineView } from "./views.ts";
import {
  HISTORY_APART,
  HISTORY_CARRIES,
  HISTORY_DESK_CARRIES,
  HISTORY_FIRST,
  HISTORY_MOST,
} from "./shared.ts";

/** `too_large`, `opening`, `field`, `gap`, `fork` or `letter`. */
export class HiddenHistory extends Error {
  override name = "HiddenHistory";
  readonly kind: string;
  constructor(kind: string, why: string) {
    super(why);
    this.kind = kind;
  }
}

export type Told = Pick<TimelineView, "leaf" | "event" | "at" | "actor" | "opening">;
type Fields = ReadonlyMap<string, string>;

export interface History {
  /** The open fields of each event, by its leaf. */
  readonly fields: ReadonlyMap<string, Fields>;
  /** The last leaf that everybody is told of, or empty. */
  readonly newest: string;
  /** It begins with events from before `prev`, so that of those some may be missing. */
  readonly older: boolean;
}

export type ReaderKind = "desk" | "reporter";

const APART: Readonly<Record<string, ReaderKind>> = HISTORY_APART;

/** What the log has of an event. Raises HiddenHistory where it is that of no such leaf. */
export async function openingOf({ leaf, opening: text }: Pick<Told, "leaf" | "opening">): Promise<Opening> {
  let opening: Opening;
  try {
    opening = parseOpening(text);
  } catch (error) {
    if (error instanceof BadOpening) throw new HiddenHistory("opening", error.message);
    throw error;
  }
  if (hex(await leafHash(await entryOf(opening))) !== leaf) {
    throw new HiddenHistory("opening", "an event has another's opening");
  }
  return opening;
}

/** The open fields of an event, held against what is told of it. */
async function fieldsOf(id: string, event: Told, opening: typeof openingOf): Promise<Fields> {
  const { fields } = await opening(event);
  const values = [...fields].flatMap(([name, each]) =>
    "value" in each ? [[name, each.value] as const] : [],
  );
  const open = new Map(values);
  for (const [name, value] of [
    ["event", event.event],
    ["at", event.at],
    ["actor", event.actor],
    ["case", id],
  ] as const) {
    if (open.get(name) !== value) throw new HiddenHistory("field", `the log says another ${name}`);
  }
  if (fields.has("prev") && !open.has("prev")) throw new HiddenHistory("field", "an event hides its prev");
  return open;
}

function checkLink(
  prev: string,
  end: string | undefined,
  event: string,
  known: ReadonlyMap<string, Fields>,
): void {
  const first = end === undefined && APART[event] === undefined && event !== HISTORY_FIRST;
  if (prev === (end ?? "") && !first) return;
  if (prev !== (end ?? "") && (prev === "" || known.has(prev))) {
    throw new HiddenHistory("fork", "two events have one prev");
  }
  throw new HiddenHistory("gap", "an event is missing");
}

function checkLetter(own: Fields, letters: ReadonlySet<string>, reader: ReaderKind): void {
  const event = own.get("event") ?? "";
  const letter = own.get("letter");
  const listed =
    HISTORY_CARRIES.includes(event) || (reader === "desk" && HISTORY_DESK_CARRIES.includes(event));
  if (listed && letter !== "" && !letters.has(letter ?? "")) {
    throw new HiddenHistory("letter", "a letter is missing");
  }
}

/**
 * Checks what a reader of a case is told. `letters`: SHA-256 of every sealed letter that is listed;
 * `opening`: by whom one is hashed that was not before. Raises HiddenHistory.
 */
export async function followHistory(
  id: string,
  events: readonly Told[],
  letters: ReadonlySet<string>,
  reader: ReaderKind,
  opening = openingOf,
): Promise<History> {
  if (events.length > HISTORY_MOST) throw new HiddenHistory("too_large", "too many events");
  if (events.length === 0) throw new HiddenHistory("gap", "no events");
  const fields = new Map<string, Fields>();
  const ends = new Map<string, string>();
  const linked = new Set<string>();
  let older = false;
  // All are hashed side by side; what follows from them is found in their order.
  const hashed = await Promise.all(
    events.map(each => fieldsOf(id, each, opening).catch((error: Error) => error)),
  );
  for (const [at, each] of events.entries()) {
    const own = hashed[at] as Fields | Error;
    if (own instanceof Error) throw own;
    if (fields.has(each.leaf)) throw new HiddenHistory("fork", "an event comes twice");
    const chain = APART[each.event] ?? "case";
    const prev = own.get("prev");
    if (prev !== undefined) {
      checkLink(prev, ends.get(chain), each.event, fields);
      linked.add(chain);
      checkLetter(own, letters, reader);
    } else if (linked.has(chain)) throw new HiddenHistory("gap", "an event has no prev");
    else older = true;
    fields.set(each.leaf, own);
    ends.set(chain, each.leaf);
  }
  return { fields, newest: ends.get("case") ?? "", older };
}

/**
 * Which of the leaves that authors had seen are not among what is told. One who had seen nothing (an
 * empty one) began a case in which every event is linked.
 */
export function unseenOf({ fields, older }: History, seen: readonly string[]): string[] {
  return seen.filter(leaf => (leaf === "" ? older : !fields.has(leaf)));
}

/** The fields of each event of a kind, in the order of the log; none where it is not to be believed. */
export function eventsIn(history: Pick<History, "fields"> | null, event: string): Fields[] {
  return [...(history?.fields.values() ?? [])].filter(own => own.get("event") === event);
}

type Made = Pick<Readers, "bases" | "newestOfReporter">;

/** Whether a statement has the key, the readers and whom it left out that the log has: each of them, open. */
function saysSo(statement: Statement | undefined, own: Fields): boolean {
  const signed = statement && [
    statement.recipient,
    statement.readers.map(({ id }) => id).join(),
    statement.excluded.join(),
  ];
  const logged = ["case_recipient", "recipients", "excluded"].map(name => own.get(name));
  return JSON.stringify(signed) === JSON.stringify(logged);
}

/** Renewals since her own newest that the log tells of and no statement proves: another's does, or none. */
function unprovenRenewals({ fields }: Pick<History, "fields">, { bases, newestOfReporter }: Made): Fields[] {
  return [...fields.values()].filter(renewal => {
    const generation = Number(renewal.get("generation"));
    const since = renewal.get("event") === "identity_renewed" && !(generation <= newestOfReporter);
    return since && !saysSo(bases.get(generation)?.statement, renewal);
  });
}

/**
 * Whom renewals left out, as the log has them, that no statement proves: theirs did not come through, or
 * is contested by whoever they left out. The server's own list of who has left is no word at all.
 */
export function leftOutUnproven(history: Pick<History, "fields">, readers: Made): string[] {
  const out = unprovenRenewals(history, readers).flatMap(renewal =>
    (renewal.get("excluded") ?? "").split(","),
  );
  return [...new Set(out)].filter(id => id !== "");
}

/**
 * Whether the log tells, up to this generation, of a renewal that no statement proves as it is told. Whoever it left out
 * could make keys before, and still makes one that counts where nothing is shown of it. Honest readers go
 * on from each other's statements, so that none after it would count either.
 */
export function isOtherwiseLogged(
  history: Pick<History, "fields">,
  readers: Made,
  generation: number,
): boolean {
  return unprovenRenewals(history, readers).some(
    renewal => !(Number(renewal.get("generation")) > generation),
  );
}

/** A letter as it was opened: those with doubts say nothing, nor those from before `seen`. */
type Entry =
  | { readonly ok: false }
  | {
      readonly ok: true;
      readonly letter: {
        readonly body: { readonly author: string; readonly seen?: string };
        readonly doubts: readonly unknown[];
      };
    };

/** Authors of letters who had seen something that is not told: `reporter`, or ids of holders. */
export function whoSawMore(history: History, letters: readonly Entry[]): string[] {
  const believed = letters.flatMap(each =>
    each.ok && each.letter.doubts.length === 0 ? [each.letter.body] : [],
  );
  const more = believed.filter(({ seen }) => seen !== undefined && unseenOf(history, [seen]).length > 0);
  return [...new Set(more.map(({ author }) => author))];
}

/** Follows what a view of a case tells; `opening` as there. Raises HiddenHistory. */
export function historyOf(
  view: Pick<CaseView, "case" | "timeline" | "letters">,
  reader: ReaderKind,
  opening?: typeof openingOf,
): Promise<History> {
  const letters = new Set(view.letters.map(({ sha256 }) => sha256));
  return followHistory(view.case, view.timeline, letters, reader, opening);
}
