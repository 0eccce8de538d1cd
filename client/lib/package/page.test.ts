import { expect, test } from "vitest";

import { text } from "../bytes.ts";
import type { Exhibit } from "./items.ts";
import { indexPage } from "./page.ts";

const PATH = "data/30-exhibits/E001/E001.jpg";
const ABOUT = {
  organisation: "Meridian & Group",
  case: "ab".repeat(16),
  day: "2026-12-01",
  maker: "desk",
  ground: "consent",
  salt: "5e".repeat(32),
};
const PAGE = {
  lang: "ar",
  dir: "rtl",
  ...{ title: "What is in it", about: ABOUT, made: "Made at the desk." },
  ...{ head: ["Path", "Name", "Bytes", "SHA-256", "Digest"], withheld: ["E002: <intimate>"], check: "How" },
} as const;
const HOSTILE = `"><script src="https://example.org/x.js"></script>&\u202ejpg`;
const exhibit: Exhibit = {
  ...{ path: PATH, name: HOSTILE, size: 12, digest: "d".repeat(64) },
  stream: () => new ReadableStream(),
};
const BEFORE = new Map([
  [PATH, { digest: "e".repeat(64), size: 12 }],
  ["data/10-report/report.txt", { digest: "f".repeat(64), size: 34 }],
]);

async function written(): Promise<string> {
  const { path, content } = indexPage(PAGE, [exhibit]);
  expect(path).toBe("data/00-index.html");
  return text((await content(BEFORE)) as Uint8Array<ArrayBuffer>);
}

test("the page has each file with its digests, and a way to it", async () => {
  const page = await written();
  const places = [...page.matchAll(/href="([^"]+)"/g)].map(([, place]) => place);
  expect(places).toEqual(["30-exhibits/E001/E001.jpg", "10-report/report.txt"]);
  for (const said of ["e".repeat(64), "d".repeat(64), "f".repeat(64), ABOUT.case, ABOUT.day, ">34</td>"]) {
    expect(page).toContain(said);
  }
  expect(page).toContain(`<html lang="ar" dir="rtl">`);
});

test("what somebody called a file, or wrote, is text in it and nothing else", async () => {
  const page = await written();
  expect(page).not.toMatch(/<script|<intimate/);
  expect(page).toContain("&lt;intimate&gt;");
  expect(page).toContain("Meridian &amp; Group");
  expect(page).toContain(`<bdi>&quot;&gt;&lt;script src=&quot;https://example.org/x.js&quot;`);
});

test("the page asks nobody for anything and runs nothing", async () => {
  const page = await written();
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page.replaceAll("https://example.org/x.js", "")).not.toMatch(/https?:|url\(|@import/);
});
