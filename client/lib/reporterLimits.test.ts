import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { COUNTRIES, isPast, limitsIn } from "./reporterLimits.ts";

interface Case {
  readonly about: string;
  readonly country: string;
  readonly incident: string;
  readonly left: string;
  readonly before: Readonly<Record<string, string | null>>;
}

const { cases } = JSON.parse(readFileSync("vectors/reporter-limits.json", "utf8")) as {
  readonly cases: readonly Case[];
};

test.each(cases)("$about", ({ country, incident, left, before }) => {
  const found = limitsIn(country, { incident, left });
  expect(Object.fromEntries(found.map(each => [each.id, each.before]))).toEqual(before);
});

test("each country that can be chosen has something to tell, once", () => {
  const known = cases.filter(({ before }) => Object.keys(before).length > 0).map(({ country }) => country);
  expect([...COUNTRIES].sort()).toEqual([...new Set(known)].sort());
});

test("a day is past once it is over everywhere, and not while somebody has hours left", () => {
  // Five in the afternoon in California, on the last day that is in time.
  expect(isPast("2026-12-02", new Date("2026-12-02T01:00:00Z"))).toBe(false);
  expect(isPast("2026-12-02", new Date("2026-12-02T11:59:59Z"))).toBe(false);
  expect(isPast("2026-12-02", new Date("2026-12-02T12:00:00Z"))).toBe(true);
});

test("what nobody compared with a law says so", () => {
  const verified = (country: string) =>
    limitsIn(country, { incident: "", left: "" }).map(each => each.verified);
  expect(verified("IN")).toEqual([true]);
  expect(verified("DE")).toEqual([false]);
});
