import { expect, test } from "vitest";
import { type History, whoSawMore } from "./history.ts";

const TOLD = "a".repeat(64);
const NOT_TOLD = "b".repeat(64);
const XU = "1".repeat(32);
const history: History = { fields: new Map([[TOLD, new Map()]]), newest: TOLD, older: false };

const by = (author: string, seen?: string, doubts: string[] = []) => ({
  ok: true as const,
  letter: { body: seen === undefined ? { author } : { author, seen }, doubts },
});

test("who had seen what is told, or wrote before there was such a member, says nothing", () => {
  expect(whoSawMore(history, [by("reporter", ""), by(XU, TOLD), by(XU), { ok: false }])).toEqual([]);
});

test("who had seen what is not told is named once, but not where the letter does not hold", () => {
  const more = [by(XU, NOT_TOLD), by(XU, NOT_TOLD), by("reporter", TOLD)];
  expect(whoSawMore(history, more)).toEqual([XU]);
  expect(whoSawMore(history, [by(XU, NOT_TOLD, ["reader"])])).toEqual([]);
});

test("a report that began a linked case is not told as one from before", () => {
  expect(whoSawMore({ ...history, older: true }, [by("reporter", "")])).toEqual(["reporter"]);
  expect(whoSawMore({ ...history, older: true }, [by("reporter")])).toEqual([]);
});
