import { expect, test } from "vitest";
import { laterWords, splitWords } from "./pagewords.mjs";

const BOOK = new Map([
  ["exit.button", "Exit"],
  ["go.start", "Start"],
  ["go.next", "Next"],
  ["role.none", "Rather not say"],
  ["roles", "Another family"],
]);
const LATER = "<p>{{t:role.none}}</p>{{words:exit,go.start|go,role}}";

test("what the first screen says is in the page, and what the page's text says anyway", () => {
  expect(splitWords(LATER, BOOK)).toEqual({
    now: { "exit.button": "Exit", "go.start": "Start", "role.none": "Rather not say" },
    later: { "go.next": "Next" },
  });
});

test("a page without later words has all of them, and no file", () => {
  const html = "<p>{{t:role.none}}</p>{{words:exit,go}}";
  const now = { "exit.button": "Exit", "go.next": "Next", "go.start": "Start" };
  expect(splitWords(html, BOOK)).toEqual({ now, later: {} });
  expect(laterWords("help", "en", html, BOOK)).toBeNull();
});

test("the file's name tells its bytes", () => {
  const file = laterWords("report", "en", LATER, BOOK);
  expect(String(file.bytes)).toBe('export default {"go.next":"Next"};');
  expect(file.path).toMatch(/^static\/report-words-en-[0-9A-F]{8}\.js$/);
  const other = laterWords("report", "en", LATER, new Map(BOOK).set("go.next", "On"));
  expect(other.path).not.toBe(file.path);
});
