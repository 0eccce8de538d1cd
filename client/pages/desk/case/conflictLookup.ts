/** Who of the holders has something to do with a person, asked as the reporter's browser asks. */

import { publicApi } from "../../../lib/api.ts";
import { utf8 } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { Conflicts } from "../../../lib/conflicts.ts";
import { Unproved } from "../../../lib/conflictproof.ts";
import { sha256hex } from "../../../lib/hash.ts";
import { canonicalJson } from "../../../lib/json.ts";
import { desk } from "../session.ts";

const MAX_LINES = 50;

// One for the visit: asked anew for each line, the server would see which buckets come back.
const conflicts = new Conflicts(publicApi().conflicts, async () => {
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
 * The same where asking tells the server nothing, because the table is fetched whole; null where it
 * is larger: a name that is looked up under one salt after another is known in the end. Raises as `lookUp`.
 */
export async function lookUpUnasked(
  texts: readonly string[],
  holders: readonly string[],
): Promise<Lookup | null> {
  return (await conflicts.isWhole()) ? lookUp(texts, holders) : null;
}

/**
 * SHA-256 (hexadecimal) of the head of the table that was asked, as the log has it (docs/spec/conflicts.md,
 * 6); empty before any was.
 */
export async function tableDigest(): Promise<string> {
  return conflicts.head ? sha256hex(utf8(canonicalJson(conflicts.head))) : "";
}

/** Raises as `Conflicts.of`. */
export async function lookUp(texts: readonly string[], holders: readonly string[]): Promise<Lookup> {
  const matches = new Map<string, { text: string; relation: string }[]>();
  for (const [text, pairs] of await conflicts.of(texts)) {
    for (const { holder, relation } of pairs) {
      matches.set(holder, [...(matches.get(holder) ?? []), { text, relation }]);
    }
  }
  const known = new Set(conflicts.head?.holders);
  return { matches, unknown: new Set(holders.filter(id => !known.has(id))) };
}
