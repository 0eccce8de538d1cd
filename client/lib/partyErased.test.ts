/** Of a letter that is gone, what a party believes and what not. */

import { expect, test } from "vitest";

import { base64 } from "./bytes.ts";
import { entryOf } from "./entry.ts";
import { leafHash } from "./merkle.ts";
import { erasuresShown } from "./partyErased.ts";
import { parseReceipt } from "./receipt.ts";
import { aLog, hiding, reopened } from "./verifySent.world.ts";

const [CASE, MATTER, OTHER] = ["c", "e", "f"].map(each => each.repeat(32)) as [string, string, string];
const log = await aLog();
const signers = { log: log.vkey, witnesses: [], quorum: 0 };
const ERASED = {
  event: "erased",
  at: "2030-01-02T03:00:00Z",
  actor: "clock",
  case: CASE,
  prev: "0".repeat(64),
  what: "report",
  fields: "disclosed",
  matter: MATTER,
  ground: "HinSchG § 11(5)",
};
const HIDDEN = ["actor", "case", "fields", "prev"];

/** As a server shows an event to a party. */
const shown = async (said: Readonly<Record<string, string>>, hidden = HIDDEN) =>
  hiding(await log.receipt(said), hidden);

const believed = (receipts: readonly string[], matter = MATTER, by = signers) =>
  erasuresShown(receipts, matter, by);

test("an erasure of their matter that the log proves is believed, and the case is closed", async () => {
  const receipt = await shown(ERASED);
  const { at, ground, what } = ERASED;
  expect(await believed([receipt])).toEqual([{ what, at, ground, fields: [] }]);
  expect(atob(/^extra (.*)$/m.exec(receipt)?.[1] ?? "")).not.toContain(CASE);
});

const good = await shown(ERASED);
const altered = (name: string, value: string) =>
  reopened(good, (each, field) => (each === name && "salt" in field ? { ...field, value } : field));

test.each([
  ["altered ground", await altered("ground", "Another law")],
  ["altered day", await altered("at", "2029-01-02T03:00:00Z")],
  ["altered class", await altered("what", "findings")],
  ["foreign event", await shown({ ...ERASED, event: "case_triaged" })],
  ["foreign matter", await shown({ ...ERASED, matter: OTHER })],
  ["hidden matter", await shown(ERASED, [...HIDDEN, "matter"])],
  ["hidden ground", await shown(ERASED, [...HIDDEN, "ground"])],
  ["missing proof", good.slice(0, good.indexOf("\nindex"))],
  ["another tree", good.replace(/(\n1\n)[^\n]+/, `$1${base64(new Uint8Array(32))}`)],
  ["nothing", ""],
])("%s: nothing is believed", async (_, receipt) => {
  expect(receipt).not.toBe(good);
  expect(await believed([receipt])).toEqual([]);
  expect(await believed([receipt, good])).toHaveLength(1);
});

test("nor by another log, nor before as many have witnessed it as the roster asks for", async () => {
  const other = await aLog();
  expect(await believed([good], MATTER, { ...signers, log: other.vkey })).toEqual([]);
  expect(await believed([good], MATTER, { ...signers, quorum: 1 })).toEqual([]);
});

test("with fields closed its leaf is the one that everybody has of the event", async () => {
  const whole = await shown(ERASED, []);
  const leaf = async (receipt: string) => leafHash(await entryOf((await parseReceipt(receipt)).opening));
  const closed = await hiding(whole, Object.keys(ERASED));
  expect(await leaf(closed)).toEqual(await leaf(whole));
});
