import { describe, expect, test } from "vitest";
import { ApiError } from "./api.ts";
import type { Bytes } from "./bytes.ts";
import { conflictDigest, conflictPrefix, Conflicts, readConflictHead } from "./conflicts.ts";
import { keyOf } from "./names.ts";

const HOLDER = "b".repeat(32);

function headOf(bits: number, salt = "a".repeat(32)) {
  const said = { v: 1, salt, bits, entries: 1, holders: [HOLDER], relations: ["self"] };
  return { ...said, roster: "", built: "2026-11-21T09:00:00Z" };
}

/** A server with nothing in its buckets but what is put there; notes what it is asked. */
function server(bits: number) {
  const asked: number[] = [];
  const full = new Map<number, Bytes>();
  let head = headOf(bits);
  return {
    asked,
    full,
    turn: (salt: string) => (head = headOf(bits, salt)),
    head: async () => head,
    bucket: async (salt: string, prefix: string) => {
      if (salt !== head.salt) throw new ApiError(404, "not_found", "There is no such table.");
      asked.push(Number.parseInt(prefix, 16));
      return full.get(asked.at(-1) ?? 0) ?? new Uint8Array(14);
    },
  };
}

const digestOf = (text: string, salt = "a".repeat(32)) => conflictDigest(salt, keyOf(text));

async function entryOf(text: string): Promise<Bytes> {
  const digest = await digestOf(text);
  const entry = digest.slice(4, 18);
  entry[7] = (entry[7] ?? 0) ^ 0x10; // holder 1, relation 0
  return entry;
}

describe("what is asked", () => {
  test("is sixteen prefixes, in order, whomever she named", async () => {
    for (const texts of [["Gao"], ["Gao", "Li Na", "lin@meridian.example"]]) {
      const door = server(10);
      await new Conflicts(door).of(texts);
      expect(door.asked).toHaveLength(16);
      expect(door.asked).toEqual([...new Set(door.asked)].sort((a, b) => a - b));
      for (const text of texts) expect(door.asked).toContain(conflictPrefix(await digestOf(text), 10));
    }
  });

  test("is nothing where there is nobody to ask for", async () => {
    const door = server(10);
    expect(await new Conflicts(door).of(["", "—"])).toEqual(new Map([["", []], ["—", []]]));
    expect(door.asked).toEqual([]);
  });

  test("is never the same twice: answers are kept", async () => {
    const door = server(10);
    const conflicts = new Conflicts(door);
    await conflicts.of(["Gao"]);
    await conflicts.of(["Gao"]);
    expect(door.asked).toHaveLength(16);
    await conflicts.of(["Gao", "Li Na"]);
    expect(new Set(door.asked).size).toBe(32);
  });

  test("is the whole of a small table, once", async () => {
    for (const bits of [0, 2, 4]) {
      const door = server(bits);
      const conflicts = new Conflicts(door);
      await conflicts.of(["Gao"]);
      await conflicts.of(["Li Na", "Xu", "Teng", "Gao"]);
      expect(door.asked).toEqual(Array.from({ length: 2 ** bits }, (_, i) => i));
    }
  });

  test("is a second batch where seventeen are named", async () => {
    const door = server(12);
    await new Conflicts(door).of([..."abcdefghijklmnopq"].map((letter) => `Person ${letter}`));
    expect(door.asked).toHaveLength(32);
  });

  test("is the same again where an answer was lost, and no other", async () => {
    const door = server(10);
    const asked: string[] = [];
    const lossy = {
      head: door.head,
      bucket: async (salt: string, prefix: string) => {
        asked.push(prefix);
        if (asked.length === 3) throw new Error("the connection was lost");
        return door.bucket(salt, prefix);
      },
    };
    const conflicts = new Conflicts(lossy);
    await expect(conflicts.of(["Gao"])).rejects.toThrow("lost");
    expect(await conflicts.of(["Gao"])).toEqual(new Map([["Gao", []]]));
    expect(asked).toHaveLength(17);
    expect(asked[16]).toBe(asked[2]);
  });

  test("has covers from everywhere", async () => {
    const seen = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const door = server(6);
      await new Conflicts(door).of(["Gao"]);
      for (const prefix of door.asked) seen.add(prefix);
    }
    expect(seen.size).toBe(64);
  });
});

