/** How far off a time is, in the one unit that a person would use. */

export type Unit = "minute" | "hour" | "day" | "week";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** For `Intl.RelativeTimeFormat`: `[3, "hour"]` is in three hours, `[-2, "day"]` two days ago. */
export function relativeTime(at: Date, now: Date): [number, Unit] {
  const off = at.getTime() - now.getTime();
  const far = Math.abs(off);
  const [size, unit]: [number, Unit] =
    far < HOUR
      ? [MINUTE, "minute"]
      : far < 2 * DAY
        ? [HOUR, "hour"]
        : far < 3 * WEEK
          ? [DAY, "day"]
          : [WEEK, "week"];
  // Never longer than it is: who is told "in 3 hours" need not come back early.
  return [Math.trunc(off / size), unit];
}
