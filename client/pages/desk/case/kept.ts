/**
 * Of the case that was read last, what never changes: sealed letters as they were sent, and what the log has of
 * each event. It is fetched and hashed once, until the desk is locked or another case is read (ADR 0061).
 */

import type { Bytes } from "../../../lib/bytes.ts";
import { openingsOnce } from "../../../lib/openings.ts";
import { onLock } from "../session.ts";

export class KeptCase {
  readonly case: string;
  readonly opening = openingsOnce();
  /** By id. */
  readonly letters = new Map<string, Promise<Bytes>>();

  constructor(id: string) {
    this.case = id;
  }
}

let kept = new KeptCase("");

// What is still being read ends up in the one that is let go of.
onLock(() => {
  kept = new KeptCase("");
});

/** That of this case; of any other nothing is kept any more. */
export function keptCase(id: string): KeptCase {
  if (kept.case !== id) kept = new KeptCase(id);
  return kept;
}
