import { expect, test } from "vitest";

import { hiddenLetters, whoSawMoreOfFile } from "./fileSeen.ts";
import type { History } from "./history.ts";
import type { LetterOrFailure } from "./letterAuthors.ts";

const [AMARA, GAO] = ["1".repeat(32), "a".repeat(32)] as const;
const [FIRST, NEXT, GONE] = ["1", "2", "3"].map(each => each.repeat(64)) as [string, string, string];
const [EVENT, OTHER] = ["4".repeat(64), "5".repeat(64)] as const;

const event = (fields: Record<string, string>) => new Map(Object.entries(fields));
const history: History = {
  fields: new Map([
    [EVENT, event({ event: "file_letter_added", letter: FIRST })],
    ["6".repeat(64), event({ event: "note_added", letter: GONE })],
  ]),
  newest: EVENT,
  older: false,
};

function letter(author: string, more: { seen?: string; before?: string[] } = {}): LetterOrFailure {
  const { seen, before } = more;
  const to = { party: "7".repeat(64), file: "8".repeat(64), generation: 0 };
  const content = before ? { words: "Yes.", to, room: { before, team: [] } } : { words: "Yes.", to };
  const body = { author, key: "", kind: "note", content, ...(seen === undefined ? {} : { seen }) };
  return { ok: true, id: FIRST, letter: { body, doubts: [], bytes: new Uint8Array() } } as never;
}

const listed = (sha256: string, party = "", leaf = EVENT) => ({ sha256, party, leaf });

test("a letter to the file that the log tells of is listed, or hidden", () => {
  expect(hiddenLetters(history, [{ sha256: FIRST }])).toEqual([]);
  expect(hiddenLetters(history, [{ sha256: NEXT }])).toEqual([EVENT]);
});

test("who had seen an event that is not told is named, once", () => {
  const list = [listed(FIRST), listed(NEXT)];
  const read = [letter(AMARA, { seen: EVENT }), letter(AMARA, { seen: EVENT })];
  expect(whoSawMoreOfFile(history, list, read)).toEqual([]);
  expect(
    whoSawMoreOfFile(history, list, [letter(AMARA, { seen: OTHER }), letter(AMARA, { seen: OTHER })]),
  ).toEqual([AMARA]);
});

test("of another case, this one's history says nothing", () => {
  const read = [letter(AMARA, { seen: OTHER })];
  expect(whoSawMoreOfFile(history, [listed(FIRST, "", OTHER)], read)).toEqual([]);
});

test("a letter that names one of its room that is not listed in it shows that it is kept back", () => {
  const read = [letter(AMARA, { before: [] }), letter(GAO, { before: [FIRST] })];
  expect(whoSawMoreOfFile(history, [listed(FIRST, GAO), listed(NEXT, GAO)], read)).toEqual([]);
  const more = [letter(AMARA, { before: [] }), letter(GAO, { before: [GONE] })];
  expect(whoSawMoreOfFile(history, [listed(FIRST, GAO), listed(NEXT, GAO)], more)).toEqual([GAO]);
  // Nor is it there if it stands in another's room.
  expect(whoSawMoreOfFile(history, [listed(FIRST, AMARA), listed(NEXT, GAO)], read)).toEqual([GAO]);
});
