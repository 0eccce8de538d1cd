import { expect, test } from "vitest";
import { firstEnd } from "./terms.ts";

test("ten working days are two weeks, from whichever day", () => {
  expect(firstEnd("appeal", "2026-11-30")).toBe("2026-12-14");
  expect(firstEnd("appeal", "2026-12-05")).toBe("2026-12-18");
  expect(firstEnd("appeal", "2026-12-06")).toBe("2026-12-18");
});
