import { expect, test } from "vitest";

import { MOVES } from "../../../lib/caseworkTable.ts";
import { AFTER } from "./moving.ts";

const PARTYS: readonly string[] = ["respondent", "witness", "supporter", "concerned"];

test("the state after each of a party's moves is the table's", () => {
  const theirs = [...MOVES.values()].flatMap(rows =>
    [...rows.values()].filter(
      ({ who, to, object }) => object !== "case" && to && PARTYS.some(each => who.includes(each)),
    ),
  );
  expect(Object.fromEntries(theirs.map(({ object, move, to }) => [`${object} ${move}`, to]))).toEqual(AFTER);
});
