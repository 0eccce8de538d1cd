/**
 * Time limits that run for the reporter outside of Heard (src/heard/rules/law/reporter-limits.toml says
 * which): the twin of heard/rules/limits.py. Computed where she reads them; nothing is sent.
 */

import law from "../../src/heard/rules/law/reporter-limits.toml";
import { dayIn } from "./clock.ts";

/** Her days, `YYYY-MM-DD`: the last time it happened, and the last in the job; "" where unknown. */
export interface HerDays {
  readonly incident: string;
  readonly left: string;
}

export interface ReporterLimit {
  readonly id: string;
  readonly from: "incident" | "left";
  /** The day before which to act; null where one of her days that it takes is unknown. */
  readonly before: string | null;
  readonly article: string;
  readonly verified: boolean;
}

/** Countries of which at least one limit is known, as ISO 3166-1 codes. */
export const COUNTRIES: readonly string[] = [...new Set(law.limit.map(({ country }) => country))];

/** What runs for her in a country, in the order of the file; empty where nothing is known. */
export function limitsIn(country: string, days: HerDays): readonly ReporterLimit[] {
  return law.limit
    .filter(each => each.country === country)
    .map(({ id, from, within, at_most, article, verified }) => ({
      id,
      from,
      before: before(after(within, days[from]), after(at_most, days.incident)),
      article,
      verified,
    }));
}

/** Whether a day is over everywhere on earth: who has some hours left is told nothing else. */
export function isPast(day: string, now: Date): boolean {
  return day <= dayIn("Etc/GMT+12", now);
}

/** The earlier of two days; null where one is unknown, undefined where there is no such bound. */
function before(day: string | null | undefined, last: string | null | undefined): string | null {
  if (!day || last === null) return null;
  return last !== undefined && last < day ? last : day;
}

const DAY = 24 * 60 * 60 * 1000;
const MONTHS_A_YEAR = 12;
/** Days of a week, whichever the other one is. */
const WORKED = 6;

function after(within: string | undefined, start: string): string | null | undefined {
  if (within === undefined) return undefined;
  if (start === "") return null;
  const [count = "", ...unit] = within.split(" ");
  const first = new Date(`${start}T00:00:00Z`);
  if (unit.length > 1) return written(workingDaysAfter(first, Number(count)));
  if (unit[0] === "years") return written(monthsAfter(first, Number(count) * MONTHS_A_YEAR));
  if (unit[0] === "months") return written(monthsAfter(first, Number(count)));
  return written(new Date(first.getTime() + Number(count) * DAY));
}

/** The same day of a later month, or the last of one that has no such day. */
function monthsAfter(first: Date, count: number): Date {
  const month = first.getUTCMonth() + count;
  const last = new Date(Date.UTC(first.getUTCFullYear(), month + 1, 0));
  last.setUTCDate(Math.min(first.getUTCDate(), last.getUTCDate()));
  return last;
}

/**
 * The free day is the last of each seven, whichever weekday that is, and no holiday is known: so never
 * later than any law means.
 */
function workingDaysAfter(first: Date, count: number): Date {
  return new Date(first.getTime() + (count + Math.floor((count - 1) / WORKED)) * DAY);
}

function written(day: Date): string {
  return day.toISOString().slice(0, 10);
}
