/** Evidence that others hold: how soon it may be gone (src/heard/rules/law/evidence.toml says why so). */

import law from "../../src/heard/rules/law/evidence.toml";

export type EvidenceKind =
  "camera" | "access_log" | "booking" | "chat" | "expense" | "call_log" | "email" | "device" | "other";

export type EvidenceState = "needed" | "ordered" | "confirmed" | "lost";

export const EVIDENCE_KINDS: readonly EvidenceKind[] = law.kind.map(({ code }) => code);

const DAY = 24 * 60 * 60 * 1000;

/**
 * The first day (`YYYY-MM-DD`) on which it may be gone, counted from the day on which it was made:
 * of the incident where it is known, else of the first disclosure, else of receipt. Null where
 * nothing overwrites it by itself.
 */
export function defaultOverwritten(kind: EvidenceKind, from: string): string | null {
  const days = law.kind.find(({ code }) => code === kind)?.days;
  if (days === undefined) return null;
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from `today` until `day` (both `YYYY-MM-DD`); negative once it is over. */
export function daysLeft(day: string, today: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY);
}

/** Which actions may follow a state. */
export function following(state: EvidenceState): readonly Exclude<EvidenceState, "needed">[] {
  const actions = Object.entries(law.follows).filter(([, states]) => states.includes(state));
  return actions.map(([action]) => action as Exclude<EvidenceState, "needed">);
}
