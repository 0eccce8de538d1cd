import { expect, test } from "vitest";
import type { Step } from "./side.ts";
import { stillTime } from "./stillTime.ts";

const NOTHING = { version: 1, code: "", party: "", about: [], number: 0, when: "", due: "", until: "" };
const step = (move: string, on: string): Step => ({
  ...NOTHING,
  ...{ move, on, actor: "gao", mine: true, said: on, words: { text: "" } },
});

test("a late answer is offered for thirty days, and promised for those that are whole", () => {
  const noted = {
    state: "declined",
    steps: [step("send", "2026-01-02"), step("record_silence", "2026-03-01")],
  };
  expect(stillTime(noted, "2026-03-01")).toEqual({ until: "2026-03-30", isOver: false });
  expect(stillTime(noted, "2026-03-31")).toEqual({ until: "2026-03-30", isOver: false });
  expect(stillTime(noted, "2026-04-01")).toEqual({ until: "2026-03-30", isOver: true });
});

test("what was admitted last can be taken back for two days", () => {
  const twice = { state: "admitted", steps: [step("admit", "2026-03-01"), step("admit", "2026-03-09")] };
  expect(stillTime(twice, "2026-03-11")).toEqual({ until: "2026-03-10", isOver: false });
  expect(stillTime(twice, "2026-03-12")).toEqual({ until: "2026-03-10", isOver: true });
});

test("what waits for nobody has no such time", () => {
  expect(stillTime({ state: "replied", steps: [step("reply", "2026-03-01")] }, "2026-03-02")).toBeNull();
  expect(stillTime({ state: "declined", steps: [step("send", "2026-03-01")] }, "2026-03-02")).toBeNull();
});
