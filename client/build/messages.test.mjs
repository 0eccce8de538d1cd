import { expect, test } from "vitest";
import { MessageFormat } from "messageformat";

import { fill } from "../lib/fill.ts";
import { LANGUAGES } from "../lib/languages.ts";
import { readBooks } from "./books.mjs";
import { compile, faultsOf, gapsOf } from "./messages.mjs";
import { ROOT } from "./sources.mjs";

const PLAIN = /[\u2066-\u2069]/g;
const NUMBERS = [0, 1, 2, 3, 5, 11, 12, 99, 100, 102, 111];

test.each(LANGUAGES)("what pages do with a message is what the library does: $tag", ({ tag, direction }) => {
  let plurals = 0;
  for (const [key, source] of readBooks(ROOT, tag)) {
    const compiled = compile(source);
    const library = new MessageFormat(tag, source);
    const numbers = typeof compiled === "string" ? [0] : NUMBERS;
    if (typeof compiled !== "string") plurals += 1;
    for (const number of numbers) {
      const by = typeof compiled === "string" ? "" : compiled.by;
      const values = Object.fromEntries(
        gapsOf(compiled).map(name => [name, name === by ? number : `«${name}»`]),
      );
      const ours = fill(compiled, values, { tag, direction });
      expect(ours.replaceAll(PLAIN, ""), key).toBe(library.format(values).replaceAll(PLAIN, ""));
    }
  }
  expect(plurals > 0 || new Intl.PluralRules(tag).resolvedOptions().pluralCategories.length === 1).toBe(true);
});

test.each([
  ["{name} is here", "write {$name}"],
  ["{$n :number} days", "a gap is {$name} and no more"],
  ["{$name", "is not MessageFormat 2"],
  [".local $a = {|b|} {{c}}", "only plurals do"],
  [".input {$n :number}\n.match $n * {{x}}", "a plural is written"],
  [".input {$n :number} .match $n one {{x}}", "is not MessageFormat 2"],
])("%s is refused in a sentence", (source, said) => {
  expect(() => compile(source)).toThrow(said);
});

test("a translation has the gaps of its original and the plural forms of its language", () => {
  const days = compile(".input {$n :number} .match $n one {{{$n} day}} * {{{$n} days}}");
  expect(faultsOf("en", days, days)).toEqual([]);
  expect(faultsOf("zh-Hans", compile("{$n} 天"), days)).toEqual([]);
  expect(faultsOf("ar", days, days)).toEqual(["lacks the forms zero, two, few, many (“*” is other)"]);
  expect(faultsOf("en", compile("{$n} days"), days)).toEqual(["needs forms: one, other"]);
  expect(faultsOf("en", compile("{$m}"), compile("{$n}"))).toEqual(["has the gaps [m] and not [n]"]);
  const two = compile(".input {$n :number} .match $n one {{x {$n}}} two {{y}} * {{z}}");
  expect(faultsOf("en", two, days)).toEqual(["has forms that en has not: two"]);
});
