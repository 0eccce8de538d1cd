import { afterEach, expect, it, vi } from "vitest";
import { generateIdentity, open, recipientOf, seal } from "./agefile.ts";
import { utf8 } from "./bytes.ts";
import * as kem from "./kem.ts";

vi.mock("./kem.ts", async original => {
  const whole = await original<typeof kem>();
  return { ...whole, unwrapper: vi.fn(whole.unwrapper) };
});

afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

it("expands an identity once for many letters, and forgets it when nobody opens any", async () => {
  vi.useFakeTimers();
  const identity = generateIdentity();
  const letters = await Promise.all(
    ["one", "two", "three"].map(async words => seal(utf8(words), [await recipientOf(identity)])),
  );
  for (const each of letters) await open(each, [identity]);
  expect(kem.unwrapper).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(5_000);
  expect(await open(letters[1] ?? utf8(""), [identity])).toEqual(utf8("two"));
  expect(kem.unwrapper).toHaveBeenCalledTimes(2);
});

it("keeps only a few, and opens with each what is sealed to it", async () => {
  const identities = Array.from({ length: 12 }, generateIdentity);
  const file = await seal(utf8("for the last"), [await recipientOf(identities[11] ?? "")]);
  for (let turn = 0; turn < 2; turn++) expect(await open(file, identities)).toEqual(utf8("for the last"));
  expect(vi.mocked(kem.unwrapper).mock.calls.length).toBeGreaterThan(12);
});

it("refuses what is no identity each time", async () => {
  const file = await seal(utf8("x"), [await recipientOf(generateIdentity())]);
  const wrong = "AGE-SECRET-KEY-PQ-1QQQ";
  for (let turn = 0; turn < 2; turn++) await expect(open(file, [wrong])).rejects.toThrow();
});
