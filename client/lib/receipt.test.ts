/** A second receipt against the first. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BadReceipt, sameFields, type Verified, verifyReceipt } from "./receipt.ts";

const vectors = JSON.parse(readFileSync(new URL("../../vectors/receipt.json", import.meta.url), "utf8")) as {
  log: string;
  policy: string;
  cases: { name: string; receipt: string }[];
};
const witnesses = [...vectors.policy.matchAll(/^witness (([a-z]+)\S*) (\S+)$/gm)].map(
  ([, name = "", operator = "", vkey = ""]) => ({ name, operator, vkey }),
);

function read(name: string, witnessed: boolean): Promise<Verified> {
  const receipt = vectors.cases.find(each => each.name === name)?.receipt ?? "";
  const policy = witnessed ? { witnesses, quorum: 2 } : {};
  return verifyReceipt(receipt, { log: vectors.log, ...policy });
}

test("a second receipt says what the first said, field by field", async () => {
  const first = await read("log alone", false);
  const closed = await read("fields closed", true);
  expect(sameFields(first, await read("both operators", true))).toBe(true);
  expect(sameFields(first, closed)).toBe(true);
  expect(sameFields(closed, closed)).toBe(false);
  const without = (name: string) => new Map([...first.digests].filter(([each]) => each !== name));
  const others: Verified[] = [
    { ...first, index: first.index + 1 },
    { ...first, size: first.size - 1 },
    { ...first, fields: new Map([...first.fields, ["case", "b".repeat(32)]]) },
    { ...first, digests: new Map([...first.digests, ["case", "0".repeat(64)]]) },
    { ...first, digests: new Map([...first.digests, ["other", "0".repeat(64)]]) },
    { ...first, digests: without("case") },
    { ...closed, digests: new Map([...closed.digests, ["case", "0".repeat(64)]]) },
  ];
  expect(others.map(second => sameFields(first, second))).toEqual(others.map(() => false));
});

test("a first receipt hides nothing", async () => {
  await expect(read("fields closed", false)).rejects.toMatchObject({ step: "closed" });
  await expect(read("version 1, a field closed", false)).rejects.toBeInstanceOf(BadReceipt);
  expect((await read("version 1", false)).version).toBe(1);
  expect((await read("log alone", false)).version).toBe(2);
});
