import { describe, expect, test } from "vitest";
import { ApiError } from "./api.ts";
import { base64, type Bytes, hex, random, utf8 } from "./bytes.ts";
import { checkpointText } from "./checkpoint.ts";
import { conflictDigest, conflictPrefix, Conflicts, readConflictHead } from "./conflicts.ts";
import { WholeConflicts } from "./conflictWhole.ts";
import { signerFromSeed } from "./ed25519.ts";
import { entryOf, type Opening, openingText } from "./entry.ts";
import { sha256hex } from "./hash.ts";
import { canonicalJson } from "./json.ts";
import { leafHash, nodeHash } from "./merkle.ts";
import { keyOf } from "./names.ts";
import { formatSignature, keyHash } from "./note.ts";

const HOLDER = "b".repeat(32);

const NOTHING = new Uint8Array(14);

function headOf(bits: number, salt = "a".repeat(32)) {
  const said = { v: 1, salt, bits, entries: 1, holders: [HOLDER], relations: ["self"] };
  return { ...said, roster: "", built: "2026-11-21T09:00:00Z" };
}

/** The levels of a tree over so many buckets, nothing in them but what is there. */
async function levelsOf(bits: number, full: ReadonlyMap<number, Bytes>): Promise<Bytes[][]> {
  const empty = await leafHash(NOTHING);
  const leaves = Array.from({ length: 2 ** bits }, async (_, n) =>
    full.has(n) ? leafHash(full.get(n) as Bytes) : empty,
  );
  const levels = [await Promise.all(leaves)];
  for (let level = levels[0] ?? []; level.length > 1; levels.push(level)) {
    const pairs = Array.from(
      { length: level.length / 2 },
      (_, n) => [level[2 * n], level[2 * n + 1]] as [Bytes, Bytes],
    );
    level = await Promise.all(pairs.map(([left, right]) => nodeHash(left, right)));
  }
  return levels;
}

const bares = new Map<number, Promise<Bytes[][]>>();

function bare(bits: number): Promise<Bytes[][]> {
  const made = bares.get(bits) ?? levelsOf(bits, new Map());
  bares.set(bits, made);
  return made;
}

function givenOut(bucket: Bytes, prefix: number, levels: readonly Bytes[][]): Bytes {
  const path = levels.slice(0, -1).map((level, height) => level[(prefix >> height) ^ 1] as Bytes);
  return new Uint8Array([bucket, ...path].flatMap(part => [...part]));
}

const LOG = "heard.meridian.example/log";
const now = new Date("2026-11-21T12:00:00Z");
const key = await signerFromSeed(random(32));
const vkey = async () => {
  const typed = Uint8Array.of(1, ...key.key);
  return `${LOG}+${hex(await keyHash(LOG, 1, key.key))}+${base64(typed)}`;
};

/** The receipt of a log of one epoch, as whose last entry this table was published. */
async function proofOf(head: object, buckets: readonly Bytes[]): Promise<string> {
  const text = canonicalJson(head);
  const said = {
    event: "conflicts_published",
    actor: "clock",
    at: "2026-11-21T10:00:00Z",
    head: await sha256hex(utf8(text)),
    roster: "",
    table: await sha256hex(new Uint8Array([utf8(text), ...buckets].flatMap(part => [...part]))),
  };
  const fields = Object.entries(said).map(([name, value]) => [name, { salt: random(32), value }] as const);
  const opening: Opening = { version: 2, fields: new Map(fields) };
  let [other, root] = [random(32), await leafHash(await entryOf(opening))];
  const path: string[] = [];
  while (path.length < 6) {
    path.push(base64(other));
    [root, other] = [await nodeHash(other, root), await nodeHash(other, other)];
  }
  const signed = checkpointText(LOG, 64, root);
  const signature = {
    name: LOG,
    hash: await keyHash(LOG, 1, key.key),
    signature: await key.sign(utf8(signed)),
  };
  const extra = base64(utf8(openingText(opening)));
  return `c2sp.org/tlog-proof@v1\nextra ${extra}\nindex 63\n${path.join("\n")}\n\n${signed}\n${formatSignature(signature)}`;
}

