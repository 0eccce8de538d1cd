import { expect, test } from "vitest";

import { regional } from "./locale.ts";

test.each([
  ["en", ["en-GB", "en"], "en-GB"],
  ["en", ["de-DE", "en-AU", "en-US"], "en-AU"],
  ["en", ["en"], "en"],
  ["en", ["zh-CN", "en-x-private", "en-Latn-GB"], "en"],
  ["en", [], "en"],
  ["ar", ["ar-EG", "en-GB"], "ar"],
  ["zh-Hans", ["zh-HK"], "zh-Hans"],
])("%s for a browser that wishes %j is %s", (language, wishes, expected) => {
  expect(regional(language, wishes)).toBe(expected);
});
