/**
 * Time limits that run for the reporter outside of Heard (src/heard/rules/law/reporter-limits.toml says
 * which): the twin of heard/rules/limits.py. Computed where she reads them; nothing is sent.
 */

import law from "../../src/heard/rules/law/reporter-limits.toml";

/** Her days, `YYYY-MM-DD`: the last time it happened, and the last in the job; "" where unknown. */
export interface HerDays {
  readonly incident: string;
  readonly left: string;
}

export interface ReporterLimit {
  readonly id: string;
  readonly from: "incident" | "left";
  /** The day before which to act; null where her day that it counts from is unknown. */
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
    .map(({ id, from, within, article, verified }) => ({
      id,
      from,
      before: days[from] === "" ? null : after(within, days[from]),
      article,
      verified,
    }));
}

const DAY = 24 * 60 * 60 * 1000;
const SUNDAY = 0;

function after(within: string, start: string): string {
  const [count = "", ...unit] = within.split(" ");
  const first = new Date(`${start}T00:00:00Z`);
  if (unit.length > 1) return written(workingDaysAfter(first, Number(count)));
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

/** Saturdays count, and no holiday is known: so never later than any law means. */
function workingDaysAfter(first: Date, count: number): Date {
  let day = first;
  for (let left = count; left > 0; left -= day.getUTCDay() === SUNDAY ? 0 : 1) {
    day = new Date(day.getTime() + DAY);
  }
  return day;
}

function written(day: Date): string {
  return day.toISOString().slice(0, 10);
}
