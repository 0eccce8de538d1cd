import { expect, test } from "vitest";

import { MOVES } from "../../../lib/caseworkTable.ts";
import { AFTER, named } from "./moving.ts";

const REPORTERS: readonly string[] = ["reporter", "concerned"];
/** Of these a party alone is concerned, never the reporter. */
const OTHERS: readonly string[] = ["case", "notice.read", "measure.accept", "party.comment"];

test("the state after each of the reporter's moves is the table's", () => {
  const own = [...MOVES.values()].flatMap(rows =>
    [...rows.values()].filter(({ who }) => REPORTERS.some(each => who.includes(each))),
  );
  const changed = own.filter(({ to, object }) => to && object !== "case");
  const theirs = changed.filter(({ who, object }) => who.includes("reporter") || object !== "notice");
  const said = theirs.filter(({ object, move }) => !OTHERS.includes(`${object}.${move}`));
  for (const { object, move, to } of said) {
    if (object === "party") continue; // whose own words end it, by a button of its own
    expect([object, move, AFTER[`${object}.${move}`] ?? AFTER[move]]).toEqual([object, move, to]);
  }
});

test("what is chosen anew is another move, though it says the same words", () => {
  const record = { id: "a".repeat(32), version: 1, state: "previewed", moves: [] };
  const deed = { object: "notice", record, move: "object", words: { text: "No." } };
  const ways = [
    deed,
    { ...deed, code: "plain" },
    { ...deed, code: "danger" },
    { ...deed, about: ["b".repeat(32)] },
  ];
  expect(new Set(ways.map(named)).size).toBe(ways.length);
});
