import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { CODES } from "./caseworkTable.ts";
import { packed, unpacked } from "./letterShape.ts";
import {
  faultOf,
  type Followed,
  type Line,
  outcomeLines,
  type OutcomeParts,
  outcomeParagraphs,
} from "./outcomeLetter.ts";

const { cases, faults } = JSON.parse(readFileSync("vectors/outcomeletter.json", "utf8")) as {
  readonly cases: readonly { readonly name: string; readonly parts: OutcomeParts; readonly lines: Line[] }[];
  readonly faults: readonly { readonly of: string; readonly but: object; readonly fault: string }[];
};
const partsOf = (name: string): OutcomeParts =>
  cases.find(each => each.name === name)?.parts ?? expect.fail(name);
const english = JSON.parse(readFileSync("client/locales/desk.en.json", "utf8")) as Record<string, string>;

test.each(cases)("a letter has each line of its parts, in their order: $name", ({ parts, lines }) => {
  expect(outcomeLines(parts)).toEqual(lines);
  expect(faultOf(parts)).toBe("");
});

test.each(faults)("without its parts none is sent: $of, $fault", ({ of, but, fault }) => {
  expect(faultOf({ ...partsOf(of), ...but })).toBe(fault);
});

function keysOf(parts: OutcomeParts): string[] {
  return outcomeLines(parts).flatMap(({ key = "" }) => key);
}

test("each code of a finding has a sentence of its own, and what was not shown its fixed ones", () => {
  for (const code of CODES["finding"] ?? []) {
    const finding = { act: "It.", code, basis: "evidence", reasons: "Because.", missing: "" };
    for (const to of ["reporter", "respondent"] as const) {
      const keys = keysOf({ ...partsOf(to), findings: [finding] });
      expect(keys).toContain(`found_${code}`);
      const isShown = ["substantiated", "partly"].includes(code);
      const fixed = to === "reporter" ? "not_untrue no_false_report" : "not_held_against not_called_false";
      for (const each of fixed.split(" ")) expect(keys.includes(each)).toBe(!isShown);
    }
  }
});

test("a register is no part of what the reporter is told, and no sanction of what is kept from them", () => {
  const parts = partsOf("reporter");
  const [sanction] = parts.followed as [Followed];
  const kept: Followed = {
    ...sanction,
    share: "none",
    test: { ...sanction.test, harm: "It would cost him more." },
  };
  const lines = outcomeLines({ ...parts, register: "Entered for two years.", followed: [kept] });
  expect(lines.map(({ words = "" }) => words)).not.toContain("Entered for two years.");
  expect(JSON.stringify(lines)).not.toContain(sanction.text);
  expect(JSON.stringify(lines)).not.toContain(kept.test.harm);
});

test("every line has words", () => {
  const said = cases.flatMap(({ lines }) => lines.flatMap(({ key = "" }) => (key === "" ? [] : key)));
  for (const key of said.filter(each => !each.includes(".")))
    expect(english).toHaveProperty([`outcome_letter.${key}`]);
});

test("a letter is one text that is read as it was made", () => {
  const parts = partsOf("reporter");
  const speaker = {
    say: (key: string, gaps: object) => `${key} ${JSON.stringify(gaps)}`,
    day: () => "a day",
    list: (items: readonly string[]) => items.join(" and "),
  };
  const paragraphs = outcomeParagraphs(parts, speaker);
  expect(unpacked(packed(paragraphs))).toEqual(paragraphs);
  expect(paragraphs.find(({ words }) => words.includes("appeal_until"))?.words).toContain("a day");
  expect(paragraphs.some(({ words }) => words.includes("2 and 6 and 12"))).toBe(true);
  // Another's shape is none: a letter is shown, whatever it says of itself.
  expect(unpacked({ text: "One.\n\nTwo.", shape: "h" })).toEqual([
    { as: "text", words: "One." },
    { as: "text", words: "Two." },
  ]);
});
