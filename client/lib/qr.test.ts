import fc from "fast-check";
import { encode } from "uqr";
import { expect, test } from "vitest";
import { drawn, qrCode, TooLongForQr } from "./qr.ts";

/** The library knows more modes than ours: a small letter keeps it to bytes. */
const SAID = fc.string({ unit: "binary", maxLength: 44 }).map((text) => `w${text}`);

test("each mask of each text is what another encoder draws", () => {
  fc.assert(
    fc.property(SAID, fc.nat(7), (text, mask) => {
      expect(drawn(text, mask)).toEqual(encode(text, { ecc: "M", border: 0, maskPattern: mask }).data);
    }),
  );
});

test.each([1, 14, 15, 26, 27, 42, 43, 62, 63, 84, 85, 106, 107, 122, 123, 152, 153, 180])("%i bytes", (length) => {
  const text = "w".repeat(length);
  expect(drawn(text, 3)).toEqual(encode(text, { ecc: "M", border: 0, maskPattern: 3 }).data);
});

test("181 bytes are refused", () => {
  expect(() => drawn("w".repeat(181), 0)).toThrow(TooLongForQr);
});

test("one of the masks is taken, and a margin stands around it", () => {
  const text = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
  const code = qrCode(text, 2);
  const inner = code.slice(2, -2).map((row) => row.slice(2, -2));
  const masks = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => drawn(text, mask));
  expect(masks).toContainEqual(inner);
  expect([...code.slice(0, 2), ...code.slice(-2)].flat().some(Boolean)).toBe(false);
  expect(code.every((row) => row.length === code.length && ![row[0], row[1], row.at(-1), row.at(-2)].some(Boolean))).toBe(true);
});
