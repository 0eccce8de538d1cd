/**
 * How long something may still be answered (docs/spec/casework.md, "Time"), by days: a party is told of a move
 * by its day alone. Pure.
 */

import type { Step, Thing } from "./side.ts";

/** What may be answered after one of these moves, for so many days. */
interface Late {
  readonly after: readonly string[];
  readonly days: number;
}

const LATE: Readonly<Record<string, Late>> = {
  declined: { after: ["decline", "record_silence"], days: 30 },
  admitted: { after: ["admit"], days: 2 },
};

/** Until when it can be answered late, or taken back; null where its state says nothing of that. */
export interface StillTime {
  /** The last day on all of which it can. */
  readonly until: string;
  /** Whether it can at no hour of today any more. */
  readonly isOver: boolean;
}

// Of its own: what reads days as people write them would be fetched with it.
function inDays(count: number, day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** `today`: the day (UTC). */
export function stillTime({ state, steps }: Pick<Thing, "state" | "steps">, today: string): StillTime | null {
  const late = LATE[state];
  const since: Step | undefined = late && steps.findLast(({ move }) => late.after.includes(move));
  if (!late || !since) return null;
  return { until: inDays(late.days - 1, since.on), isOver: today > inDays(late.days, since.on) };
}
