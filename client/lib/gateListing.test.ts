import { describe, expect, test } from "vitest";
import VECTORS from "../../vectors/gatelisting.json" with { type: "json" };
import { generateIdentity, open, recipientOf } from "./agefile.ts";
import { base64, text } from "./bytes.ts";
import { BadListing, listingText, NoGate, sealListing } from "./gateListing.ts";

describe("a listing", () => {
  test.each(VECTORS.written)("of $person is written as the keeper reads it", ({ person, content }) => {
    const written = listingText(VECTORS.site, ` ${person} `);
    expect(text(written).trimEnd()).toBe(content);
    expect(written).toHaveLength(1024);
  });

  test.each([...VECTORS.nobody, "林".repeat(201)])("of nobody is refused: %j", person => {
    expect(() => listingText(VECTORS.site, person)).toThrow(BadListing);
  });

  test("opens for each keeper of the signed roster", async () => {
    const keepers = [generateIdentity(), generateIdentity()];
    const named = await Promise.all(keepers.map(async each => ({ recipient: await recipientOf(each) })));
    const content = listingText(VECTORS.site, "E10482");
    const sealed = await sealListing(content, named);
    for (const each of keepers) expect(base64(await open(sealed, [each]))).toBe(base64(content));
  });

  test("is sealed to nobody where the roster names no keeper", () => {
    expect(() => sealListing(listingText(VECTORS.site, "E10482"), [])).toThrow(NoGate);
  });
});
