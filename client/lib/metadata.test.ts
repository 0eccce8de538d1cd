import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bytes, concat, utf8 } from "./bytes.ts";
import { crc32 } from "./crc32.ts";
import { BadImage, kindOf, type Stripped, stripMetadata } from "./metadata.ts";
import { bigEndian } from "./pictures/base.ts";
import { readExif } from "./pictures/exif.ts";
import { store } from "./pictures/flate.ts";

/** tests/pictures/make.py made them and says what is planted in each; `field` came from outside. */
const FOLDER = new URL("../../tests/pictures/", import.meta.url);
const names = (folder: URL) =>
  readdirSync(folder).filter(name => /\.(jpg|png|webp|gif|avif|heic)$/.test(name));
const ALL = [...names(FOLDER), ...names(new URL("field/", FOLDER)).map(name => `field/${name}`)];
const read = (name: string): Bytes => new Uint8Array(readFileSync(new URL(name, FOLDER)));

/** As letters of one byte and of two. */
const SECRET = /SECRET|S\0E\0C\0R\0E\0T|Invented|FP-1/;
const holdsSecret = (image: Bytes) => SECRET.test(new TextDecoder("latin1").decode(image));

/** Shown by browsers, but nobody can tell the picture from what follows it. */
const STUCK = ["bad-marker-in-scan", "cut-by-two-bytes", "half", "panorama-trailer"].map(
  name => `field/${name}.jpg`,
);
/** Has nothing to lose. */
const BARE = "field/pHYs-density.png";

async function outcome(image: Bytes): Promise<Stripped | null> {
  try {
    return await stripMetadata(image);
  } catch (error) {
    expect(error).toBeInstanceOf(BadImage);
    return null;
  }
}

test.each(ALL.filter(name => !STUCK.includes(name)))("%s holds nothing that was planted", async name => {
  const { bytes, removed } = await stripMetadata(read(name));
  expect(holdsSecret(bytes)).toBe(false);
  expect(removed.length > 0).toBe(name !== BARE);
  const again = await stripMetadata(bytes);
  expect(again.bytes).toEqual(bytes);
  // The way up is all that is left of EXIF.
  expect(again.removed.filter(kind => kind !== "EXIF")).toEqual([]);
});

test.each(STUCK)("%s is said to be beyond cleaning", async name => {
  expect(await outcome(read(name))).toBe(null);
});

test.each(ALL)("%s changed by accident is still clean, or nothing is claimed", async name => {
  const image = read(name);
  const change = fc.record({ at: fc.nat(image.length - 1), to: fc.nat(255) });
  const changes = fc.array(change, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(changes, fc.nat(image.length), async (list, end) => {
      const other = image.slice(0, end % 3 === 0 ? end : undefined);
      for (const { at, to } of list) if (at < other.length) other[at] = to;
      const stripped = await outcome(other);
      if (!stripped) return;
      expect(holdsSecret(stripped.bytes)).toBe(false);
      expect((await stripMetadata(stripped.bytes)).bytes).toEqual(stripped.bytes);
    }),
    { numRuns: 100 },
  );
});

test("any bytes behind any beginning end in an answer or in BadImage", async () => {
  const starts = ["photo.jpg", "turned.png", "photo.webp", "moving.gif", "photo.avif"].map(name =>
    read(name),
  );
  const start = fc.tuple(fc.constantFrom(...starts), fc.integer({ min: 12, max: 400 }));
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async ([image, size], rest) => {
      await outcome(concat(image.subarray(0, size), rest));
    }),
    { numRuns: 1000 },
  );
});

/** What is said of the way up in a cleaned picture. */
function wayUp(image: Bytes): number | null {
  const at = new TextDecoder("latin1").decode(image).search(/MM\0\*/);
  return at < 0 ? null : readExif(image.subarray(at), new Set());
}

test.each([
  "turned.jpg",
  "turned.png",
  "turned.webp",
  "field/phone.jpg",
  "field/phone.webp",
  "field/png-eXIf.png",
])("%s keeps its way up and nothing else of EXIF", async name => {
  const { bytes, removed } = await stripMetadata(read(name));
  expect(wayUp(bytes)).toBe(6);
  expect(removed).toContain("GPS");
});