describe("what is answered", () => {
  test("is the conflict of each text, and nothing for who is not there", async () => {
    const door = server(3);
    door.full.set(conflictPrefix(await digestOf("Gao"), 3), await entryOf("Gao"));
    const found = await new Conflicts(door).of(["GAO", "Gao", "Lin"]);
    const told = [{ holder: HOLDER, relation: "self" }];
    expect(found).toEqual(new Map([["GAO", told], ["Gao", told], ["Lin", []]]));
  });

  test("is refused where a bucket has another size", async () => {
    const door = { ...server(3), bucket: async () => new Uint8Array(28) };
    await expect(new Conflicts(door).of(["Gao"])).rejects.toThrow("another size");
  });

  test("is refused where there are more holders than an entry can name", async () => {
    const holders = Array.from({ length: 4096 }, () => HOLDER);
    const door = { ...server(3), head: async () => ({ ...headOf(3), holders }) };
    await expect(new Conflicts(door).of(["Gao"])).rejects.toThrow("malformed");
  });

  test("is no holder that the head does not have", async () => {
    const door = server(0);
    const entry = await entryOf("Gao");
    entry[7] = (entry[7] ?? 0) ^ 0x30; // holder 2 of 1
    door.full.set(0, entry);
    expect(await new Conflicts(door).of(["Gao"])).toEqual(new Map([["Gao", []]]));
  });
});

describe("what a server may choose", () => {
  test("is never more buckets than honest tables have: nothing is asked", async () => {
    expect(readConflictHead(headOf(12)).bits).toBe(12);
    for (const bits of [13, 16]) {
      const door = server(bits);
      await expect(new Conflicts(door).of(["Gao"])).rejects.toThrow("malformed");
      expect(door.asked).toEqual([]);
    }
  });

  test("is one salt a visit: a name is never asked for under two", async () => {
    const heads: string[] = [];
    const salts = new Set<string>();
    const door = server(12);
    const conflicts = new Conflicts({
      head: async () => {
        heads.push("head");
        return door.head();
      },
      bucket: async (salt, prefix) => {
        salts.add(salt);
        return door.bucket(salt, prefix);
      },
    });
    door.full.set(conflictPrefix(await digestOf("Gao"), 12), await entryOf("Gao"));
    await conflicts.of(["Gao"]);
    door.turn("c".repeat(32));
    await expect(conflicts.of(["Gao", "Li Na"])).rejects.toThrow("was replaced");
    const before = door.asked.length;
    await expect(conflicts.of(["Gao", "Teng"])).rejects.toThrow("was replaced");
    expect([door.asked.length, salts, heads]).toEqual([before, new Set(["a".repeat(32)]), ["head"]]);
    expect(conflicts.head?.salt).toBe("a".repeat(32));
    // What was answered before the table went still leaves its holder out.
    const kept = new Map([["Gao", [{ holder: HOLDER, relation: "self" }]]]);
    expect(await conflicts.atHand(["Gao", "Li Na"])).toEqual(kept);
  });

  test("is nothing where the table goes at the very first question", async () => {
    const door = server(12);
    const asked: string[] = [];
    const gone = async (salt: string) => {
      asked.push(salt);
      throw new ApiError(404, "not_found", "There is no such table.");
    };
    const conflicts = new Conflicts({ head: door.head, bucket: gone });
    for (const texts of [["Gao"], ["Gao"], ["Gao", "Li Na"]]) {
      await expect(conflicts.of(texts)).rejects.toThrow("was replaced");
    }
    expect(asked).toHaveLength(16);
    expect(await conflicts.atHand(["Gao"])).toEqual(new Map());
  });
});
