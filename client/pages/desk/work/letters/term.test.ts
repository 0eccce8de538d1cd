import { expect, test } from "vitest";

import { dayIn } from "../../../../lib/clock.ts";
import { endOf } from "./term.ts";

test.each([
  "Asia/Shanghai",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "America/Los_Angeles",
  "Pacific/Kiritimati",
  "UTC",
])("the last second of a day is of that day, and the next is not: %s", zone => {
  for (const day of ["2026-12-14", "2026-03-08", "2026-11-01"]) {
    const end = endOf(day, zone);
    expect(dayIn(zone, new Date(end))).toBe(day);
    expect(dayIn(zone, new Date(Date.parse(end) + 1000))).not.toBe(day);
    expect(end).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  }
});
