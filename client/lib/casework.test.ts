import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import {
  type Actor,
  allowed,
  type Casework,
  DoesNotFollow,
  flagsOf,
  fold,
  type Moved,
  NEEDS,
  type WorkingDays,
} from "./casework.ts";
import { audiencesOf } from "./caseworkAudiences.ts";
import { MOVES } from "./caseworkTable.ts";

interface Vectors {
  readonly standing: Readonly<Record<string, readonly string[]>>;
  readonly stories: Readonly<Record<string, readonly Moved[]>>;
  readonly folds: readonly { readonly story: string }[];
  readonly audiences: Readonly<Record<string, readonly object[][]>>;
  readonly asked: readonly {
    readonly story: string;
    readonly also: readonly Moved[];
    readonly moved: Moved;
    readonly refused: string;
    readonly calendar?: WorkingDays;
  }[];
}

const vectors = JSON.parse(readFileSync("vectors/casework.json", "utf8")) as Vectors;

function actor(id: string): Actor {
  return { id, standing: vectors.standing[id] ?? [] };
}

function story(name: string): readonly Moved[] {
  const found = vectors.stories[name];
  if (!found) throw new Error(name);
  return found;
}

function said(state: Casework): object {
  const states = [...state.records].map(([object, there]) => [
    object,
    Object.fromEntries([...there].map(([id, each]) => [id, `${each.state} ${each.version}`])),
  ]);
  const flags = [...flagsOf(state)].sort();
  return { phase: state.phase, course: state.course, flags, states: Object.fromEntries(states) };
}

test.each(vectors.folds)("$story comes to what the server has", told => {
  expect({ story: told.story, ...said(fold(story(told.story))) }).toEqual(told);
});

test.each(Object.entries(vectors.stories))("%s is allowed move by move", (_, moves) => {
  let state = fold([]);
  for (const each of moves) {
    expect(allowed(state, actor(each.actor), each, (each.agreed ?? []).map(actor))).toBe("");
    state = fold([each], state);
  }
  expect(said(state)).toEqual(said(fold(moves)));
});

test.each(Object.entries(vectors.stories))("%s is sealed to whom the server says", (name, moves) => {
  let state = fold([]);
  const found = moves.map(each => {
    const both = [true, false].map(hasFile => audiencesOf(state, each, hasFile));
    state = fold([each], state);
    return both;
  });
  expect(found).toEqual(vectors.audiences[name]);
});

test.each(vectors.asked.map((each, place) => ({ ...each, place })))(
  "$place: $moved.object $moved.move is '$refused'",
  ({ story: name, also, moved, refused, calendar }) => {
    const state = fold([...story(name), ...also]);
    const seconds = (moved.agreed ?? []).map(actor);
    expect(allowed(state, actor(moved.actor), moved, seconds, calendar)).toBe(refused);
  },
);

test("every condition of the table is there, and no other", () => {
  const rows = [...MOVES.values()].flatMap(moves => [...moves.values()]);
  const named = new Set(rows.flatMap(({ needs = [] }) => needs));
  expect(Object.keys(NEEDS).sort()).toEqual([...named].sort());
});

test("what no table knows, or does not follow, is refused", () => {
  const [first] = story("noted");
  if (!first) throw new Error("empty");
  const bad = [{ object: "dream" }, { move: "fly" }, { version: 2 }];
  for (const each of bad) expect(() => fold([{ ...first, ...each }])).toThrow(DoesNotFollow);
  expect(() => allowed(fold([]), actor("ada"), { ...first, move: "fly" })).toThrow(DoesNotFollow);
  expect(() => fold([first, first])).toThrow(DoesNotFollow);
});
