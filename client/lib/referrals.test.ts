import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CODES } from "./caseworkTable.ts";
import { mustReportIn, REFERRAL_COUNTRIES } from "./referrals.ts";

const { cases } = JSON.parse(readFileSync("vectors/referrals.json", "utf8")) as {
  readonly cases: readonly {
    readonly about: string;
    readonly countries: readonly string[];
    readonly must: readonly string[];
  }[];
};

test.each(cases)("$about", ({ countries, must }) => {
  expect(mustReportIn(countries).map(({ id }) => id)).toEqual(must);
});

test("each goes to an authority that a case can be referred to", () => {
  for (const { to } of mustReportIn(REFERRAL_COUNTRIES)) expect(CODES["authority"]).toContain(to);
});
