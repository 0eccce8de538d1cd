/** Until when somebody can appeal: whole working days, and the last of them to its end. */

import { dayIn } from "../../../../lib/clock.ts";
import { inDays } from "../../../../lib/days.ts";
import { WORKING } from "../../../../lib/caseworkTable.ts";

const QUARTER = 15 * 60_000;
const LONGEST_DAY = 27 * 60 * 60_000;
const SATURDAY = 6;

function isWeekend(day: string): boolean {
  return [0, SATURDAY].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** The day on which the time to appeal ends, as far as a browser knows: it has no holidays. */
export function lastDay(today: string): string {
  let left = Number((WORKING["appeal"] ?? "").split(" ")[0]);
  let day = today;
  while (left > 0) {
    day = inDays(1, day);
    if (!isWeekend(day)) left -= 1;
  }
  return day;
}

/** The last second of a day where the organisation is, RFC 3339 in UTC. Zones differ by quarters of an hour. */
export function endOf(day: string, zone: string): string {
  let at = Date.parse(`${day}T00:00:00Z`) + LONGEST_DAY + QUARTER * 40;
  while (dayIn(zone, new Date(at - 1000)) !== day) at -= QUARTER;
  return new Date(at - 1000).toISOString().replace(".000Z", "Z");
}
