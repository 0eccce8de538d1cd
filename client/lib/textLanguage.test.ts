import { expect, test } from "vitest";

import { languageOf } from "./textLanguage.ts";

test.each([
  ["He came to my room.", "en", "en"],
  ["他来了我的房间。", "zh-Hans", "zh-Hans"],
  ["他来了 Meridian Fresh 的房间，我不在。", "zh-Hans", "zh-Hans"],
  ["جاء إلى غرفتي.", "ar", "ar"],
  ["Er kam in mein Zimmer.", "zh-Hans", ""],
  ["他来了我的房间。", "en", ""],
  ["جاء إلى غرفتي.", "en", ""],
  ["12:30", "en", ""],
  ["", "en", ""],
  ["He came.", "", ""],
  ["He came.", "no tag at all", ""],
  ["Пришёл.", "ru", ""],
])("%s, said to be %s, is read as %s", (words, hint, language) => {
  expect(languageOf(words, hint)).toBe(language);
});
