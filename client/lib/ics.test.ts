import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "./bytes.ts";
import { calendarFile, escapeText, foldLine, utcTime } from "./ics.ts";

const now = new Date("2026-11-21T09:41:07.123Z");
const at = new Date("2026-11-22T10:00:00Z");

/** What a calendar reads: folded lines joined again (RFC 5545, 3.1). */
const unfold = (text: string) => text.replaceAll("\r\n ", "");
const unescape = (text: string) =>
  text.replaceAll(/\\([\\;,n])/g, (_, sign: string) => (sign === "n" ? "\n" : sign));

describe("a calendar file", () => {
  test("holds a time and a title for each promise, and nothing else", async () => {
    const text = await calendarFile([{ id: "acknowledge", at }], "Reminder", now);
    const lines = text.split("\r\n");
    expect(lines.pop()).toBe("");
    expect(lines.filter(line => !line.startsWith("UID:"))).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//calendar//EN",
      "BEGIN:VEVENT",
      "DTSTAMP:20261121T094107Z",
      "DTSTART:20261122T100000Z",
      "SUMMARY:Reminder",
      "CLASS:PRIVATE",
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
      "END:VCALENDAR",
    ]);
    expect(text).not.toMatch(/acknowledge|heard|http/i);
  });

  test("names each reminder alike each time, so that a newer file replaces it", async () => {
    const uid = async (id: string) => /UID:(.*)/.exec(await calendarFile([{ id, at }], "", now))?.[1];
    expect(await uid("one")).toBe(await uid("one"));
    expect(await uid("one")).not.toBe(await uid("two"));
  });
});

test("a title comes back as it was, however it is written", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async title => {
      const text = await calendarFile([{ id: "a", at }], title, now);
      const lines = text.split("\r\n");
      expect(Math.max(...lines.map(line => utf8(line).length))).toBeLessThanOrEqual(75);
      // One line more or less would be a property that she did not write.
      expect(unfold(text).split("\r\n")).toHaveLength(13);
      const summary = /\r\nSUMMARY:(.*)\r\nCLASS/su.exec(unfold(text))?.[1] ?? "";
      const cut = [...title.trim()].slice(0, 100).join("");
      const shown = cut.replaceAll(/\r\n?/g, "\n").replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f]/g, "");
      expect(unescape(summary)).toBe(shown);
    }),
    { numRuns: 300 },
  );
});

test("a long line is folded between characters", () => {
  const folded = foldLine(`SUMMARY:${"提".repeat(60)}`);
  expect(folded.split("\r\n ").map(line => utf8(line).length)).toEqual([74, 72, 42]);
  expect(escapeText("a;b,c\\d\r\ne\rf")).toBe("a\\;b\\,c\\\\d\\ne\\nf");
  expect(utcTime(new Date("2026-01-02T03:04:05.678Z"))).toBe("20260102T030405Z");
});
