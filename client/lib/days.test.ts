import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { dayIn } from "./clock.ts";
import { type Bounds, between, inDays, ofOverwriting, ofTelling, type Reading, read } from "./days.ts";

type Written = Reading & { readonly written: string };
interface Vectors {
  readonly now: string;
  readonly telling: readonly Written[];
  readonly overwriting: readonly Written[];
  readonly bounds: readonly (Bounds & { of: "telling" | "overwriting"; now: string; zone: string })[];
}

const vectors = JSON.parse(readFileSync("vectors/days.json", "utf8")) as Vectors;
const now = new Date(vectors.now);

describe("as the server reads them", () => {
  test.each(vectors.bounds)("at $now of $of $zone", ({ of, now: at, zone, ...bounds }) => {
    const when = new Date(at);
    expect(of === "telling" ? ofTelling(when) : ofOverwriting(dayIn(zone, when))).toEqual(bounds);
  });

  test.each(vectors.telling)("she told somebody on '$written'", ({ written, ...reading }) => {
    expect(read(written, ofTelling(now))).toEqual(reading);
  });

  test.each(vectors.overwriting)("gone from '$written'", ({ written, ...reading }) => {
    expect(read(written, ofOverwriting(dayIn("Asia/Shanghai", now)))).toEqual(reading);
  });
});

test("what was offered is never asked about again, unless it is long ago", () => {
  for (const { offers } of vectors.telling) {
    for (const offer of offers) expect(["", "far"]).toContain(read(offer, ofTelling(now)).ask);
  }
});

test("between two days everything holds and nothing is asked", () => {
  const bounds = between("2026-11-29", "2026-12-27");
  expect(read("2026-12-27", bounds)).toEqual({ day: "2026-12-27", ask: "", offers: [] });
  expect(read("2026-11-28", bounds).ask).toBe("early");
  expect(read("0026-12-05", bounds)).toEqual({ day: "0026-12-05", ask: "early", offers: ["2026-12-05"] });
});

test("days are counted over months, years and leap days", () => {
  expect(inDays(1, "2024-02-28")).toBe("2024-02-29");
  expect(inDays(-1, "2026-01-01")).toBe("2025-12-31");
});
