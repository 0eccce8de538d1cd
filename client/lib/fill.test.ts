import { expect, test } from "vitest";

import { fill, isolated } from "./fill.ts";

const EN = { tag: "en", direction: "ltr" };
const AR = { tag: "ar", direction: "rtl" };

test("gaps are filled, whatever the value looks like, and unknown ones stay", () => {
  expect(fill("{a} and {b}, {a}", { a: "{b}", b: 0 }, EN)).toBe("{b} and 0, {b}");
  expect(fill("{c} {constructor}", { a: "$&" }, EN)).toBe("{c} {constructor}");
  expect(fill("{a}", { a: "$&" }, EN)).toBe("$&");
});

test("a number chooses the plural form and is written as the language writes it", () => {
  const days = { by: "n", forms: { one: "{n} day", other: "{n} days" } };
  expect([1, 2, 1200].map(n => fill(days, { n }, EN))).toEqual(["1 day", "2 days", "1,200 days"]);
  const forms = { zero: "0", one: "1", two: "2", few: "3", many: "11", other: "100" };
  const said = [0, 1, 2, 3, 11, 100, 103].map(n => fill({ by: "n", forms }, { n }, AR));
  expect(said).toEqual(["0", "1", "2", "3", "11", "100", "3"]);
});

test("what runs against its sentence is set apart", () => {
  expect(fill("{a}", { a: "1033-C0E5" }, AR)).toBe("\u20681033-C0E5\u2069");
  expect(fill("{a}", { a: "1033-C0E5" }, EN)).toBe("1033-C0E5");
  expect(fill("{a}", { a: "نادية" }, EN)).toBe("\u2068نادية\u2069");
  expect(isolated("Amara", "ltr")).toBe("Amara");
});
