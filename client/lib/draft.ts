/**
 * A draft that the reporter asked to keep, sealed under the return code shown at that moment.
 * Nothing is stored unless she asks; what is stored says nothing without the code.
 */

import { open, seal } from "./agefile.ts";
import { base64, text, unbase64, utf8 } from "./bytes.ts";
import type { CodeKeys } from "./returncode.ts";

const PLACE = "heard-draft";
const BUCKET = 4096;

/** What of `localStorage` is used. */
export interface DraftPlace {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

export function hasDraft(place: DraftPlace): boolean {
  return place.getItem(PLACE) !== null;
}

/** Padded, so that its length does not tell how much she wrote. */
export async function keepDraft(
  place: DraftPlace,
  value: unknown,
  keys: Pick<CodeKeys, "recipient">,
): Promise<void> {
  const json = JSON.stringify(value);
  const size = Math.ceil((utf8(json).length + 1) / BUCKET) * BUCKET;
  const padded = utf8(json + " ".repeat(size - utf8(json).length));
  place.setItem(PLACE, base64(await seal(padded, [keys.recipient])));
}

/** Null where there is none. Raises AgeError("no match") where the code is another's. */
export async function readDraft(place: DraftPlace, keys: Pick<CodeKeys, "identity">): Promise<unknown> {
  const stored = place.getItem(PLACE);
  if (stored === null) return null;
  return JSON.parse(text(await open(unbase64(stored), [keys.identity])));
}

export function dropDraft(place: DraftPlace): void {
  place.removeItem(PLACE);
}
