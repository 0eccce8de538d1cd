import type { VNode } from "preact";
import { expect, test } from "vitest";
import { Facts } from "./Facts.tsx";

test("a pair without a value is left out, zero is a value", () => {
  const pairs = [
    ["name", "Noor"],
    ["unit", ""],
    ["tier", null],
    ["waiting", 0],
  ] as const;
  const { children } = Facts({ pairs }).props as { children: VNode[] };
  expect(children.map(({ key }) => key as unknown)).toEqual(["name", "waiting"]);
});
