import { expect, test } from "vitest";
import type { CaseRecord, Work } from "./model.ts";
import { isOutdated } from "./team.ts";

function record(object: string, state: string, past: readonly (readonly [string, string])[]): CaseRecord {
  const moves = past.map(([move, at]) => ({ move, at: `2026-11-${at}Z` }));
  return { object, id: "a".repeat(32), state, past: moves } as unknown as CaseRecord;
}

function noted(at: string): Pick<Work, "state"> {
  const party = record("party", "noted", [["note", at]]);
  return { state: { records: new Map([["party", new Map([[party.id, party]])]]) } } as unknown as Work;
}

test.each([
  ["before they took the place", "declared", [["declare", "20T10:00:00"]], "20T09:00:00", false],
  ["in the same hour, before", "declared", [["declare", "20T10:00:00.5"]], "20T10:00:00", false],
  ["since", "declared", [["declare", "20T10:00:00"]], "21T09:00:00", true],
  [
    "before they compared again",
    "declared",
    [
      ["declare", "20T10:00:00"],
      ["recheck", "22T10:00:00"],
    ],
    "21T09:00:00",
    false,
  ],
  ["who has not taken it yet", "proposed", [["propose", "20T10:00:00"]], "21T09:00:00", false],
] as const)("somebody noted %s", (_, state, past, at, is) => {
  expect(isOutdated(noted(at), record("seat", state, past))).toBe(is);
});
