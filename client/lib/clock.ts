/**
 * What time it is: the server's, counted on from its newest answer. The only place in the client
 * that reads the device's clock (tests/house): a phone may be days behind, or years ahead.
 *
 * What this can and cannot do is in docs/spec/clocks.md, "A wrong clock".
 */

/** The newest answer's time, and what both counters of this device showed when it came. */
interface Heard {
  readonly time: number;
  readonly wall: number;
  readonly steady: number;
}

/** A moment of this device, to measure from. */
export interface Mark {
  readonly wall: number;
  readonly steady: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Before Heard was written, and long after it: a server whose clock says so has none. */
const FIRST = Date.UTC(2026, 0, 1);
const LAST = Date.UTC(2200, 0, 1);
const WRITTEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

let heard: Heard | null = null;

export function mark(): Mark {
  return { wall: Date.now(), steady: performance.now() };
}

/**
 * Milliseconds since a mark. The steady counter may stop while a device sleeps, the clock on its
 * wall may be put: so at least what the first says, and of the second at most a day more.
 */
export function since(from: Mark): number {
  const to = mark();
  const steady = Math.max(0, to.steady - from.steady);
  return Math.min(Math.max(steady, to.wall - from.wall), steady + DAY);
}

/** Takes the `Heard-Time` of an answer (docs/spec/api.md); what is no such time is passed over. */
export function hear(header: string | null): void {
  if (header === null || !WRITTEN.test(header)) return;
  const time = Date.parse(header);
  if (time >= FIRST && time < LAST) heard = { time, ...mark() };
}

/** Whether the server has said what time it is. Before, nobody may be refused a day. */
export function isTold(): boolean {
  return heard !== null;
}

/**
 * The server's time. Before its first answer the device's: then there is no roster and no promise
 * yet that could be judged by it.
 */
export function serverTime(): Date {
  return new Date(heard ? heard.time + since(heard) : Date.now());
}

/** The day, `YYYY-MM-DD`, that an instant falls on in a zone (IANA name); UTC where it is unknown. */
export function dayIn(zone: string, at: Date): string {
  try {
    // Of all locales the one that writes a day as ISO 8601 does.
    const format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${part["year"]}-${part["month"]}-${part["day"]}`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return at.toISOString().slice(0, 10);
  }
}
