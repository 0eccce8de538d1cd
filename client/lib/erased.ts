/**
 * What was erased of a case, by what the log says of it (docs/spec/retention.md, 4). A letter that is gone is
 * listed with no bytes. That alone a server can say of any: it counts where the log tells of an erasure of a
 * class that the letter can be of, which everybody who reads the case is shown. Pure.
 */

import { eventsIn, type History } from "./history.ts";

export interface Erasure {
  /** The code of the class. */
  readonly what: string;
  /** RFC 3339. */
  readonly at: string;
  /** Title and article of a law, or the rule of ours. */
  readonly ground: string;
  /** Names of fields of earlier events whose value and salt are gone. */
  readonly fields: readonly string[];
}

/** A letter was erased, or all of a case: then `words` say so. */
export class Erased extends Error {
  override name = "Erased";
  readonly erasure: Erasure;
  constructor(erasure: Erasure, words = "erased") {
    super(words);
    this.erasure = erasure;
  }
}

type Log = Pick<History, "fields"> | null;

/** All of them, in the order of the log. */
export function erasuresIn(log: Log): Erasure[] {
  return eventsIn(log, "erased").map(own => {
    const [what = "", at = "", ground = ""] = ["what", "at", "ground"].map(name => own.get(name));
    return { what, at, ground, fields: (own.get("fields") ?? "").split(",") };
  });
}

// By the kind of a letter; a record, and who signs beside it, go with the object that is moved.
const OF_RECORDS = ["report", "findings", "drafts", "respondent_name"];
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  identity: ["identity"],
  "file-key": ["wraps"],
  decision: ["findings"],
  record: OF_RECORDS,
  assent: OF_RECORDS,
  note: ["report", "wraps"],
  message: ["report", "respondent_name"],
};

/** The last one that a letter without bytes can have gone by; undefined where it has some, or none is told. */
export function goneBy(
  { kind, size }: { readonly kind: string; readonly size: number },
  erasures: readonly Erasure[],
): Erasure | undefined {
  const classes = CLASSES[kind] ?? ["report"];
  return size === 0 ? erasures.findLast(({ what }) => classes.includes(what)) : undefined;
}

/** Whether what the reporter wrote first is gone: with it, who could read the case from the start. */
export function isReportGone(erasures: readonly Erasure[]): boolean {
  return erasures.some(({ what }) => what === "report");
}

type Entry = { readonly ok: true } | { readonly ok: false; readonly error: Error };

/** By what this letter was erased; undefined of any other. */
export function erasureOf(entry: Entry | null | undefined): Erasure | undefined {
  return entry && !entry.ok && entry.error.name === "Erased" ? (entry.error as Erased).erasure : undefined;
}

/** Names of fields that the log may hide by now, since it says that they were erased. */
export function fieldsGone(erasures: readonly Erasure[]): ReadonlySet<string> {
  return new Set(erasures.flatMap(({ fields }) => fields));
}
