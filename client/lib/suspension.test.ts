import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { longestFor, reasonsFor } from "./suspension.ts";

const { longest } = JSON.parse(readFileSync("vectors/suspension.json", "utf8")) as {
  readonly longest: Readonly<Record<string, Record<string, number>>>;
};
const reasons = [...new Set(Object.values(longest).flatMap(each => Object.keys(each)))];

test.each(Object.entries(longest))("%s waits as the server has it", (duty, days) => {
  expect(reasonsFor(duty)).toEqual(Object.keys(days));
  for (const reason of reasons) expect(longestFor(duty, reason)).toBe(days[reason] ?? 0);
});

test("the first promises never wait, nor does what is none", () => {
  for (const duty of ["acknowledge", "safety_check", "update", "preserve_evidence", "nothing"]) {
    expect(reasonsFor(duty)).toEqual([]);
  }
  expect(longestFor("finding", "nothing")).toBe(0);
});
