/** Times as a person says them. `now` is given, but for what day it is today. */

import { dayIn, serverTime } from "../../lib/clock.ts";
import { directionOf } from "../../lib/languages.ts";
import { regional } from "../../lib/locale.ts";
import { desk } from "./session.ts";
import { language, t } from "./words.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "in 3 hours", "2 days ago": minutes below two hours, hours below two days, then days. */
export function away(when: Date, now: Date): string {
  const distance = when.getTime() - now.getTime();
  const format = new Intl.RelativeTimeFormat(language(), { numeric: "always" });
  const size = Math.abs(distance);
  if (size < 2 * HOUR) return format.format(Math.round(distance / MINUTE), "minute");
  if (size < 2 * DAY) return format.format(Math.round(distance / HOUR), "hour");
  return format.format(Math.round(distance / DAY), "day");
}

/** What a due time means now. */
export type Pressure = "late" | "soon" | "later";

export function pressure(due: Date, now: Date): Pressure {
  const left = due.getTime() - now.getTime();
  if (left < 0) return "late";
  return left < 8 * HOUR ? "soon" : "later";
}

/** "Due in 3 hours" or "Was due 2 hours ago". */
export function countdown(due: Date, now: Date): string {
  const key = pressure(due, now) === "late" ? "due.late" : "due.in";
  return t(key, { when: away(due, now) });
}

/** How dates are written here: English in the region that the browser wishes for. */
function written(): string {
  return regional(language(), typeof navigator === "undefined" ? [] : navigator.languages);
}

/** A day with its year; written from right to left its month is a word, never a number among signs. */
function date(): Intl.DateTimeFormatOptions {
  const month = directionOf(language()) === "rtl" ? "long" : "short";
  return { day: "numeric", month, year: "numeric" };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once: a page with hundreds of days would spend most of its time on making them. */
function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([written(), options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(written(), options);
  formats.set(key, known);
  return known;
}

/** Day and time in the reader's own time zone, with the zone where it matters. */
export function moment(when: Date): string {
  const options: Intl.DateTimeFormatOptions = {
    ...date(),
    hour: "numeric",
    minute: "2-digit",
  };
  return formatOf(options).format(when);
}

/** A day and the hour: what is kept of a reporter's actions. */
export function hour(when: Date): string {
  const options: Intl.DateTimeFormatOptions = { ...date(), hour: "numeric" };
  return formatOf(options).format(when);
}

export function day(date: string): string {
  const when = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(when.getTime())) return date;
  const options: Intl.DateTimeFormatOptions = { dateStyle: "long", timeZone: "UTC" };
  return formatOf(options).format(when);
}

/** A `<time>` element's machine-readable value. */
export function iso(when: Date): string {
  return when.toISOString();
}

/** The organisation's day now, `YYYY-MM-DD`, by the server's clock. */
export function today(): string {
  return dayIn(desk().site.zone, serverTime());
}

/** Bytes in the largest unit that keeps the number at or over one. */
export function size(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const options: Intl.NumberFormatOptions = {
    style: "unit",
    unit: units[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  };
  return new Intl.NumberFormat(language(), options).format(bytes / 1000 ** step);
}
