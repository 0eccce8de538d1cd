import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./sources.mjs";
import { packWords, wordListModule } from "./wordlists.mjs";

const run = async source =>
  (await import(`data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`)).wordlist;

test.each(["english", "simplified-chinese", "traditional-chinese"])(
  "the %s list is the library's own",
  async list => {
    // By its place: by its name, the tests are given the packed one too.
    const own = await import(join(ROOT, `node_modules/@scure/bip39/wordlists/${list}.js`));
    expect(own.wordlist).toHaveLength(2048);
    expect(await run(await wordListModule("", `@scure/bip39/wordlists/${list}.js`))).toEqual(own.wordlist);
  },
);

test("words that share much, nothing, or all of the one before", async () => {
  const words = ["a", "aaaaaaaaaaaaab", "aaaaaaaaaaaaabc", "b", "ba", "zebra"];
  expect(await run(packWords(words))).toEqual(words);
});

test("a list that it cannot write is refused", () => {
  expect(() => packWords(["abdomen", "ábaco"])).toThrow("other signs");
  expect(() => packWords(["same", "same"])).toThrow("twice");
});