test.each(["photo.heic", "turned.avif"])("%s keeps its way up, which is a property there", async name => {
  const { bytes } = await stripMetadata(read(name));
  const turn = (image: Bytes) => /irot(.)/s.exec(new TextDecoder("latin1").decode(image))?.[1];
  expect(turn(bytes)).toBe(turn(read(name)));
  expect(turn(bytes)).not.toBe(undefined);
  expect(wayUp(bytes)).toBe(null);
});

describe("what stands inside the picture's own bytes", () => {
  const mark = concat(Uint8Array.of(0x89), utf8("PNG\r\n\x1a\n"));
  function chunk(type: string, body: Bytes): Bytes {
    const named = concat(utf8(type), body);
    return concat(bigEndian(body.length, 4), named, bigEndian(crc32(named), 4));
  }
  /** Two by two points in grey: each row is a filter and two bytes. */
  const head = chunk("IHDR", concat(bigEndian(2, 4), bigEndian(2, 4), Uint8Array.of(8, 0, 0, 0, 0)));
  const rows = Uint8Array.of(0, 1, 2, 0, 3, 4);
  const png = (data: Bytes) => concat(mark, head, chunk("IDAT", data), chunk("IEND", new Uint8Array(0)));

  test("rows of a PNG stay, and more than it shows is not called clean", async () => {
    expect(await outcome(png(store(rows)))).not.toBe(null);
    for (const data of [store(concat(rows, utf8("SECRET"))), store(rows.subarray(0, 5))]) {
      expect(await outcome(png(data))).toBe(null);
    }
    const behind = await outcome(png(concat(store(rows), utf8("SECRET"))));
    expect(behind !== null && holdsSecret(behind.bytes)).toBe(false);
  });

  test("text where a kind of PNG has no use for it goes", async () => {
    const none = new Uint8Array(0);
    const kind = (colour: number, bits: number, data: Bytes, ...more: Bytes[]) =>
      concat(
        mark,
        chunk("IHDR", concat(bigEndian(2, 4), bigEndian(2, 4), Uint8Array.of(bits, colour, 0, 0, 0))),
        ...more,
        chunk("IDAT", store(data)),
        chunk("IEND", none),
      );
    const secret = utf8("SECRET");
    const grey = kind(0, 8, rows, chunk("PLTE", secret), chunk("tRNS", secret), chunk("bKGD", secret));
    const colour = kind(
      2,
      8,
      new Uint8Array(14),
      chunk("PLTE", secret),
      chunk("tRNS", concat(secret, secret)),
    );
    const indexed = kind(3, 1, Uint8Array.of(0, 64, 0, 64), chunk("PLTE", concat(new Uint8Array(6), secret)));
    for (const image of [grey, colour, indexed]) {
      const { bytes, removed } = await stripMetadata(image);
      expect(holdsSecret(bytes)).toBe(false);
      expect(removed).toEqual(["other"]);
      expect((await stripMetadata(bytes)).removed).toEqual([]);
    }
    const alpha = chunk("tRNS", Uint8Array.of(0, 255));
    const plain = kind(3, 1, Uint8Array.of(0, 64, 0, 64), chunk("PLTE", new Uint8Array(6)), alpha);
    const kept = (await stripMetadata(plain)).bytes;
    for (const part of [chunk("PLTE", new Uint8Array(6)), alpha]) {
      expect(kept.some((_, at) => part.every((byte, i) => kept[at + i] === byte))).toBe(true);
    }
    expect(
      await outcome(kind(3, 1, rows.subarray(0, 4), chunk("PLTE", new Uint8Array(6)), chunk("tRNS", secret))),
    ).toBe(null);
  });

  const SINGLE = ["photo.jpg", "turned.jpg", "progressive.jpg"];
  test.each(SINGLE)("%s ends behind its last block, and holds no table that no scan takes", async name => {
    const image = (await stripMetadata(read(name))).bytes;
    const at = image.findIndex((byte, i) => byte === 0xff && image[i + 1] === 0xdb);
    const table = concat(
      Uint8Array.of(0xff, 0xc4),
      bigEndian(19 + 6, 2),
      Uint8Array.of(0x13, 0, 0, 6),
      new Uint8Array(13),
      utf8("SECRET"),
    );
    const factors = concat(
      Uint8Array.of(0xff, 0xdb),
      bigEndian(67, 2),
      Uint8Array.of(3),
      utf8("SECRET"),
      new Uint8Array(58),
    );
    const longer = concat(
      image.subarray(0, at),
      table,
      factors,
      image.subarray(at, -2),
      utf8("SECRET"),
      Uint8Array.of(0xff, 0xd0),
      utf8("SECRET"),
      image.subarray(-2),
    );
    const { bytes, removed } = await stripMetadata(longer);
    expect(bytes).toEqual(image);
    expect(removed).toContain("other");
  });

  /** Where the data of each scan ends. */
  function scanEnds(image: Bytes): number[] {
    const ends: number[] = [];
    const [here, next] = [(at: number) => image[at] ?? 0, (at: number) => image[at + 1] ?? 0];
    for (let at = 2; next(at) !== 0xd9;) {
      const isScan = next(at) === 0xda;
      at += 2 + 256 * here(at + 2) + here(at + 3);
      if (!isScan) continue;
      while (here(at) !== 0xff || next(at) === 0 || (next(at) >= 0xd0 && next(at) < 0xd8)) at++;
      ends.push(at);
    }
    return ends;
  }

  test("each scan of a progressive JPEG ends behind its last block", async () => {
    const image = (await stripMetadata(read("progressive.jpg"))).bytes;
    const ends = scanEnds(image);
    expect(ends.length).toBe(10);
    for (const at of ends) {
      const longer = concat(image.subarray(0, at), utf8("SECRET"), image.subarray(at));
      const { bytes, removed } = await stripMetadata(longer);
      expect(bytes).toEqual(image);
      expect(removed).toEqual(["other"]);
      expect(await outcome(concat(image.subarray(0, at - 12), image.subarray(at)))).toBe(null);
    }
  });

  test("a JPEG with fewer blocks than its size asks for is not called clean", async () => {
    const image = (await stripMetadata(read("turned.jpg"))).bytes;
    expect(await outcome(concat(image.subarray(0, -12), image.subarray(-2)))).toBe(null);
  });

  test("a GIF ends where its codes end", async () => {
    const image = read("photo.gif");
    // The last block of points, then the empty one and the end.
    const longer = concat(image.subarray(0, -2), Uint8Array.of(6), utf8("SECRET"), image.subarray(-2));
    const { bytes } = await stripMetadata(longer);
    expect(bytes).toEqual((await stripMetadata(image)).bytes);
  });

  test("a table of a JPEG that is longer than its table is refused", async () => {
    const image = read("turned.jpg");
    const at = image.findIndex((byte, i) => byte === 0xff && image[i + 1] === 0xdb);
    const longer = concat(
      image.subarray(0, at),
      Uint8Array.of(0xff, 0xdb),
      bigEndian(67 + 6, 2),
      image.subarray(at + 4, at + 69),
      utf8("SECRET"),
      image.subarray(at + 69),
    );
    expect(await outcome(longer)).toBe(null);
  });
});

