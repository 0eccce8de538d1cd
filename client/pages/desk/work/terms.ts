/** Times of the table that are counted in working days: the first day on which one can end, and its instant. */

import { WORKING } from "../../../lib/caseworkTable.ts";
import { inDays } from "../../../lib/days.ts";
import { today } from "../times.ts";

const SATURDAY = 6;

/** So many working days on, where nobody works at a weekend; holidays come on top. */
function workingDaysOn(count: number, from: string): string {
  let day = from;
  for (let left = count; left > 0;) {
    day = inDays(1, day);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== SATURDAY) left -= 1;
  }
  return day;
}

/** The first day on which a time of the table can end that begins today, as far as a browser knows: `reply`. */
export function firstEnd(name: string, from = today()): string {
  return workingDaysOn(Number(/^\d+/.exec(WORKING[name] ?? "")?.[0] ?? 0), from);
}

/** Noon, so that it is the same day nearly wherever it is read. */
export const instantOf = (day: string): string => `${day}T12:00:00Z`;

const FAR_DAYS = 400;

/** Far enough for every time of the table: to ask whether something could be sent at all. */
export function farOn(): { readonly due: string; readonly when: string } {
  return { due: instantOf(inDays(FAR_DAYS, today())), when: inDays(FAR_DAYS + 1, today()) };
}
