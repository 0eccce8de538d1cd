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

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
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

/** How many minutes the clocks of a zone are ahead of UTC at an instant; none where it is unknown. */
function offsetIn(zone: string, at: Date): number {
  try {
    const format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
    const wall = Date.UTC(year, month - 1, day, hour, minute);
    return wall / MINUTE - Math.floor(at.getTime() / MINUTE);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 0;
  }
}

/** Of the newest zone and quarter of an hour that was asked for: a page asks it of each of its buttons. */
let newest = { zone: "", quarter: 0, offset: 0 };

/** An instant, RFC 3339 with the offset of a zone (IANA name); UTC where it is unknown. */
export function instantIn(zone: string, at: Date): string {
  const quarter = Math.floor(at.getTime() / QUARTER);
  if (newest.zone !== zone || newest.quarter !== quarter) {
    newest = { zone, quarter, offset: offsetIn(zone, at) };
  }
  const { offset } = newest;
  const wall = new Date(at.getTime() + offset * MINUTE).toISOString().slice(0, 19);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return `${wall}${offset < 0 ? "-" : "+"}${two(hours)}:${two(minutes)}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once a zone: making one takes a hundred times as long as using it. Raises RangeError. */
function dayFormat(zone: string): Intl.DateTimeFormat {
  // Of all locales the one that writes a day as ISO 8601 does.
  const known =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
  formats.set(zone, known);
  return known;
}

/** The day, `YYYY-MM-DD`, that an instant falls on in a zone (IANA name); UTC where it is unknown. */
export function dayIn(zone: string, at: Date): string {
  try {
    const part = Object.fromEntries(
      dayFormat(zone)
        .formatToParts(at)
        .map(({ type, value }) => [type, value]),
    );
    return `${part["year"]}-${part["month"]}-${part["day"]}`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return at.toISOString().slice(0, 10);
  }
}
