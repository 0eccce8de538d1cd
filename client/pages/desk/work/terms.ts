/** Times of the table that are counted in working days: the first day on which one can end, and its instant. */

import { isWorkedDay } from "../../../lib/caseworkAsked.ts";
import { WORKING } from "../../../lib/caseworkTable.ts";
import { instantIn, serverTime } from "../../../lib/clock.ts";
import { inDays } from "../../../lib/days.ts";
import { today } from "../times.ts";
import type { Work } from "./model.ts";

/** The first day on which a time of the table can end that begins now (`reply`), by the calendar of the case. */
export function firstEnd({ view: { calendar } }: Pick<Work, "view">, name: string): string {
  let day = instantIn(calendar.zone, serverTime()).slice(0, 10);
  for (let left = Number(/^\d+/.exec(WORKING[name] ?? "")?.[0] ?? 0); left > 0;) {
    day = inDays(1, day);
    left -= Number(isWorkedDay(calendar, day));
  }
  return day;
}

/** Noon, so that it is the same day nearly wherever it is read. */
export const instantOf = (day: string): string => `${day}T12:00:00Z`;

/** Noon where the days of the case begin and end: of what is counted from that very day. */
export function noonOf({ view: { calendar } }: Pick<Work, "view">, day: string): string {
  const offset = instantIn(calendar.zone, new Date(instantOf(day))).slice("2026-11-30T12:00:00".length);
  return new Date(`${day}T12:00:00${offset}`).toISOString().replace(".000Z", "Z");
}

const FAR_DAYS = 400;

/** Far enough for every time of the table: to ask whether something could be sent at all. */
export function farOn(): { readonly due: string; readonly when: string } {
  return { due: instantOf(inDays(FAR_DAYS, today())), when: inDays(FAR_DAYS + 1, today()) };
}