const by = async () => ({ policy: { log: await vkey() }, now });

/** A server with nothing in its buckets but what is put there before it is asked; notes what it is asked. */
function server(bits: number, version = 2) {
  const asked: number[] = [];
  const full = new Map<number, Bytes>();
  let salted = "a".repeat(32);
  let made: Promise<Bytes[][]> | null = null;
  const levels = () => (made ??= full.size > 0 ? levelsOf(bits, full) : bare(bits));
  const head = async () => {
    const said = headOf(bits, salted);
    return version === 1 ? said : { ...said, v: 2, tree: hex((await levels()).at(-1)?.[0] as Bytes) };
  };
  return {
    asked,
    full,
    turn: (salt: string) => (salted = salt),
    head: async (): Promise<object> => head(),
    proof: async (_salt: string) => {
      const small = Array.from({ length: bits > 4 ? 0 : 2 ** bits }, (_, n) => full.get(n) ?? NOTHING);
      return proofOf(await head(), small);
    },
    bucket: async (salt: string, prefix: string): Promise<Bytes> => {
      if (salt !== salted) throw new ApiError(404, "not_found", "There is no such table.");
      const number = Number.parseInt(prefix, 16);
      asked.push(number);
      const bucket = full.get(number) ?? NOTHING;
      return version === 1 ? bucket : givenOut(bucket, number, await levels());
    },
  };
}

const digestOf = (text: string, salt = "a".repeat(32)) => conflictDigest(salt, keyOf(text));

async function conflictOf(text: string): Promise<Bytes> {
  const digest = await digestOf(text);
  const entry = digest.slice(4, 18);
  entry[7] = (entry[7] ?? 0) ^ 0x10; // holder 1, relation 0
  return entry;
}

describe("what is asked", () => {
  test("is sixteen prefixes, in order, whomever she named", async () => {
    for (const texts of [["Gao"], ["Gao", "Li Na", "lin@meridian.example"]]) {
      const door = server(10);
      await new Conflicts(door, by).of(texts);
      expect(door.asked).toHaveLength(16);
      expect(door.asked).toEqual([...new Set(door.asked)].sort((a, b) => a - b));
      for (const text of texts) expect(door.asked).toContain(conflictPrefix(await digestOf(text), 10));
    }
  });

  test("is nothing where there is nobody to ask for", async () => {
    const door = server(10);
    expect(await new Conflicts(door, by).of(["", "—"])).toEqual(
      new Map([
        ["", []],
        ["—", []],
      ]),
    );
    expect(door.asked).toEqual([]);
  });

  test("is never the same twice: answers are kept", async () => {
    const door = server(10);
    const conflicts = new Conflicts(door, by);
    await conflicts.of(["Gao"]);
    await conflicts.of(["Gao"]);
    expect(door.asked).toHaveLength(16);
    // One in 64 names stands where the first question looked, and asks nothing.
    const others = await Promise.all(
      ["Li Na", "Bo", "Wei", "Ada"].map(async name => ({
        name,
        at: conflictPrefix(await digestOf(name), 10),
      })),
    );
    const other = others.find(({ at }) => !door.asked.includes(at));
    await conflicts.of(["Gao", other?.name ?? ""]);
    expect(new Set(door.asked).size).toBe(32);
  });

  test("is the whole of a small table, once", async () => {
    for (const bits of [0, 2, 4]) {
      const door = server(bits);
      const conflicts = new Conflicts(door, by);
      await conflicts.of(["Gao"]);
      await conflicts.of(["Li Na", "Xu", "Teng", "Gao"]);
      expect(door.asked).toEqual(Array.from({ length: 2 ** bits }, (_, i) => i));
    }
  });

  test("is a second batch where seventeen are named", async () => {
    const door = server(12);
    await new Conflicts(door, by).of([..."abcdefghijklmnopq"].map(letter => `Person ${letter}`));
    expect(door.asked).toHaveLength(32);
  });

  test("is the same again where an answer was lost, and no other", async () => {
    const door = server(10);
    const asked: string[] = [];
    const lossy = {
      ...door,
      bucket: async (salt: string, prefix: string) => {
        asked.push(prefix);
        if (asked.length === 3) throw new Error("the connection was lost");
        return door.bucket(salt, prefix);
      },
    };
    const conflicts = new Conflicts(lossy, by);
    await expect(conflicts.of(["Gao"])).rejects.toThrow("lost");
    expect(await conflicts.of(["Gao"])).toEqual(new Map([["Gao", []]]));
    expect(asked).toHaveLength(17);
    expect(asked[16]).toBe(asked[2]);
  });

  test("has covers from everywhere", async () => {
    const seen = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const door = server(6);
      await new Conflicts(door, by).of(["Gao"]);
      for (const prefix of door.asked) seen.add(prefix);
    }
    expect(seen.size).toBe(64);
  });
});

