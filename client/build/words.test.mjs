/** Words of the desk come in three parts: before somebody is in, then, and with the pages of a worked case. */

import { expect, test } from "vitest";
import { readLanguages } from "./languages.mjs";
import { ROOT } from "./sources.mjs";
import { deskBook, PARTS, saidBy } from "./words.mjs";

const said = {
  "queue.title": "start",
  "join.title": "start",
  "letter.missing": "inside",
  "measures.save": "work",
};

test.each(readLanguages(ROOT).map(({ tag }) => tag))("its parts together are the book: %s", tag => {
  const parts = PARTS.map(part => [part, deskBook(ROOT, tag, part)]);
  const all = parts.flatMap(([, book]) => [...book.keys()]);
  expect(all.sort()).toEqual([...deskBook(ROOT, tag, "whole").keys()].sort());
  const partOf = key => parts.filter(([, book]) => book.has(key)).map(([part]) => part);
  for (const [key, part] of Object.entries(said)) expect(partOf(key)).toEqual([part]);
  for (const [, book] of parts) expect(book.size).toBeGreaterThan(100);
});

test("a module says what it names, what begins so, and the families of its terms", () => {
  const says = saidBy(
    't("go.next"); t(`promise.${how}`); t(`${t("go.on")}: ${x}`); term("duty", kind); open("files");',
  );
  const words = ["go.next", "go.on", "promise.kept", "duty.plan", "files.title", "go.back", "promises.all"];
  expect(words.filter(says)).toEqual(["go.next", "go.on", "promise.kept", "duty.plan"]);
});
