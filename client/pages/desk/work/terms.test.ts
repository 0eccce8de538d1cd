import { expect, test } from "vitest";

import { fold } from "../../../lib/caseworkState.ts";
import { dayIn, hear } from "../../../lib/clock.ts";
import type { Work } from "./model.ts";
import { dayOf, endOf, firstEnd, noonOf } from "./terms.ts";

/** The case of an organisation that works by this calendar. */
function of(more: Partial<Work["view"]["calendar"]> = {}): Pick<Work, "view" | "state"> {
  const calendar = { zone: "Europe/Berlin", weekend: [5, 6], holidays: [], worked: [], ...more };
  return { view: { calendar } as unknown as Work["view"], state: fold([]) };
}

test("ten working days are two weeks, from whichever day", () => {
  for (const [day, end] of [
    ["2026-11-30", "2026-12-14"],
    ["2026-12-05", "2026-12-18"],
    ["2026-12-06", "2026-12-18"],
  ]) {
    hear(`${day}T09:00:00Z`);
    expect(firstEnd(of(), "appeal", "gao")).toBe(end);
  }
});

test("days that are not worked there come on top, and days of a weekend that are count", () => {
  hear("2026-12-18T09:00:00Z");
  const holidays = ["2026-12-25", "2027-01-01"];
  expect(firstEnd(of(), "appeal", "gao")).toBe("2027-01-01");
  expect(firstEnd(of({ holidays }), "appeal", "gao")).toBe("2027-01-05");
  expect(firstEnd(of({ holidays, worked: ["2026-12-26"] }), "appeal", "gao")).toBe("2027-01-04");
});

test("it is counted from today as the organisation has it, not whoever looks", () => {
  hear("2026-11-30T23:30:00Z");
  expect(firstEnd(of({ zone: "Asia/Shanghai" }), "announced", "gao")).toBe("2026-12-03");
  expect(firstEnd(of({ zone: "America/New_York" }), "announced", "gao")).toBe("2026-12-02");
});

test("noon of a day is on that day there, as far from here as it may be", () => {
  expect(noonOf(of({ zone: "Pacific/Auckland" }), "2026-12-03")).toBe("2026-12-02T23:00:00Z");
  expect(noonOf(of({ zone: "America/Los_Angeles" }), "2026-12-03")).toBe("2026-12-03T20:00:00Z");
});

test.each([
  "Asia/Shanghai",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "America/Los_Angeles",
  "Pacific/Kiritimati",
  "UTC",
])("the last second of a day is of that day, and the next is not: %s", zone => {
  for (const day of ["2026-12-14", "2026-03-08", "2026-11-01"]) {
    const end = endOf(of({ zone }), day);
    expect([dayOf(of({ zone }), end), dayOf(of({ zone }), noonOf(of({ zone }), day))]).toEqual([day, day]);
    expect(dayIn(zone, new Date(Date.parse(end) + 1000))).not.toBe(day);
    expect(end).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  }
  expect(dayOf(of({ zone }), "")).toBe("");
});

test("who needs something to take part has half as long again, and nobody else", () => {
  hear("2026-11-30T09:00:00Z");
  const said = { object: "party", id: "gao", actor: "ada", at: "2026-11-30T09:00:00Z" };
  const state = fold([
    { ...said, move: "note", version: 1, code: "respondent" },
    { ...said, move: "grant", version: 2 },
  ]);
  expect(firstEnd({ ...of(), state }, "appeal", "gao")).toBe("2026-12-21");
  expect(firstEnd({ ...of(), state }, "announced", "gao")).toBe("2026-12-03");
  expect(firstEnd({ ...of(), state }, "comment", "gao")).toBe("2026-12-10");
  expect(firstEnd({ ...of(), state }, "appeal", "reporter")).toBe("2026-12-14");
});
