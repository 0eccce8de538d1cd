/** The signed head of the log (c2sp.org/tlog-checkpoint). */

import { type Bytes, base64, NotCanonical, unbase64 } from "./bytes.ts";
import { BadNote, type Note, parseNote, parseVKey, type Signed, verifyNote } from "./note.ts";
import { CHECKPOINT_MAX } from "./shared.ts";

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  readonly note: Note;
}

function decodeRoot(value: string): Bytes {
  try {
    const root = unbase64(value);
    if (root.length === 32) return root;
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
  }
  throw new BadNote("the root hash is malformed");
}

/** Raises BadNote. The signatures are not checked yet: `verifyNote` does that. */
export function parseCheckpoint(value: string | Bytes): Checkpoint {
  const note = parseNote(value, CHECKPOINT_MAX);
  const [origin = "", size = "", root = "", ...rest] = note.text.split("\n");
  // Extension lines are allowed, empty ones are not; the last piece is after the last line end.
  if (origin === "" || rest.length < 1 || rest.slice(0, -1).includes("")) {
    throw new BadNote("the checkpoint is malformed");
  }
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) {
    throw new BadNote("the checkpoint's size is malformed");
  }
  return { origin, size: Number(size), root: decodeRoot(root), note };
}

export function checkpointText(origin: string, size: number, root: Bytes): string {
  return `${origin}\n${size}\n${base64(root)}\n`;
}

export interface VerifiedCheckpoint extends Checkpoint {
  /** Cosignatures by the given witnesses. */
  readonly cosigned: readonly Signed[];
}

/** Verifies with pinned vkeys; the origin must be the log's name. Raises BadNote, WeakKey. */
export async function verifyCheckpoint(
  value: string | Bytes,
  log: string,
  witnesses: readonly string[] = [],
): Promise<VerifiedCheckpoint> {
  const checkpoint = parseCheckpoint(value);
  const [own, ...others] = await Promise.all([log, ...witnesses].map(parseVKey));
  if (!own) throw new BadNote("no key of the log is pinned");
  const signed = await verifyNote(checkpoint.note, [own, ...others]);
  if (!signed.some(({ vkey }) => vkey === own)) throw new BadNote("the log did not sign this");
  if (checkpoint.origin !== own.name) throw new BadNote(`this is the log ${checkpoint.origin}`);
  return { ...checkpoint, cosigned: signed.filter(({ vkey }) => vkey !== own) };
}
