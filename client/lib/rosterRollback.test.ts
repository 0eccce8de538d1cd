import { expect, test } from "vitest";
import { rememberVersion, seenVersion } from "./rosterRollback.ts";

function place(kept = new Map<string, string>()) {
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
}

test("the newest version of each root is remembered, and never an older one", () => {
  const browser = place();
  expect(seenVersion(browser, "one")).toBe(0);
  for (const version of [2, 5, 3]) rememberVersion(browser, { root: "one", version });
  rememberVersion(browser, { root: "other", version: 1 });
  expect([seenVersion(browser, "one"), seenVersion(browser, "other")]).toEqual([5, 1]);
});

test("what is no version counts as none", () => {
  for (const text of ["", "x", "-1", "1.5", "1e99", "NaN"]) {
    expect(seenVersion(place(new Map([["heard-roster one", text]])), "one")).toBe(0);
  }
});

test("a browser that refuses to keep anything has seen nothing", () => {
  const refuses = () => {
    throw new DOMException("no", "SecurityError");
  };
  const browser = { getItem: refuses, setItem: refuses };
  rememberVersion(browser, { root: "one", version: 2 });
  expect(seenVersion(browser, "one")).toBe(0);
});
