import { expect, test } from "vitest";
import { AgeError, generateIdentity, recipientOf, seal } from "./agefile.ts";
import { ApiError } from "./api.ts";
import { utf8 } from "./bytes.ts";
import { BLOCK, digestOf } from "./digest.ts";
import { digestsOfFile, exhibitNumber, contentOfCopy, sealCopy, sealedDigest } from "./exhibits.ts";
import { sha256hex } from "./hash.ts";
import { BadFile, openFile } from "./sealedFileReader.ts";

const IDENTITY = generateIdentity();
const WORDS = utf8("Dear all, the seat beside me is free.");
const FILE = "f1".repeat(16);

/** As the server gives out a segment: nothing from beyond its end. */
function rangeOf(segments: Readonly<Record<string, Uint8Array<ArrayBuffer>>>) {
  return async (id: string, from: number, to: number) => {
    const bytes = segments[id] ?? new Uint8Array();
    if (from >= bytes.length) throw new ApiError(416, "bad_request", "past the end");
    return bytes.slice(from, to);
  };
}

test("the number names the case, and counts", () => {
  expect(exhibitNumber("1A2B-3C4D", 7)).toBe("1A2B-3C4D/E007");
  expect(exhibitNumber("1A2B-3C4D", 1234)).toBe("1A2B-3C4D/E1234");
});

test("a copy that was sealed has the same digests when it is opened", async () => {
  const recipient = await recipientOf(IDENTITY);
  const { bytes, ...made } = await sealCopy(new Blob([WORDS]), recipient);
  expect(made.sha256).toBe(await sha256hex(WORDS));
  expect(made.sealed).toBe(await digestOf(new Blob([bytes])));
  expect(made.sealed).not.toBe(made.plain);
  const opened = await contentOfCopy(new Blob([bytes]), [IDENTITY]);
  expect(opened).toEqual({ ...made, bytes: WORDS });
});

test("one flipped byte, or another's key, opens nothing", async () => {
  const { bytes } = await sealCopy(new Blob([WORDS]), await recipientOf(IDENTITY));
  await expect(contentOfCopy(new Blob([bytes]), [generateIdentity()])).rejects.toThrow(AgeError);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await expect(contentOfCopy(new Blob([bytes]), [IDENTITY])).rejects.toThrow(AgeError);
});

test.each([
  ["shorter than a block", [20]],
  ["whole blocks, at whose end the server has nothing more", [BLOCK]],
  ["segments one after the other", [BLOCK + 3, 5]],
])("the digest of a file's sealed bytes: %s", async (_, sizes) => {
  const parts = sizes.map((size, at) => new Uint8Array(size).fill(at + 1));
  const segments = parts.map((part, at) => ({ id: `${at}`, offset: 0, length: part.length }));
  const range = rangeOf(Object.fromEntries(parts.map((part, at) => [`${at}`, part])));
  expect(await sealedDigest(range, segments)).toBe(await digestOf(new Blob(parts)));
});

test("a file of the report is opened and compared with what was signed", async () => {
  const sealed = await seal(WORDS, [await recipientOf(IDENTITY)]);
  const range = rangeOf({ [FILE]: sealed });
  const about = {
    ...{ file: FILE, name: "a.txt", type: "text/plain", size: WORDS.length, stripped: [] },
    digest: await digestOf(new Blob([WORDS])),
    segments: [{ id: FILE, offset: 0, length: WORDS.length }],
  };
  const found = await digestsOfFile(openFile(about, [IDENTITY], range), about, range);
  expect(found).toEqual({
    sealed: await digestOf(new Blob([sealed])),
    plain: about.digest,
    sha256: await sha256hex(WORDS),
    size: WORDS.length,
  });
  const lie = { ...about, digest: "0".repeat(64) };
  await expect(digestsOfFile(openFile(lie, [IDENTITY], range), lie, range)).rejects.toThrow(BadFile);
});
