/** Who of the holders has something to do with a person, by the whole table: nobody is told who is looked up. */

import { bytes, publicApi } from "../../../lib/api.ts";
import { serverTime } from "../../../lib/clock.ts";
import { Unproved } from "../../../lib/conflictproof.ts";
import { type Held, WholeConflicts } from "../../../lib/conflictWhole.ts";
import { desk } from "../session.ts";

const MAX_LINES = 50;

const door = {
  ...publicApi().conflicts,
  whole: (salt: string) => bytes(`/desk/api/conflicts/${salt}`),
};

// One for the visit: it is fetched again once there is another.
const conflicts = new WholeConflicts(door, async () => {
  const { roster } = desk();
  if (roster === null) throw new Unproved("roster");
  return { policy: roster, now: serverTime() };
});

export interface Lookup {
  /** By holder: of whom, and how. */
  readonly matches: ReadonlyMap<string, readonly { readonly text: string; readonly relation: string }[]>;
  /** Holders of whom the directory knows nothing. */
  readonly unknown: ReadonlySet<string>;
}

/** What was typed, a person a line. */
export function linesOf(typed: string): string[] {
  const lines = typed.split("\n").map(line => line.trim());
  return [...new Set(lines.filter(line => line !== ""))].slice(0, MAX_LINES);
}

/**
 * SHA-256 (hexadecimal) of the head of the table that was asked, as the log has it (docs/spec/conflicts.md,
 * 6); empty before any was.
 */
export function tableDigest(): string {
  return conflicts.digest;
}

/** The newest table, on its way: for who does not know yet whom to look up. What it raises, `lookUp` raises. */
export function newestTable(): Promise<Held> {
  const held = conflicts.newest();
  held.catch(() => undefined); // whoever looks up says so
  return held;
}

/** Raises as `WholeConflicts.newest`. */
export async function lookUp(
  texts: readonly string[],
  holders: readonly string[],
  table = newestTable(),
): Promise<Lookup> {
  const matches = new Map<string, { text: string; relation: string }[]>();
  for (const [text, pairs] of await conflicts.of(texts, table)) {
    for (const { holder, relation } of pairs) {
      matches.set(holder, [...(matches.get(holder) ?? []), { text, relation }]);
    }
  }
  const known = new Set(conflicts.head?.holders);
  return { matches, unknown: new Set(holders.filter(id => !known.has(id))) };
}