describe("what is answered", () => {
  test("is the conflict of each text, and nothing for who is not there", async () => {
    const door = server(3);
    door.full.set(conflictPrefix(await digestOf("Gao"), 3), await conflictOf("Gao"));
    const found = await new Conflicts(door, by).of(["GAO", "Gao", "Lin"]);
    const told = [{ holder: HOLDER, relation: "self" }];
    expect(found).toEqual(
      new Map([
        ["GAO", told],
        ["Gao", told],
        ["Lin", []],
      ]),
    );
  });

  test("is refused where a bucket has another size", async () => {
    const door = { ...server(5), bucket: async () => new Uint8Array(28) };
    await expect(new Conflicts(door, by).of(["Gao"])).rejects.toThrow("another size");
  });

  test("is refused where there are more holders than an entry can name", async () => {
    const holders = Array.from({ length: 4096 }, () => HOLDER);
    const door = { ...server(3), head: async () => ({ ...headOf(3), holders }) };
    await expect(new Conflicts(door, by).of(["Gao"])).rejects.toThrow("malformed");
  });

  test("is no holder that the head does not have", async () => {
    const door = server(0);
    const entry = await conflictOf("Gao");
    entry[7] = (entry[7] ?? 0) ^ 0x30; // holder 2 of 1
    door.full.set(0, entry);
    expect(await new Conflicts(door, by).of(["Gao"])).toEqual(new Map([["Gao", []]]));
  });
});

describe("what a server may choose", () => {
  test("is never more buckets than honest tables have: nothing is asked", async () => {
    expect(readConflictHead(await server(12).head()).bits).toBe(12);
    for (const bits of [13, 16]) {
      const door = server(bits);
      await expect(new Conflicts(door, by).of(["Gao"])).rejects.toThrow("malformed");
      expect(door.asked).toEqual([]);
    }
  });

  test("is one salt a visit: a name is never asked for under two", async () => {
    const heads: string[] = [];
    const salts = new Set<string>();
    const door = server(12);
    const watched = {
      ...door,
      head: async () => {
        heads.push("head");
        return door.head();
      },
      bucket: async (salt: string, prefix: string) => {
        salts.add(salt);
        return door.bucket(salt, prefix);
      },
    };
    const conflicts = new Conflicts(watched, by);
    door.full.set(conflictPrefix(await digestOf("Gao"), 12), await conflictOf("Gao"));
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
    const conflicts = new Conflicts({ ...door, bucket: gone }, by);
    for (const texts of [["Gao"], ["Gao"], ["Gao", "Li Na"]]) {
      await expect(conflicts.of(texts)).rejects.toThrow("was replaced");
    }
    expect(asked).toHaveLength(16);
    expect(await conflicts.atHand(["Gao"])).toEqual(new Map());
  });
});

