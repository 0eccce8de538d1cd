/** Words of the desk come in two parts: what is said of a worked case alone comes with its pages. */

import { expect, test } from "vitest";
import { readLanguages } from "./languages.mjs";
import { ROOT } from "./sources.mjs";
import { deskBook } from "./words.mjs";

test.each(readLanguages(ROOT).map(({ tag }) => tag))("both parts together are the book: %s", tag => {
  const [start, work, whole] = ["start", "work", "whole"].map(part => deskBook(ROOT, tag, part));
  expect([...start.keys(), ...work.keys()].sort()).toEqual([...whole.keys()].sort());
  expect([start.has("queue.title"), work.has("queue.title")]).toEqual([true, false]);
  expect([start.has("measures.save"), work.has("measures.save")]).toEqual([false, true]);
  expect(work.size).toBeGreaterThan(100);
});
