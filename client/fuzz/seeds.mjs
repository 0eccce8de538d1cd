/** Where inputs begin: what vectors and pictures hold, by target. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../build/sources.mjs";

const PICTURES = join(ROOT, "tests/pictures");
const SMALL = 40_000;

function stringsIn(value) {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [JSON.stringify(value), ...Object.values(value).flatMap(stringsIn)];
}

function vectorsOf(...names) {
  return names.flatMap(name =>
    stringsIn(JSON.parse(readFileSync(join(ROOT, `vectors/${name}.json`), "utf8"))),
  );
}

function pictures() {
  const files = readdirSync(PICTURES, { recursive: true }).filter(
    name => /\.\w+$/.test(name) && !name.endsWith(".py"),
  );
  return files.map(name => readFileSync(join(PICTURES, name))).filter(({ length }) => length <= SMALL);
}

const TEXTS = {
  day: () => [...vectorsOf("days"), "2026-02-29", "1/2/26", "٠٣/٠٤/٢٠٢٥", "2025年3月4日"],
  "file-name": () => ["con.txt", "..", "a/b\\c", "photo.jpeg", "‮gpj.exe", "a".repeat(300), "file", "a.txt"],
  segments: () => [
    JSON.stringify({
      size: 65537,
      segments: [
        { id: "ab".repeat(16), offset: 0, length: 65536 },
        { id: "cd".repeat(16), offset: 65536, length: 1 },
      ],
    }),
    JSON.stringify({ size: 0, segments: [{ id: "ab".repeat(16), offset: 0, length: 0 }] }),
  ],
  time: () => ["2026-11-28T19:00:00Z", "Sat, 28 Nov 2026 19:00:00 GMT"],
  spoken: () => ["fr\nI was told", "fa\nقال لي", "ja\n我不想", "x-klingon\nabc"],
  wording: () => ["Why did you not say no?", "Can you prove it?", "你有证据吗？", "هل لديك دليل؟"],
  address: () => ["lin@example.org", "a@b", "a@b.c@d.e"],
  fingerprint: () => ["00000 00000 00000 00000 00000 00000 00000 00000"],
  ...Object.fromEntries(
    ["bag-path", "bag-manifest", "bag-info", "bag-exhibit", "sheet"].map(name => [
      name,
      () => vectorsOf("bag"),
    ]),
  ),
  "recipient-kinds": () => vectorsOf("casekey").filter(each => each.length > 1000),
};

/** The seeds of a target; of one that has no own list, all that the vectors of formats hold. */
export function seedsOf(name) {
  const past = join(ROOT, "vectors/fuzz", name);
  const crashes = existsSync(past) ? readdirSync(past).map(each => readFileSync(join(past, each))) : [];
  if (name === "picture") return [...crashes, ...pictures()];
  const texts =
    TEXTS[name]?.() ??
    vectorsOf("letter", "entry", "casekey", "checkpoint", "roster", "receipt", "conflicts", "readers");
  return [...crashes, ...texts.map(each => Buffer.from(each))];
}
