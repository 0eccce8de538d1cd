import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bytes, concat, utf8 } from "./bytes.ts";
import { BadImage, stripMetadata } from "./metadata.ts";
import { crc32 } from "./zip.ts";

const bytes = (...values: number[]): Bytes => Uint8Array.from(values);

/** A TIFF of an orientation and a place. */
function tiff(orientation: number): Bytes {
  const out = new Uint8Array(60);
  const view = new DataView(out.buffer);
  out.set(utf8("II"));
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, 2, true);
  view.setUint16(10, 0x0112, true);
  view.setUint16(12, 3, true);
  view.setUint32(14, 1, true);
  view.setUint16(18, orientation, true);
  view.setUint16(22, 0x8825, true);
  view.setUint16(24, 4, true);
  view.setUint32(26, 1, true);
  view.setUint32(30, 38, true);
  out.set(utf8("SECRETPLACE"), 40);
  return out;
}

function segment(marker: number, body: Bytes): Bytes {
  const size = body.length + 2;
  return concat(bytes(0xff, marker, size >> 8, size & 255), body);
}

const JFIF = segment(0xe0, concat(utf8("JFIF\0"), bytes(1, 1, 0, 0, 1, 0, 1, 0, 0)));
const TABLE = segment(0xdb, bytes(0, 0xff, 0xd9, 1));
/** Two scans with a table between them that holds the bytes of an end marker. */
const SCANS = concat(
  segment(0xda, bytes(1, 1, 0)),
  bytes(0x12, 0xff, 0x00, 0xff, 0xd3, 0x34),
  segment(0xc4, bytes(0xff, 0xd9, 7)),
  segment(0xda, bytes(1, 1, 0)),
  bytes(0x56, 0xff, 0xd9),
);
const SOI = bytes(0xff, 0xd8);

function jpeg(orientation: number): Bytes {
  return concat(
    SOI,
    JFIF,
    segment(0xe1, concat(utf8("Exif\0\0"), tiff(orientation))),
    segment(0xe1, utf8("http://ns.adobe.com/xap/1.0/\0SECRETXMP")),
    segment(0xed, utf8("Photoshop 3.0\0SECRETIPTC")),
    segment(0xfe, utf8("SECRETCOMMENT")),
    TABLE,
    SCANS,
    utf8("SECRETTRAILER"),
  );
}

const holdsSecret = (image: Bytes) => new TextDecoder("latin1").decode(image).includes("SECRET");

describe("JPEG", () => {
  test("loses all but the picture", () => {
    expect(holdsSecret(jpeg(1))).toBe(true);
    const { bytes: image, removed, known } = stripMetadata(jpeg(1));
    expect(image).toEqual(concat(SOI, JFIF, TABLE, SCANS));
    expect(removed).toEqual(["EXIF", "GPS", "IPTC", "XMP", "comment", "trailer"]);
    expect(known).toBe(true);
  });

  test("keeps the orientation and nothing else of EXIF", () => {
    const { bytes: image } = stripMetadata(jpeg(6));
    expect(holdsSecret(image)).toBe(false);
    const again = stripMetadata(image);
    expect(again.bytes).toEqual(image);
    expect(again.removed).toEqual(["EXIF"]);
    const head = concat(SOI, JFIF).length;
    expect(image.slice(head + 4, head + 10)).toEqual(utf8("Exif\0\0"));
    expect(image[head + 10 + 19]).toBe(6);
  });

  test("that is cut is refused rather than called clean", () => {
    const whole = jpeg(1);
    const end = whole.length - utf8("SECRETTRAILER").length;
    for (const size of [2, 3, 10, 40, 200, end - 1]) {
      expect(() => stripMetadata(whole.slice(0, size))).toThrow(BadImage);
    }
  });
});

function chunk(type: string, body: Bytes): Bytes {
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint32(0, body.length);
  const sum = new Uint8Array(4);
  new DataView(sum.buffer).setUint32(0, crc32(concat(utf8(type), body)));
  return concat(head, utf8(type), body, sum);
}

test("PNG loses text, time and EXIF", () => {
  const mark = concat(bytes(0x89), utf8("PNG\r\n\x1a\n"));
  const header = chunk("IHDR", new Uint8Array(13));
  const data = chunk("IDAT", bytes(1, 2, 3));
  const end = chunk("IEND", bytes());
  const extra = [
    chunk("tEXt", utf8("Author\0SECRET")),
    chunk("iTXt", utf8("XML:com.adobe.xmp\0SECRET")),
    chunk("eXIf", tiff(1)),
    chunk("tIME", bytes(7, 234, 11, 21, 9, 0, 0)),
  ];
  const image = concat(mark, header, ...extra, data, end, utf8("SECRET"));
  const stripped = stripMetadata(image);
  expect(stripped.bytes).toEqual(concat(mark, header, data, end));
  expect(stripped.removed).toEqual(["EXIF", "GPS", "XMP", "text", "time", "trailer"]);
});

test("WebP loses EXIF and XMP and says so in its flags", () => {
  const riff = (type: string, body: Bytes) => {
    const size = new Uint8Array(4);
    new DataView(size.buffer).setUint32(0, body.length, true);
    return concat(utf8(type), size, body, new Uint8Array(body.length % 2));
  };
  const flags = (value: number) => riff("VP8X", bytes(value, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  const picture = riff("VP8 ", bytes(1, 2, 3));
  const secret = [riff("EXIF", tiff(1)), riff("XMP ", utf8("SECRET"))];
  const file = riff("RIFF", concat(utf8("WEBP"), flags(0x1c), picture, ...secret));
  const { bytes: image, removed } = stripMetadata(file);
  expect(image).toEqual(riff("RIFF", concat(utf8("WEBP"), flags(0x10), picture)));
  expect(removed).toEqual(["EXIF", "GPS", "XMP"]);
});

test("other types are left alone and said to be", () => {
  const pdf = utf8("%PDF-1.7 SECRET");
  expect(stripMetadata(pdf)).toEqual({ bytes: pdf, removed: [], known: false });
});

test("any bytes end in an answer or in BadImage", () => {
  const starts = [SOI, concat(bytes(0x89), utf8("PNG\r\n\x1a\n")), utf8("RIFF\x20\0\0\0WEBP")];
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
      try {
        stripMetadata(concat(start, rest));
      } catch (error) {
        expect(error).toBeInstanceOf(BadImage);
      }
    }),
    { numRuns: 500 },
  );
});
