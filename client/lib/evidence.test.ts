import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import {
  daysLeft,
  defaultOverwritten,
  EVIDENCE_KINDS,
  type EvidenceKind,
  type EvidenceState,
  following,
} from "./evidence.ts";

interface Vectors {
  readonly overwritten: readonly { kind: EvidenceKind; from: string; day: string | null }[];
  readonly following: Readonly<Record<EvidenceState, string[]>>;
}

const vectors = JSON.parse(readFileSync("vectors/evidence.json", "utf8")) as Vectors;

describe("as the server has it", () => {
  test.each(vectors.overwritten)("$kind of $from may be gone on $day", ({ kind, from, day }) => {
    expect(defaultOverwritten(kind, from)).toBe(day);
  });

  test("every kind is there", () => {
    expect([...EVIDENCE_KINDS].sort()).toEqual(
      [...new Set(vectors.overwritten.map(({ kind }) => kind))].sort(),
    );
  });

  test.each(Object.entries(vectors.following))("%s is followed by %s", (state, actions) => {
    expect([...following(state as EvidenceState)].sort()).toEqual(actions);
  });
});

test("days are counted over a change of month, and of the clocks", () => {
  expect(daysLeft("2026-11-28", "2026-11-21")).toBe(7);
  expect(daysLeft("2026-11-21", "2026-11-21")).toBe(0);
  expect(daysLeft("2026-11-20", "2026-11-21")).toBe(-1);
  expect(daysLeft("2026-04-01", "2026-03-25")).toBe(7);
});
