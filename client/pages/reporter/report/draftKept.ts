/** Whether a draft is on this device: asked on each visit, without the cryptography. */

/** As in client/lib/draft.ts. */
export const PLACE = "heard-draft";

export function draftKept(): boolean {
  try {
    return localStorage.getItem(PLACE) !== null;
  } catch {
    // Some browsers refuse storage altogether: then there is no draft either.
    return false;
  }
}
