/** What the desk's word check knows, in codes (vectors/requests.json; heard/rules/requests.py). */

import type { Asks } from "../contents.ts";

/** What must not be asked of somebody who reports, or said to her. */
export type Flag =
  | "blame"
  | "clothing"
  | "disbelief"
  | "drinking"
  | "exact_times"
  | "false_report_threat"
  | "formal_process"
  | "identity"
  | "medical"
  | "pressure"
  | "proof"
  | "retelling"
  | "sexual_history"
  | "verdict"
  | "why"
  | "witnesses";

/** Why an author sends what they were warned of. */
export type Override = "she_raised_it" | "law_requires" | "quoting" | "misread";

export const ASKS: readonly Asks[] = [
  "question",
  "meeting",
  "consent",
  "document",
  "proof",
  "witness",
  "recording",
];
export const OVERRIDES: readonly Override[] = ["she_raised_it", "law_requires", "quoting", "misread"];

const PROOF: ReadonlySet<string> = new Set<Asks>(["document", "proof", "witness", "recording"]);

/** Whether it asks her for proof of some kind: she need not give it, and it wants a reason. */
export function demandsProof(asks: string): boolean {
  return PROOF.has(asks);
}

/**
 * What is wrong about the wording of one language. `ask`: questions and demands, which are meant
 * well where the same clause denies them ("you do not have to bring proof"); `say`: wrong however
 * they are put. Each is the source of a regular expression whose every repetition is bounded.
 */
export interface Wording {
  readonly language: string;
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
