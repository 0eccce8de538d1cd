/** Until when somebody can appeal: the last day to its end. */

import { dayIn } from "../../../../lib/clock.ts";

const QUARTER = 15 * 60_000;
const LONGEST_DAY = 27 * 60 * 60_000;

/** The last second of a day where the organisation is, RFC 3339 in UTC. Zones differ by quarters of an hour. */
export function endOf(day: string, zone: string): string {
  let at = Date.parse(`${day}T00:00:00Z`) + LONGEST_DAY + QUARTER * 40;
  while (dayIn(zone, new Date(at - 1000)) !== day) at -= QUARTER;
  return new Date(at - 1000).toISOString().replace(".000Z", "Z");
}
