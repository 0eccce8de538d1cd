import { expect, test } from "vitest";
import { relativeTime } from "./relativeTime.ts";

const now = new Date("2026-11-21T09:00:00Z");
const after = (hours: number) => relativeTime(new Date(now.getTime() + hours * 3_600_000), now);

test("a time is as far off as a person would say", () => {
  expect(after(0.5)).toEqual([30, "minute"]);
  expect(after(3.9)).toEqual([3, "hour"]);
  expect(after(47)).toEqual([47, "hour"]);
  expect(after(48)).toEqual([2, "day"]);
  expect(after(24 * 60)).toEqual([8, "week"]);
  expect(after(-5)).toEqual([-5, "hour"]);
});
