import { expect, test } from "vitest";
import { Erased, erasuresIn, erasureOf, fieldsGone, goneBy, isReportGone } from "./erased.ts";

const event = (said: Record<string, string>) => new Map(Object.entries(said));
const REPORT = { event: "erased", what: "report", at: "2030-01-02T03:00:00Z", ground: "HinSchG § 11(5)" };
const FINDINGS = { ...REPORT, what: "findings", ground: "GDPR Art. 17(3)(e)" };

const log = {
  fields: new Map([
    ["a", event({ event: "report_received", at: "2026-01-02T03:00:00Z" })],
    ["b", event({ ...REPORT, fields: "disclosed,overwritten" })],
    ["c", event({ ...FINDINGS, fields: "" })],
  ]),
};

test("what was erased is what the log says, and nothing where it is not to be believed", () => {
  expect(erasuresIn(log).map(({ what }) => what)).toEqual(["report", "findings"]);
  expect(erasuresIn(null)).toEqual([]);
  expect(fieldsGone(erasuresIn(log)).has("disclosed")).toBe(true);
  expect(fieldsGone(erasuresIn(log)).has("recipients")).toBe(false);
  expect([isReportGone(erasuresIn(log)), isReportGone([])]).toEqual([true, false]);
});

test.each([
  ["report", 0, "report"],
  ["report", 4096, undefined],
  ["message", 0, "report"],
  ["decision", 0, "findings"],
  ["record", 0, "findings"],
  // The log tells of no erasure of who the reporter is, nor of keys: a server keeps these back.
  ["identity", 0, undefined],
  ["file-key", 0, undefined],
] as const)("a letter of kind %s with %i bytes is gone by %s", (kind, size, what) => {
  expect(goneBy({ kind, size }, erasuresIn(log))?.what).toBe(what);
});

test("a letter that a server empties and logs nothing of is kept back, not erased", () => {
  expect(goneBy({ kind: "message", size: 0 }, [])).toBeUndefined();
  expect(erasureOf({ ok: false, error: new Error("it does not open") })).toBeUndefined();
  const [first] = erasuresIn(log);
  expect(first && erasureOf({ ok: false, error: new Erased(first) })).toBe(first);
});
