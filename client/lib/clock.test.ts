import { afterEach, beforeEach, expect, test, vi } from "vitest";

type Clock = typeof import("./clock.ts");
let clock: Clock;

/** What this device shows: the clock on its wall, and the counter that may stop while it sleeps. */
function device(wall: string, steady: number): void {
  vi.spyOn(Date, "now").mockReturnValue(Date.parse(wall));
  vi.spyOn(performance, "now").mockReturnValue(steady);
}

beforeEach(async () => {
  vi.resetModules();
  clock = await import("./clock.ts");
});
afterEach(() => void vi.restoreAllMocks());

test("before the server has answered, the device's clock is all there is", () => {
  device("2031-01-01T00:00:00Z", 0);
  expect(clock.isTold()).toBe(false);
  expect(clock.serverTime().toISOString()).toBe("2031-01-01T00:00:00.000Z");
});

test.each(["2026-11-27T09:00:00Z", "1970-01-01T00:00:00Z", "2031-05-05T09:00:00Z"])(
  "a device that believes %s counts from the server's time",
  believed => {
    device(believed, 5000);
    clock.hear("2026-11-28T09:41:07Z");
    const later = new Date(Date.parse(believed) + 60_000).toISOString();
    device(later, 65_000);
    expect(clock.isTold()).toBe(true);
    expect(clock.serverTime().toISOString()).toBe("2026-11-28T09:42:07.000Z");
  },
);

test("an instant is written as the clocks of a zone show it", () => {
  const at = new Date("2026-11-30T23:30:00Z");
  expect(clock.instantIn("Asia/Shanghai", at)).toBe("2026-12-01T07:30:00+08:00");
  expect(clock.instantIn("America/New_York", at)).toBe("2026-11-30T18:30:00-05:00");
  expect(clock.instantIn("Asia/Kolkata", at)).toBe("2026-12-01T05:00:00+05:30");
  expect(clock.instantIn("Nowhere/There", at)).toBe("2026-11-30T23:30:00+00:00");
  // An hour that clocks leave out, and the one after it.
  const spring = ["2027-03-28T00:59:59Z", "2027-03-28T01:00:00Z"].map(each =>
    clock.instantIn("Europe/Berlin", new Date(each)),
  );
  expect(spring).toEqual(["2027-03-28T01:59:59+01:00", "2027-03-28T03:00:00+02:00"]);
});

test("a device that slept counts what its counter missed", () => {
  device("2026-11-28T09:00:00Z", 0);
  clock.hear("2026-11-28T09:00:00Z");
  device("2026-11-28T17:00:00Z", 1000);
  expect(clock.serverTime().toISOString()).toBe("2026-11-28T17:00:00.000Z");
});

test("a clock that is put, back or years on, moves a day at most and never back", () => {
  device("2026-11-28T09:00:00Z", 0);
  clock.hear("2026-11-28T09:00:00Z");
  device("2019-01-01T00:00:00Z", 60_000);
  expect(clock.serverTime().toISOString()).toBe("2026-11-28T09:01:00.000Z");
  device("2036-01-01T00:00:00Z", 60_000);
  expect(clock.serverTime().toISOString()).toBe("2026-11-29T09:01:00.000Z");
});

test("the newest answer counts, and what is no time is passed over", () => {
  device("2026-11-28T09:00:00Z", 0);
  clock.hear("2026-11-28T09:00:00Z");
  clock.hear("2026-11-28T08:00:00Z");
  const odd = [
    null,
    "",
    "now",
    "2026-11-28",
    "2026-13-01T00:00:00Z",
    "2025-12-31T23:59:59Z",
    "2200-01-01T00:00:00Z",
    "12026-11-28T09:00:00Z",
  ];
  for (const header of odd) clock.hear(header);
  expect(clock.serverTime().toISOString()).toBe("2026-11-28T08:00:00.000Z");
});

test.each([
  ["Pacific/Honolulu", "2026-11-27"],
  ["UTC", "2026-11-28"],
  ["Asia/Shanghai", "2026-11-28"],
  ["Pacific/Kiritimati", "2026-11-28"],
  ["No/Such_Zone", "2026-11-28"],
])("at 08:57 UTC the day in %s is %s", (zone, day) => {
  expect(clock.dayIn(zone, new Date("2026-11-28T08:57:00Z"))).toBe(day);
});
