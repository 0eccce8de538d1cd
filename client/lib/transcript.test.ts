import { expect, test } from "vitest";
import { linesOf, readsNow, strayLines, withCorrections } from "./transcript.ts";

const TEXT = "What happened?\n\nHe came at nine.\r\n  I said no.  \n";

test("lines that say nothing are none", () => {
  expect(linesOf(TEXT)).toEqual(["What happened?", "He came at nine.", "I said no."]);
});

test("both versions of a line are kept, and the last correction holds", () => {
  const lines = withCorrections(TEXT, [{ line_3: "I said no twice.", text: "" }, { line_3: " I left. " }]);
  expect(lines[2]).toEqual({ number: 3, first: "I said no.", corrected: ["I said no twice.", "I left."] });
  expect(lines.map(readsNow)).toEqual(["What happened?", "He came at nine.", "I left."]);
});

test("a line may be struck", () => {
  const [, second] = withCorrections(TEXT, [{ line_2: "" }]);
  expect(second?.corrected).toEqual([""]);
  expect(second && readsNow(second)).toBe("");
});

test("a correction of a line that is not there is told, and changes nothing", () => {
  const stray = { line_4: "More.", line_0: "Less.", line_03: "Less.", text: "" };
  expect(strayLines(TEXT, stray)).toEqual([4]);
  expect(withCorrections(TEXT, [stray]).flatMap(each => each.corrected)).toEqual([]);
});
