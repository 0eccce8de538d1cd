import { expect, test } from "vitest";

import { CODES } from "../../../lib/caseworkTable.ts";
import { GROUPS, proposed } from "./proposing.ts";

test("what the reporter proposes is of the table, and what is for them names them", () => {
  expect(GROUPS.filter(each => !CODES["outcome"]?.includes(each))).toEqual([]);
  const words = { what: "other", text: "Ten days." };
  const step = { object: "outcome", thing: null, move: "propose", words };
  expect(proposed("remedy", "Ten days.")).toEqual({ ...step, code: "remedy", party: "reporter" });
  expect(proposed("system", "Ten days.")).toEqual({ ...step, code: "system" });
  expect(proposed("", "Ten days.")).toBeNull();
  expect(proposed("system", "")).toBeNull();
});
