import * as fc from "fast-check";
import { expect, test } from "vitest";

import { generateIdentity, recipientOf, seal } from "./agefile.ts";
import { base64, unbase64, utf8 } from "./bytes.ts";
import { openForms, sealForms } from "./forms.ts";

const identity = generateIdentity();
const recipient = await recipientOf(identity);
const words = fc.dictionary(fc.string(), fc.string());

test("what was half written comes back as it was", async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), words), async given => {
      const forms = new Map(Object.entries(given));
      expect(await openForms(await sealForms(forms, recipient), identity)).toEqual(forms);
    }),
    { numRuns: 40 },
  );
});

test("nobody else's key opens it, and a damaged one is none", async () => {
  const sealed = await sealForms(new Map([["a/message", { "write-message": "half" }]]), recipient);
  expect(await openForms(sealed, generateIdentity())).toEqual(new Map());
  const bytes = unbase64(sealed);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(await openForms(base64(bytes), identity)).toEqual(new Map());
  expect(await openForms("no base64", identity)).toEqual(new Map());
});

test("what no writer writes is left out", async () => {
  const of = async (said: string): Promise<unknown> =>
    openForms(base64(await seal(utf8(said), [recipient])), identity);
  expect(await of('{"a":{"b":1},"c":{"d":"e"},"f":["g"],"h":null}')).toEqual(new Map([["c", { d: "e" }]]));
  for (const other of ["[]", "null", '"words"', "{", ""]) expect(await of(other)).toEqual(new Map());
});

test("its size tells only which power of two the words fit into", async () => {
  const size = async (length: number): Promise<number> =>
    unbase64(await sealForms(new Map([["a", { b: "x".repeat(length) }]]), recipient)).length;
  expect(await size(0)).toBe(await size(4000));
  expect(await size(4090)).toBe(await size(8100));
  expect(await size(4090)).toBeGreaterThan(await size(4000));
});
