import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8 } from "./bytes.ts";
import { MAX_NAME_BYTES, safeName, sameName } from "./filenames.ts";
import { zip } from "./zip.ts";

function all(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map(name => {
    const free = safeName(name, taken);
    taken.add(sameName(free));
    return free;
  });
}

const FAMILY = "👨‍👩‍👧‍👦";

test.each([
  ["../../etc/passwd", "__.._etc_passwd"],
  ["photo\u202egnp.exe", "photo_gnp.exe"],
  ["a\u2066\u200f\u0085b", "a___b"],
  ["تقرير.pdf", "تقرير.pdf"],
  ["", "file"],
  ["...", "_"],
  [".jpg", "_.jpg"],
  ["\u3000.jpg", "_.jpg"],
  [" ..png", "_.png"],
  [".he said so", "_he said so"],
  [" photo.jpg. . ", "photo.jpg"],
  ["con", "_con"],
  ["Con.txt", "_Con.txt"],
  ["nul .tar.gz", "_nul .tar.gz"],
  ["COM¹.png", "_COM¹.png"],
  ["console.txt", "console.txt"],
  ["cafe\u0301.jpg", "caf\u00e9.jpg"],
  ["half \ud83d.jpg", "half _.jpg"],
  [`${"字".repeat(150)}.docx`, `${"字".repeat(65)}.docx`],
  [`${"a".repeat(194)}${FAMILY}.jpg`, `${"a".repeat(194)}.jpg`],
  [`${"ب".repeat(300)}.tar.gz`, `${"ب".repeat(96)}.tar.gz`],
  [`e${"\u0301".repeat(300)}.png`, `\u00e9${"\u0301".repeat(97)}.png`],
  [
    "what she said. And then he left the room and so on.",
    "what she said. And then he left the room and so on",
  ],
])("%j becomes %j", (name, safe) => {
  expect(safeName(name, new Set())).toBe(safe);
});

test("names that one system takes for the same get numbers", () => {
  expect(
    all([
      "photo.JPG",
      "Photo.jpg",
      "PHOTO.jpg",
      "caf\u00e9.txt",
      "cafe\u0301.txt",
      "STRASSE",
      "straße",
      "ß.txt",
      "ẞ.txt",
    ]),
  ).toEqual([
    "photo.JPG",
    "Photo (2).jpg",
    "PHOTO (3).jpg",
    "caf\u00e9.txt",
    "caf\u00e9 (2).txt",
    "STRASSE",
    "straße (2)",
    "ß.txt",
    "ẞ (2).txt",
  ]);
});

/** What Windows refuses or changes. */
const BAD_ON_WINDOWS = /[\\/:*?"<>|\0-\x1f]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i;

test("any name can be unpacked anywhere, and no two are the same anywhere", () => {
  const pieces = fc.constantFrom(
    "a",
    "A",
    ".",
    " ",
    "/",
    "字",
    "é",
    "e\u0301",
    FAMILY,
    "con",
    ".jpg",
    "\ud800",
    "\u202e",
    "ß",
    "ẞ",
  );
  const name = fc.oneof(
    fc.array(pieces, { maxLength: 120 }).map(list => list.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(fc.array(name, { maxLength: 12 }), names => {
      const safe = all(names);
      for (const each of safe) {
        expect(utf8(each).length).toBeLessThanOrEqual(MAX_NAME_BYTES);
        expect(each).not.toBe("");
        expect(each).not.toMatch(/^\./);
        expect(each).not.toMatch(BAD_ON_WINDOWS);
        expect(each.isWellFormed()).toBe(true);
      }
      // APFS compares without case and form, NTFS by capital letters.
      for (const fold of [(s: string) => s.normalize("NFD").toLowerCase(), (s: string) => s.toUpperCase()]) {
        expect(new Set(safe.map(fold)).size).toBe(safe.length);
      }
    }),
    { numRuns: 300 },
  );
});

/** Names as reporters have them, and those that could not be unpacked. */
const NAMES = [
  `${"长".repeat(150)}.jpg`,
  `${"ص".repeat(200)}.pdf`,
  `${FAMILY.repeat(20)}.png`,
  "photo.JPG",
  "Photo.jpg",
  "PHOTO.jpg",
  "caf\u00e9.txt",
  "cafe\u0301.txt",
  "con.txt",
  "a:b?.txt",
  "end.",
  "照片.jpg",
  "-rf",
  "a%b.txt",
];
const PYTHON =
  "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert all(i.flag_bits & 0x800 for i in z.infolist()); z.extractall(sys.argv[2])";

test.each([
  ["Python", "python3", (file: string, to: string) => ["-c", PYTHON, file, to]],
  ["Info-ZIP", "unzip", (file: string, to: string) => ["-q", file, "-d", to]],
] as const)("%s unpacks them all", async (_, program, args) => {
  const safe = all(NAMES);
  const folder = mkdtempSync(`${tmpdir()}/heard-names-`);
  const blob = await zip(safe.map(name => ({ name, content: name })));
  writeFileSync(`${folder}/a.zip`, new Uint8Array(await blob.arrayBuffer()));
  execFileSync(program, args(`${folder}/a.zip`, `${folder}/out`));
  expect(readdirSync(`${folder}/out`).sort()).toEqual([...safe].sort());
});
