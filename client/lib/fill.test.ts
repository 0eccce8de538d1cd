import { expect, test } from "vitest";

import { fill } from "./fill.ts";

test("gaps are filled, whatever the value looks like, and unknown ones stay", () => {
  expect(fill("{a} and {b}, {a}", { a: "{b}", b: 0 })).toBe("{b} and 0, {b}");
  expect(fill("{c} {constructor}", { a: "$&" })).toBe("{c} {constructor}");
  expect(fill("{a}", { a: "$&" })).toBe("$&");
});