describe("before anything is asked", () => {
  test("the log must prove the table: the head of another proves nothing", async () => {
    for (const other of [{ salt: "c".repeat(32) }, { bits: 11 }, { holders: [] }]) {
      const door = server(12);
      const proof = await door.proof("");
      const conflicts = new Conflicts(
        { ...door, proof: async () => proof, head: async () => ({ ...(await door.head()), ...other }) },
        by,
      );
      await expect(conflicts.of(["Gao"])).rejects.toMatchObject({ name: "Unproved", field: "head" });
      expect([door.asked, conflicts.head]).toEqual([[], null]);
      expect(await conflicts.atHand(["Gao"])).toEqual(new Map());
    }
  });

  test("a table that nothing proves is not asked, and may be proved later", async () => {
    const door = server(12);
    let there = false;
    const proof = async (salt: string) => {
      if (!there) throw new ApiError(404, "not_found", "The log does not prove this table.");
      return door.proof(salt);
    };
    const conflicts = new Conflicts({ ...door, proof }, by);
    await expect(conflicts.of(["Gao"])).rejects.toMatchObject({ name: "Unproved", field: "proof" });
    const whole = new WholeConflicts({ ...door, proof, whole: async () => new Uint8Array() }, by);
    await expect(whole.of(["Gao"])).rejects.toMatchObject({ name: "Unproved", field: "proof" });
    expect(door.asked).toEqual([]);
    there = true;
    // One of before tables were bound whole is proved, and says nothing to a desk.
    await expect(whole.of(["Gao"])).rejects.toMatchObject({ name: "Unproved", field: "whole" });
    expect(await conflicts.of(["Gao"])).toEqual(new Map([["Gao", []]]));
    // A lost connection is no verdict on the table.
    const lost = new Conflicts({ ...door, proof: () => Promise.reject(new Error("lost")) }, by);
    await expect(lost.of(["Gao"])).rejects.toThrow("lost");
  });

  test("neither another log's key nor too few witnesses prove it", async () => {
    const policy = { log: await vkey(), witnesses: [], quorum: 1 };
    const other = (await vkey()).replace("meridian", "elsewhere");
    for (const wrong of [async () => ({ policy, now }), async () => ({ policy: { log: other }, now })]) {
      const door = server(12);
      await expect(new Conflicts(door, wrong).of(["Gao"])).rejects.toMatchObject({ name: "Unproved" });
      expect(door.asked).toEqual([]);
    }
  });

  test("whoever asks meanwhile waits for the same table", async () => {
    const door = server(12);
    let heads = 0;
    const head = async () => ({ ...(await door.head()), salt: (heads++ ? "c" : "a").repeat(32) });
    const conflicts = new Conflicts({ ...door, head }, by);
    await Promise.all([conflicts.of(["Gao"]), conflicts.of(["Gao"])]);
    expect([heads, conflicts.head?.salt]).toEqual([1, "a".repeat(32)]);
  });

  test("a table of version 1 is not asked: it proves no single bucket", async () => {
    for (const bits of [0, 5]) {
      const door = server(bits, 1);
      await expect(new Conflicts(door, by).of(["Gao"])).rejects.toThrow("malformed");
      expect(door.asked).toEqual([]);
    }
  });
});

describe("a bucket", () => {
  test("is the one that the log binds, or nothing is taken from it and no other is asked", async () => {
    for (const bits of [0, 2, 10]) {
      const door = server(bits);
      const number = conflictPrefix(await digestOf("Gao"), bits);
      door.full.set(number, await conflictOf("Gao"));
      expect((await new Conflicts(door, by).of(["Gao"])).get("Gao")).toHaveLength(1);
      const asked = new Set(door.asked.splice(0));
      // A server that takes the conflict out of the bucket: with the path of the true one, and with its own.
      const lying = server(bits);
      const without = [
        async (salt: string, prefix: string) =>
          new Uint8Array([...NOTHING, ...(await door.bucket(salt, prefix)).slice(14)]),
        lying.bucket,
      ];
      for (const bucket of without) {
        const conflicts = new Conflicts({ ...door, bucket }, by);
        for (const _ of [1, 2]) {
          await expect(conflicts.of(["Gao"])).rejects.toMatchObject({ name: "Unproved", field: "bucket" });
          expect(await conflicts.atHand(["Gao"])).toEqual(new Map());
        }
        expect(new Set(door.asked.splice(0)).size).toBeLessThanOrEqual(asked.size);
        expect(new Set(lying.asked.splice(0)).size).toBeLessThanOrEqual(asked.size);
      }
    }
  });
});
