import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { utf8 } from "../../../lib/bytes.ts";
import { shownAs } from "./viewing.ts";

const picture = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(`tests/pictures/${name}`));

test.each([
  ["photo.jpg", "image/jpeg"],
  ["moving.png", "image/png"],
  ["photo.gif", "image/gif"],
  ["lossless.webp", "image/webp"],
  ["photo.avif", "image/avif"],
])("a picture is shown as what its bytes are: %s", (name, type) => {
  expect(shownAs(picture(name))).toEqual({ view: "picture", type });
});

test("a page, a drawing and a program are text, and never run", () => {
  for (const text of [
    "<script>alert(1)</script>",
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "",
    "#!/bin/sh",
  ]) {
    expect(shownAs(utf8(text))).toEqual({ view: "text", text });
  }
  expect(shownAs(utf8("%PDF-1.7"))).toEqual({ view: "pdf", type: "application/pdf" });
});

test("what is neither, is no UTF-8 or too long to be read is not shown", () => {
  for (const bytes of [picture("photo.heic"), new Uint8Array([0xff, 0xfe, 0x41]), utf8("a\0b")]) {
    expect(shownAs(bytes)).toBeNull();
  }
  expect(shownAs(utf8("a".repeat(512 * 1024)))).toMatchObject({ view: "text" });
  expect(shownAs(utf8("a".repeat(512 * 1024 + 1)))).toBeNull();
});
