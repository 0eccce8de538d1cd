import { expect, test } from "vitest";
import type { JudgedMove } from "../model.ts";
import { isOtherThanShown, namesIn } from "./content.ts";

function move(name: string, content: Readonly<Record<string, string>> | null): JudgedMove {
  const moved = { object: "notice", id: "n", move: name, actor: "j", at: "2026-03-02T09:00:00Z", version: 1 };
  return { moved, content, faults: [], view: {}, shell: {} } as unknown as JudgedMove;
}

const SHOWN = { text: "", put_a: "You were there.", material_a: "One saw you." };
const OUT = { ...SHOWN, due: "2026-03-20", call: "Amara" };

test("what is sent is what the reporter was shown last, to the letter", () => {
  const earlier = move("preview", { ...SHOWN, put_a: "Another word." });
  const shown = move("preview", SHOWN);
  expect(isOtherThanShown([earlier, shown, move("send", OUT)], ["a"])).toBe(false);
  for (const other of [{ put_a: "You were here." }, { material_a: "" }, { text: "And more." }]) {
    expect(isOtherThanShown([earlier, shown, move("send", { ...OUT, ...other })], ["a"])).toBe(true);
  }
});

test("nothing is said of words that cannot be compared", () => {
  expect(isOtherThanShown([move("preview", null), move("send", OUT)], ["a"])).toBe(false);
  expect(isOtherThanShown([move("preview", SHOWN)], ["a"])).toBe(false);
  expect(isOtherThanShown([], ["a"])).toBe(false);
});

test("a name is found by each of its parts, whatever its case", () => {
  const names = ["Gao Jun", "Lin Wei"];
  expect(namesIn(["You and GAO stood there."], names)).toEqual(["Gao Jun"]);
  expect(namesIn(["Nobody is named."], names)).toEqual([]);
});
