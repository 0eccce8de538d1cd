/** A promise where a receipt was: read, compared with what was sent, and kept by a later proof. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { unbase64 } from "./bytes.ts";
import { extension, verifyGiven } from "./promiseOrProof.ts";
import { verifyPromise } from "./promise.ts";
import type { Roster } from "./roster.ts";
import { tilePath } from "./tiles.ts";
import { awaitsWitnesses, checkUpgrade } from "./upgrade.ts";

type Case = Readonly<Record<string, unknown>>;
const vectors = JSON.parse(readFileSync(new URL("../../vectors/promise.json", import.meta.url), "utf8")) as {
  log: string;
  key: string;
  policy: string;
  cases: Case[];
  kept: Case[];
  broken: Case[];
};
const witnesses = [...vectors.policy.matchAll(/^witness (([a-z]+)\S*) (\S+)$/gm)].map(
  ([, name = "", operator = "", vkey = ""]) => ({ name, operator, vkey }),
);
const { log, key: promise } = vectors;
const roster = { log, promise, witnesses, quorum: 2 } as unknown as Roster;
const kept = (name: string) => vectors.kept.find(each => each["name"] === name) ?? {};

test("a promise and a proof say the same of one event", async () => {
  const { promise: first, receipt } = kept("in time") as { promise: string; receipt: string };
  const policy = { log, promise, witnesses, quorum: 0 };
  const [said, proved] = [await verifyGiven(first, policy), await verifyGiven(receipt, policy)];
  expect(said.fields).toEqual(proved.fields);
  expect(said.leaf).toEqual(proved.leaf);
  expect([said.proof, proved.promised]).toEqual([null, null]);
  expect([said.operators.length, proved.operators.length]).toEqual([0, 2]);
  expect([extension(first), extension(receipt)]).toEqual([".heard-promise", ".tlog-proof"]);
});

test("without a key of promises in the roster, none is believed", async () => {
  const { promise: first } = kept("in time") as { promise: string };
  await expect(verifyGiven(first, { log })).rejects.toMatchObject({ step: "signature" });
});

test("a proof upgrades a promise by the log's own tiles, and by no other log's", async () => {
  const { promise: first, receipt } = kept("in time") as { promise: string; receipt: string };
  const promised = await verifyPromise(first, { promise, log });
  // The tree of the vectors has eleven entries: its one tile of leaf hashes.
  const { leafHash } = await import("./merkle.ts");
  const whole = vectors.broken.find(each => each["name"] === "broken from the empty log on");
  const entries = ((whole?.["entries"] ?? []) as string[]).map(each => unbase64(each));
  const hashes = await Promise.all(entries.map(leafHash));
  const tile = new Uint8Array(hashes.flatMap(hash => [...hash]));
  const read = async (path: string) => {
    expect(path).toBe(tilePath(0, 0, 11));
    return tile;
  };
  expect((await checkUpgrade(promised, receipt, roster, read)).late).toBe(false);
  // A proof that lacks a witness is one to wait for; a forked log and another entry are not.
  const alone = { ...roster, quorum: 3 } as Roster;
  const early = checkUpgrade(promised, receipt, alone, read);
  await expect(early).rejects.toSatisfy(awaitsWitnesses);
  const other = tile.with(0, (tile[0] ?? 0) ^ 1);
  const forked = checkUpgrade(promised, receipt, roster, async () => other);
  await expect(forked).rejects.toMatchObject({ step: "consistency" });
  await expect(forked).rejects.not.toSatisfy(awaitsWitnesses);
  const { promise: another } = kept("another entry") as { promise: string };
  const unkept = checkUpgrade(await verifyPromise(another, { promise, log }), receipt, roster, read);
  await expect(unkept).rejects.toMatchObject({ step: "upgrade" });
  await expect(unkept).rejects.not.toSatisfy(awaitsWitnesses);
});
