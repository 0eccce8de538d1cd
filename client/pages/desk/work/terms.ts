/** Times of the table that are counted in working days: the first day on which one can end, and its instant. */

import { isWorkedDay, lengthened } from "../../../lib/caseworkAsked.ts";
import { WORKING } from "../../../lib/caseworkTable.ts";
import { dayIn, instantIn, serverTime } from "../../../lib/clock.ts";
import { inDays } from "../../../lib/days.ts";
import type { Work } from "./model.ts";

/**
 * The first day on which a time of the table can end that begins now (`reply`), by the calendar of the case.
 * `party`: whose time it is; of who needs something to take part it is longer.
 */
export function firstEnd(
  { view: { calendar }, state }: Pick<Work, "view" | "state">,
  name: string,
  party: string,
): string {
  const days = Number(/^\d+/.exec(WORKING[name] ?? "")?.[0] ?? 0);
  let day = instantIn(calendar.zone, serverTime()).slice(0, 10);
  for (let left = lengthened(state, party, days); left > 0;) {
    day = inDays(1, day);
    left -= Number(isWorkedDay(calendar, day));
  }
  return day;
}

const QUARTER = 15 * 60_000;
const LONGEST_DAY = 27 * 60 * 60_000;

const written = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");

/**
 * The last second of a day where the days of the case begin and end, RFC 3339 in UTC: who is told a last
 * day has all of it. Zones differ by quarters of an hour.
 */
export function endOf({ view: { calendar } }: Pick<Work, "view">, day: string): string {
  let at = Date.parse(`${day}T00:00:00Z`) + LONGEST_DAY + QUARTER * 40;
  while (dayIn(calendar.zone, new Date(at - 1000)) !== day) at -= QUARTER;
  return written(at - 1000);
}

/** Noon of a day there: of what is counted from that very day, or ends within hours that were counted. */
export function noonOf({ view: { calendar } }: Pick<Work, "view">, day: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  const offset = instantIn(calendar.zone, noon).slice("2026-11-30T12:00:00".length);
  return written(Date.parse(`${day}T12:00:00${offset}`));
}

/** The day there of an instant that was said as `due`; empty of none. */
export function dayOf({ view: { calendar } }: Pick<Work, "view">, due: string): string {
  return due === "" ? "" : dayIn(calendar.zone, new Date(due));
}

const FAR_DAYS = 400;

/** Far enough for every time of the table: to ask whether something could be sent at all. */
export function farOn(): { readonly due: string; readonly when: string } {
  const today = dayIn("UTC", serverTime());
  return { due: `${inDays(FAR_DAYS, today)}T12:00:00Z`, when: inDays(FAR_DAYS + 1, today) };
}
