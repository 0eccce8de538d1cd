import { expect, test } from "vitest";
import { away, countdown, day, pressure, size } from "./times.ts";
import { chooseLanguage } from "./words.ts";

const NOW = new Date("2026-11-21T09:00:00Z");
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

test.each([
  [5, "in 5 minutes"],
  [119, "in 119 minutes"],
  [120, "in 2 hours"],
  [47 * 60, "in 47 hours"],
  [48 * 60, "in 2 days"],
  [-31, "31 minutes ago"],
])("%i minutes from now is %s", (minutes, words) => {
  expect(away(at(minutes), NOW)).toBe(words);
});

test.each([
  [-1, "late"],
  [0, "soon"],
  [8 * 60 - 1, "soon"],
  [8 * 60, "later"],
])("a duty %i minutes away is %s", (minutes, expected) => {
  expect(pressure(at(minutes), NOW)).toBe(expected);
});

test("a countdown says whether it is too late", () => {
  expect(countdown(at(180), NOW)).toBe("due in 3 hours");
  expect(countdown(at(-180), NOW)).toBe("overdue, was due 3 hours ago");
});

test("a day that is none is shown as it was written", () => {
  expect(day("2026-11-16")).toBe("November 16, 2026");
  expect(day("last Monday")).toBe("last Monday");
});

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [45_870, "45.9 kB"],
  [2_000_000_000, "2 GB"],
])("%i bytes are %s", (bytes, words) => {
  expect(size(bytes)).toBe(words);
});

test.each([
  ["?lang=ar", ["en"], "ar"],
  ["", ["zh-CN", "en"], "zh-Hans"],
  ["?lang=fr", ["de", "ar-EG"], "ar"],
  ["", ["fr"], "en"],
])("%s with %j is %s", (search, wishes, expected) => {
  expect(chooseLanguage(search, wishes)).toBe(expected);
});
