/** What the desk's word check knows, in codes (vectors/requests.json; heard/rules/requests.py). */

import type { Asks } from "../contents.ts";
import { type REQUESTS_FLAGS, REQUESTS_OVERRIDES, REQUESTS_PROOF } from "../shared.ts";

/** What must not be asked of somebody who reports, or said to her. */
export type Flag = (typeof REQUESTS_FLAGS)[number];

/** Why an author sends what they were warned of. */
export type Override = (typeof REQUESTS_OVERRIDES)[number];

export const ASKS: readonly Asks[] = [
  "question",
  "meeting",
  "consent",
  "document",
  "proof",
  "witness",
  "recording",
];
export const OVERRIDES: readonly Override[] = REQUESTS_OVERRIDES;

const PROOF: ReadonlySet<string> = new Set(REQUESTS_PROOF);

/** Whether it asks her for proof of some kind: she need not give it, and it wants a reason. */
export function demandsProof(asks: string): boolean {
  return PROOF.has(asks);
}

/** A text and, for each of its signs and its end, the place in the text that it came from. */
export interface Folded {
  readonly text: string;
  readonly at: readonly number[];
}

/**
 * What is wrong about the wording of one language. `ask`: questions and demands, which are meant
 * well where the same clause denies them ("you do not have to bring proof"); `say`: wrong however
 * they are put. Each is the source of a regular expression whose every repetition is bounded.
 */
export interface Wording {
  readonly language: string;
  /** A letter of its script: without one there is nothing to look for. */
  readonly script: RegExp;
  /** Brings what is written in several ways to one; the rules are written for that. */
  readonly fold?: (text: string) => Folded;
  readonly ask: Partial<Record<Flag, readonly string[]>>;
  readonly say: Partial<Record<Flag, readonly string[]>>;
  /** Ends before an `ask` that is denied; stands inside one ("you need not bring proof"). */
  readonly denied: string;
  readonly inner: string;
  /** Takes the denial back: "if you do not …", "didn't you …". */
  readonly conditional: string;
  /** Begins after an `ask` that is denied: "what you wore does not matter". */
  readonly waved: string;
}