test("the profile of colours keeps its numbers and loses its words", async () => {
  const { bytes } = await stripMetadata(read("photo.jpg"));
  const [before, after] = [read("photo.jpg"), bytes].map(image => new TextDecoder("latin1").decode(image));
  for (const tag of ["rXYZ", "gTRC", "wtpt"]) expect(after).toContain(tag);
  expect(after).not.toMatch(/mmod|APPL|SECR/);
  expect(before).toMatch(/mmod/);
});

test.each([
  ["photo.jpg", "jpeg"],
  ["moving.png", "png"],
  ["alpha.webp", "webp"],
  ["moving.gif", "gif"],
  ["photo.heic", "heif"],
  ["photo.avif", "heif"],
])("%s is known by its bytes as %s", (name, kind) => {
  expect(kindOf(read(name))).toBe(kind);
});

test.each([
  ["II*\0\x08\0\0\0", "picture"],
  ["BMabcd\0\0\0\0", "picture"],
  ["<?xml version='1.0'?>\n<svg xmlns='a'>", "picture"],
  ["\0\0\0\x20ftypjxl ", "picture"],
  ["\0\0\0\x20ftypqt  ", "other"],
  ["%PDF-1.7", "other"],
  ["<?xml version='1.0'?><w:document>", "other"],
  ["BMW has a car park", "other"],
  ["", "other"],
])("%j is a %s", (start, kind) => {
  const bytes = Uint8Array.from(start, letter => letter.charCodeAt(0));
  expect(kindOf(bytes)).toBe(kind);
});
