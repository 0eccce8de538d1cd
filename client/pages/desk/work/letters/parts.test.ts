import { expect, test } from "vitest";

import { fold, type Moved } from "../../../../lib/casework.ts";
import { hear } from "../../../../lib/clock.ts";
import { BEGUN } from "../../../../lib/caseworkState.ts";
import type { JudgedMove, Work } from "../model.ts";
import { appealDay, begun, partsIn } from "./parts.ts";

const [XU, GAO, WARNING, SHIFT] = [..."abcd"].map(each => each.repeat(32)) as [
  string,
  string,
  string,
  string,
];
const [WHAT, WHERE] = ["A warning in writing.", "He works on the fourth floor."];

function moved(object: string, id: string, move: string, version: number, more: Partial<Moved> = {}): Moved {
  return { object, id, move, actor: XU, at: "2026-11-30T09:00:00Z", version, ...more };
}

const SAID: readonly (readonly [Moved, string])[] = [
  [moved("party", GAO, "note", 1, { code: "respondent" }), ""],
  [moved("outcome", WARNING, "propose", 1, { code: "respondent", party: GAO }), "A warning."],
  [moved("outcome", WARNING, "decide", 2, { holder: XU, due: "2026-12-30T12:00:00Z" }), WHAT],
  [moved("outcome", WARNING, "stay", 3), "An appeal is about it."],
  [moved("measure", SHIFT, "request", 1, { code: "respondent", party: GAO }), WHERE],
  [moved("measure", SHIFT, "grant", 2), WHERE],
  [moved("measure", SHIFT, "impose", 3, { due: "2026-12-14T09:00:00Z" }), "It is needed now."],
];

function worked(): Work {
  const moves = SAID.map(([each, text], at) => {
    const move = { moved: each, content: { text }, faults: [], view: { event: `${at}` } };
    return move as unknown as JudgedMove;
  });
  const state = {
    ...fold(
      SAID.map(([each]) => each),
      { ...BEGUN, phase: "decided" },
    ),
  };
  const open = { holders: [], letters: [], proven: true, lapsed: false };
  return { state, moves, open, view: { may_hold: [] } } as unknown as Work;
}

test("a letter says what was decided and what stays in effect, not why it waits or was needed", () => {
  const values = begun(worked(), GAO, { language: "en", due: "2026-12-30" });
  expect(values[`text-${WARNING}`]).toBe(WHAT);
  expect(partsIn(worked(), values, GAO).protection).toEqual([WHERE]);
});

test("a further letter gives the day of the first one, until something is found since", () => {
  const calendar = { zone: "America/Los_Angeles", weekend: [5, 6], holidays: [], worked: [] };
  const day = (...moves: Moved[]): string => {
    const work = { ...worked(), view: { calendar } } as unknown as Work;
    const drafted = moved("finding", SHIFT, "draft", 1, { about: [WARNING] });
    return appealDay({ ...work, state: fold([drafted, ...moves], { ...BEGUN, phase: "decided" }) }, GAO);
  };
  hear("2026-12-30T18:00:00Z");
  const noted = moved("party", GAO, "note", 1, { code: "respondent" });
  const made = moved("finding", SHIFT, "make", 2, { code: "partly", at: "2026-11-30T08:00:00Z" });
  // The last second of 14 December there.
  const told = moved("party", GAO, "tell_outcome", 2, { due: "2026-12-15T07:59:59Z" });
  expect(day(noted, made)).toBe("2027-01-13");
  expect(day(noted, made, told)).toBe("2026-12-14");
  const varied = moved("finding", SHIFT, "vary", 3, { code: "unfounded", at: "2026-12-29T08:00:00Z" });
  expect(day(noted, made, told, varied)).toBe("2027-01-13");
  const longer = { ...told, due: "2027-02-02T07:59:59Z" };
  expect(day(noted, made, longer, varied)).toBe("2027-02-01");
});
