import { expect, test } from "vitest";

import vectors from "../../vectors/lending.json" with { type: "json" };
import { lendingDigest } from "./lending.ts";

test("what is said here of two cases is what the server holds it against", async () => {
  expect(vectors.length).toBeGreaterThan(2);
  for (const { lender, user, digest } of vectors) expect(await lendingDigest(lender, user)).toBe(digest);
  expect(new Set(vectors.map(({ digest }) => digest)).size).toBe(vectors.length);
});
