/** Evidence that others hold: how soon it may be gone (heard/rules/evidence.py says why so). */

export type EvidenceKind =
  "camera" | "access_log" | "booking" | "chat" | "expense" | "call_log" | "email" | "device" | "other";

export type EvidenceState = "needed" | "ordered" | "confirmed" | "lost";

const DAYS: Readonly<Record<EvidenceKind, number | null>> = {
  camera: 7,
  access_log: 30,
  booking: null,
  chat: 30,
  expense: null,
  call_log: 30,
  email: 14,
  device: 7,
  other: 7,
};

export const EVIDENCE_KINDS = Object.keys(DAYS) as readonly EvidenceKind[];

const DAY = 24 * 60 * 60 * 1000;

/**
 * The first day (`YYYY-MM-DD`) on which it may be gone, counted from the day on which it was made:
 * of the incident where it is known, else of the first disclosure, else of receipt. Null where
 * nothing overwrites it by itself.
 */
export function defaultOverwritten(kind: EvidenceKind, from: string): string | null {
  const days = DAYS[kind];
  if (days === null) return null;
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from `today` until `day` (both `YYYY-MM-DD`); negative once it is over. */
export function daysLeft(day: string, today: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY);
}

/** Which deeds may follow a state. */
export function following(state: EvidenceState): readonly Exclude<EvidenceState, "needed">[] {
  if (state === "needed") return ["ordered", "lost"];
  if (state === "ordered") return ["confirmed", "lost"];
  return state === "confirmed" ? ["lost"] : [];
}
