import { expect, test } from "vitest";
import { fileOfWords, splitWords } from "./pagewords.mjs";

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
    work: {},
  });
});

test("a page without later words has all of them, and no file", () => {
  const html = "<p>{{t:role.none}}</p>{{words:exit,go}}";
  const now = { "exit.button": "Exit", "go.next": "Next", "go.start": "Start" };
  expect(splitWords(html, BOOK)).toEqual({ now, later: {}, work: {} });
  expect(fileOfWords("later", "help", "en", html, BOOK)).toBeNull();
});

test("the file's name tells its bytes", () => {
  const file = fileOfWords("later", "report", "en", LATER, BOOK);
  expect(String(file.bytes)).toBe('export default {"go.next":"Next"};');
  expect(file.path).toMatch(/^static\/report-words-en-[0-9A-F]{8}\.js$/);
  const other = fileOfWords("later", "report", "en", LATER, new Map(BOOK).set("go.next", "On"));
  expect(other.path).not.toBe(file.path);
});

test("what is said of the work on a case is in a file of its own, and in that alone", () => {
  const html = "{{words:exit,go.start|go|role\nroles}}";
  const { later, work } = splitWords(html, BOOK);
  expect(later).toEqual({ "go.next": "Next" });
  expect(work).toEqual({ "role.none": "Rather not say", roles: "Another family" });
  const file = fileOfWords("work", "return", "en", html, BOOK);
  expect(file.path).toMatch(/^static\/return-work-words-en-[0-9A-F]{8}\.js$/);
});
