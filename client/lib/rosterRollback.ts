/**
 * The newest roster that this browser has verified, by the root key that signed it: a number and
 * no more. For the desk only; a reporter's browser keeps nothing of where she has been.
 */

import type { DraftPlace } from "./draft.ts";
import type { Roster } from "./roster.ts";

type Place = Pick<DraftPlace, "getItem" | "setItem">;

const name = (root: string): string => `heard-roster ${root}`;

/** 0 where none was seen, or where the browser keeps nothing. */
export function seenVersion(place: Place, root: string): number {
  try {
    const version = Number(place.getItem(name(root)));
    return Number.isSafeInteger(version) && version > 0 ? version : 0;
  } catch {
    return 0;
  }
}

/** From now on an older one is refused here (`RosterPins.seen`). */
export function rememberVersion(place: Place, { root, version }: Pick<Roster, "root" | "version">): void {
  if (version <= seenVersion(place, root)) return;
  try {
    place.setItem(name(root), String(version));
  } catch {
    // a browser that keeps nothing is a browser that saw nothing
  }
}
