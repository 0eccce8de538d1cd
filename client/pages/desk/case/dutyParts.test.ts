import { expect, test } from "vitest";
import { partOf } from "./dutyParts.ts";

const [SEAT, NOTICE] = ["a".repeat(32), "b".repeat(32)];

function logged(...moves: readonly (readonly [object: string, record: string])[]) {
  const fields = moves.map(
    ([object, record], at) => [String(at), new Map(Object.entries({ object, record }))] as const,
  );
  return { history: { fields: new Map(fields), newest: "", older: false } };
}

test("an objection leads to what it is to: the team, or what is put to the person", () => {
  const open = logged(["seat", SEAT], ["notice", NOTICE]);
  expect(partOf(open, { kind: "objection", record: SEAT })).toBe("team");
  expect(partOf(open, { kind: "objection", record: NOTICE })).toBe("notices");
});

test("where the log is kept back an objection leads where most are, and nothing else is asked of it", () => {
  expect(partOf({ history: null }, { kind: "objection", record: SEAT })).toBe("notices");
  expect(partOf(logged(["seat", SEAT]), { kind: "measure_review", record: SEAT })).toBe("protection");
  expect(partOf(logged(), { kind: "update", record: null })).toBeUndefined();
});
