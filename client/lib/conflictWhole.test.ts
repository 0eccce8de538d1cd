import { describe, expect, test } from "vitest";
import VECTORS from "../../vectors/conflicts.json" with { type: "json" };
import { type Bytes, unbase64 } from "./bytes.ts";
import { BadConflicts, Conflicts } from "./conflicts.ts";
import { WholeConflicts } from "./conflictWhole.ts";
import { sha256hex } from "./hash.ts";
import { goodProof, type Proofs, provedBy } from "./vectors-conflictproof.ts";

const PROOFS: Proofs = VECTORS.proofs;
const GOOD = unbase64(VECTORS.whole.cases[0]?.body ?? "");
const by = async () => provedBy(PROOFS);

/** The server of the vectors; notes what it is asked. */
function server(given: { head?: unknown; whole?: Bytes } = {}) {
  const asked: string[] = [];
  return {
    asked,
    head: async () => {
      asked.push("head");
      return given.head ?? VECTORS.head;
    },
    proof: async () => {
      asked.push("proof");
      return goodProof(PROOFS);
    },
    whole: async (salt: string) => {
      asked.push(salt);
      return given.whole ?? GOOD;
    },
  };
}

describe("what is asked", () => {
  test("is the table, whomever somebody compares, and once while it is the newest", async () => {
    const door = server();
    const table = new WholeConflicts(door, by);
    const [first, second] = await Promise.all([table.of(["Gao"]), table.of(["高伟", "Nobody"])]);
    expect(door.asked).toEqual(["head", "proof", VECTORS.head.salt]);
    expect([...second.keys()]).toEqual(["高伟", "Nobody"]);
    expect(first.get("Gao")).toEqual([{ holder: VECTORS.head.holders[0], relation: "self" }]);
    await table.of(["E7"]);
    expect(door.asked).toEqual(["head", "proof", VECTORS.head.salt, "head"]);
  });

  test("is asked again where it failed", async () => {
    const door = server();
    const table = new WholeConflicts({ ...door, whole: async () => new Uint8Array() }, by);
    await expect(table.of(["Gao"])).rejects.toMatchObject({ field: "whole" });
    await expect(table.of(["Gao"])).rejects.toMatchObject({ field: "whole" });
    expect([table.head, table.digest, door.asked.length]).toEqual([null, "", 4]);
  });
});

describe("what is believed", () => {
  test("is a table that the log proves, bound by its head", async () => {
    const { whole, ...rest } = VECTORS.head;
    const other = { ...VECTORS.head, salt: "1".repeat(32) };
    const changed = GOOD.map((byte, at) => (at === GOOD.length - 1 ? byte ^ 1 : byte));
    for (const [given, field] of [
      [{ head: other }, "head"],
      [{ head: { ...VECTORS.head, whole: await sha256hex(changed) }, whole: changed }, "head"],
      [{ whole: changed }, "whole"],
    ] as const) {
      const refused = new WholeConflicts(server(given), by).of(["Gao"]);
      await expect(refused).rejects.toMatchObject({ name: "Unproved", field });
    }
    expect(whole).toBe(await sha256hex(GOOD));
    const bare = new WholeConflicts(server({ head: rest }), by).of(["Gao"]);
    await expect(bare).rejects.toBeInstanceOf(BadConflicts);
  });
});

describe("a Heard that has no table yet", () => {
  const none = { ...VECTORS.head, v: 2, whole: undefined, salt: "0".repeat(32), holders: [] };
  const head = async () => JSON.parse(JSON.stringify(none)) as unknown;

  test("is asked for no proof of it, nor for the table", async () => {
    const asked: string[] = [];
    const proof = async (salt: string) => `${asked.push(salt)}`;
    const bytes = async (salt: string) => new Uint8Array(asked.push(salt));
    const door = { head, proof, whole: bytes, bucket: bytes };
    for (const conflicts of [new Conflicts(door, by), new WholeConflicts(door, by)]) {
      await expect(conflicts.of(["Gao"])).rejects.toMatchObject({ name: "Unproved", field: "proof" });
    }
    expect(asked).toEqual([]);
  });
});
