import { expect, test } from "vitest";
import { soon } from "./soon.ts";

const now = new Date("2026-11-21T09:00:00Z");
const in_ = (hours: number) => soon(new Date(now.getTime() + hours * 3_600_000), now);

test("a time is as far off as a person would say", () => {
  expect(in_(0.5)).toEqual([30, "minute"]);
  expect(in_(3.9)).toEqual([3, "hour"]);
  expect(in_(47)).toEqual([47, "hour"]);
  expect(in_(48)).toEqual([2, "day"]);
  expect(in_(24 * 60)).toEqual([8, "week"]);
  expect(in_(-5)).toEqual([-5, "hour"]);
});
