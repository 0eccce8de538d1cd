import { expect, test } from "vitest";

import { fold, type Moved } from "../../../../lib/casework.ts";
import { one } from "../../../../lib/caseworkState.ts";
import type { JudgedMove, Work } from "../model.ts";
import { chain, moved, worked } from "../work.world.ts";
import { chosenFor } from "./exhibits.ts";

const PACKAGE = "9".repeat(32);
const DIGEST = "d".repeat(64);

/** An exhibit whose sealed copy Heard keeps, as far as these moves bring it. */
function exhibit(number: number, code: string, ...moves: readonly string[]): Moved[] {
  const id = String(number).repeat(32);
  const [note, ...rest] = chain("exhibit", id, ["note", ...moves], { digest: DIGEST });
  const { digest: _digest, ...noted } = { ...note } as Moved;
  return [{ ...noted, code, number }, ...rest];
}

const ANNOUNCED = moved("package", PACKAGE, "announce", { code: "consent" });
const GRANTED = moved("package", PACKAGE, "grant", { version: 2, actor: "reporter" });
const TAKEN_BACK = moved("package", PACKAGE, "take_back", { version: 3, actor: "reporter" });
const MINOR = moved("party", "reporter", "note_minor", { version: 1 });

const ALL = [
  ...exhibit(1, "ordinary", "receive"),
  ...exhibit(2, "intimate", "receive"),
  ...exhibit(3, "privileged", "receive"),
  ...exhibit(4, "ordinary"),
  ...exhibit(5, "ordinary", "receive", "withhold"),
];

interface Told {
  readonly intimate?: string;
  readonly faults?: readonly string[];
}

/** Which exhibits are packed, and why the others are not. `told`: of the reporter's letter. */
function packs(moves: readonly Moved[], { intimate = "", faults = [] }: Told = {}) {
  const said = (each: Moved) => ({ content: each.move === "grant" ? { intimate } : {}, moved: each });
  const bad = (each: Moved) => (each.move === "grant" ? faults : []);
  const judged = moves.map(each => ({ ...said(each), faults: bad(each) }) as unknown as JudgedMove);
  const empty = worked([]);
  const kept = [1, 2, 3, 4, 5].map(n => ({
    record: String(n).repeat(32),
    size: 9,
    received: 9,
    whole: true,
  }));
  const work = { ...empty, state: fold(moves), moves: judged, view: { ...empty.view, kept } } as Work;
  const record = one(work.state, "package", PACKAGE);
  if (!record) throw new Error("no package");
  const { packed, left } = chosenFor({ ...work, open: { ...work.open, ref: "R", files: [] } }, record);
  const out = left.map(each => `${each.record.number} ${each.why}`);
  return [packed.map(each => each.record.number), out];
}

const OTHERS = ["3 privileged", "4 unreceived", "5 withheld"];

test("what is intimate goes along by the reporter's letter alone, and what is privileged never", () => {
  const closed = [[1], ["2 intimate", ...OTHERS]];
  expect(packs([...ALL, ANNOUNCED])).toEqual(closed);
  expect(packs([...ALL, ANNOUNCED, GRANTED])).toEqual(closed);
  expect(packs([...ALL, ANNOUNCED, GRANTED], { intimate: "yes" })).toEqual([[1, 2], OTHERS]);
  expect(packs([...ALL, ANNOUNCED, GRANTED, TAKEN_BACK], { intimate: "yes" })).toEqual(closed);
});

test("by no letter that does not hold, and never where somebody is under age", () => {
  const given = { intimate: "yes", faults: ["signature"] };
  expect(packs([...ALL, ANNOUNCED, GRANTED], given)[0]).toEqual([1]);
  expect(packs([MINOR, ...ALL, ANNOUNCED, GRANTED], { intimate: "yes" })[0]).toEqual([1]);
});
