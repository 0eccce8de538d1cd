import { expect, test } from "vitest";
import { voidIn } from "./secrecy.ts";

test("a law against silence is named where one of the countries has it, once", () => {
  expect(voidIn(["DE", "FR", "US"]).map(({ id }) => id)).toEqual(["eu_waiver", "us_silence"]);
  expect(voidIn(["CN"])).toEqual([]);
});
