/** Days as people write them: the twin of heard/rules/days.py (docs/spec/clocks.md, "A written day"). */

import { dayIn } from "./clock.ts";
import { DAYS_KEPT_LONG, DAYS_LIFE, DAYS_LONG } from "./shared.ts";

/** Why it is asked about before it counts; "" where it need not be. */
export type Doubt = "" | "unreadable" | "early" | "late" | "far";

/** Days (`YYYY-MM-DD`) that can be meant; outside of `near` it is asked once more. */
export interface Bounds {
  readonly earliest: string;
  readonly latest: string;
  readonly near: readonly [string, string];
}

export interface Reading {
  readonly day: string | null;
  readonly ask: Doubt;
  /** What was likely meant, the likeliest first. */
  readonly offers: readonly string[];
}

const LONGEST = 40;
const DAY = 24 * 3_600_000;
const WHOLE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const LOOSE = /^[^0-9]{0,3}([0-9]{1,6})([^0-9]{1,3})([0-9]{1,2})[^0-9]{1,3}([0-9]{1,6})[^0-9]{0,3}$/u;
const TOGETHER = /^([0-9]{4})([0-9]{2})([0-9]{2})$/;
/** Other letters may name an era or another calendar (R8, 令和, هـ): then nothing is offered. */
const OTHER_LETTER = /(?![年년月日号號월일م])\p{L}/u;
const YEAR_MARK = /[年년]/u;
const CENTURY = 100;

/** The day so many days on. */
export function inDays(count: number, day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);
}

/** Days on which somebody can have told somebody: up to today where a day begins first, UTC+14. */
export function ofTelling(now: Date): Bounds {
  const latest = dayIn("UTC", new Date(now.getTime() + 14 * 3_600_000));
  return { earliest: inDays(-DAYS_LIFE, latest), latest, near: [inDays(-DAYS_LONG, latest), latest] };
}

/** Days from which what somebody holds may be gone; `today` is the organisation's. */
export function ofOverwriting(today: string): Bounds {
  return {
    earliest: inDays(-DAYS_LIFE, today),
    latest: inDays(DAYS_LIFE, today),
    near: [inDays(-DAYS_LONG, today), inDays(DAYS_KEPT_LONG, today)],
  };
}

/** From `first` to `last`; nothing of these is asked about. */
export function between(first: string, last: string): Bounds {
  return { earliest: first, latest: last, near: [first, last] };
}

export function read(written: string, bounds: Bounds): Reading {
  const text = plain(written);
  const match = WHOLE.exec(text);
  const day = match ? date(Number(match[1]), Number(match[2]), Number(match[3])) : null;
  if (day === null) return { day, ask: unread(text, bounds), offers: offers(text, bounds) };
  if (!holds(bounds, day)) {
    return { day, ask: day < bounds.earliest ? "early" : "late", offers: offers(text, bounds) };
  }
  const [near, far] = bounds.near;
  return { day, ask: near <= day && day <= far ? "" : "far", offers: [] };
}

function holds({ earliest, latest }: Bounds, day: string): boolean {
  return earliest <= day && day <= latest;
}

function plain(written: string): string {
  if ([...written].length > LONGEST) return "";
  return written
    .normalize("NFKC")
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, sign => String(sign.charCodeAt(0) % 16))
    .replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
}

/** A year of five digits or six is a day to come, as browsers count them. */
function unread(text: string, { latest }: Bounds): Doubt {
  const year = LOOSE.exec(text)?.[1] ?? "";
  return year.length > 4 && Number(year) > yearOf(latest) ? "late" : "unreadable";
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

function offers(text: string, bounds: Bounds): string[] {
  if (OTHER_LETTER.test(text)) return [];
  const [, year = "", month = "", day = ""] = TOGETHER.exec(text) ?? [];
  const meant =
    year === "" ? inEachOrder(text, bounds) : yearFirst([year, Number(month), Number(day)], bounds);
  return [...new Set(meant.filter(each => each !== null))].slice(0, 3);
}

type Order = readonly [year: string, month: number, day: number];

/** The three numbers in each order in which people write them. */
function inEachOrder(text: string, bounds: Bounds): (string | null)[] {
  const match = LOOSE.exec(text);
  if (!match) return [];
  const [, first = "", mark = "", second = "", third = ""] = match;
  const order: Order = [first, Number(second), Number(third)];
  // A year of one digit is one of an era.
  if (YEAR_MARK.test(mark)) return first.length > 1 ? [likely(order, bounds)] : [];
  if (first.length > 2) return yearFirst(order, bounds);
  const orders: Order[] = [
    [third, Number(second), Number(first)],
    [third, Number(first), Number(second)],
  ];
  if (third.length <= 2) orders.push(order);
  return orders.map(each => likely(each, bounds));
}

function yearFirst(order: Order, bounds: Bounds): (string | null)[] {
  return [likely(order, bounds), swapped(order, bounds)];
}

/** Day and month the other way round, where they stood for a day to come. */
function swapped([year, month, day]: Order, bounds: Bounds): string | null {
  const turned = years(year)
    .filter(each => (date(each, month, day) ?? "") > bounds.latest)
    .map(each => date(each, day, month));
  return turned.find(each => each !== null && holds(bounds, each)) ?? null;
}

/** The day that can be, of those that the year may stand for. */
function likely([year, month, day]: Order, bounds: Bounds): string | null {
  const all = (list: readonly number[]) =>
    list.map(each => date(each, month, day)).filter(each => each !== null);
  const meant = all(years(year));
  const last = yearOf(bounds.latest);
  // The year of another calendar: 2569 in Thailand, 5787 in Israel.
  if (year.length <= 4 && Number(year) >= last + CENTURY) return null;
  if (meant.some(each => each > bounds.latest) || Number(year) > last) {
    meant.push(...all([last, last - 1]));
  }
  return meant.find(each => holds(bounds, each)) ?? null;
}

/** 26 is 2026 or 1926; of too many digits the first four count, or the last. */
function years(year: string): number[] {
  const parts = year.length <= 4 ? [year] : [year.slice(0, 4), year.slice(-4)];
  return parts.map(Number).flatMap(value => (value < 100 ? [2000 + value, 1900 + value] : [value]));
}

/** `YYYY-MM-DD`, or null where there is no such day. */
function date(year: number, month: number, day: number): string | null {
  const pad = (value: number, size: number) => String(value).padStart(size, "0");
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  const date = new Date(`${text}T00:00:00Z`);
  const is = year >= 1 && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return is ? text : null;
}
