import { describe, expect, test } from "vitest";

import { generateIdentity, recipientOf } from "./agefile.ts";
import { base64, type Bytes, newId, random, utf8 } from "./bytes.ts";
import { keyText, publicKey, signerFromSeed } from "./ed25519.ts";
import { sha256 } from "./hash.ts";
import { canonicalJson } from "./json.ts";
import { type Earlier, publicKeys, signStep } from "./newkeys.ts";
import { SigningKeys } from "./signingKeys.ts";
import { verifyRoster } from "./roster.ts";

const SITE = "heard.meridian.example";
const DAY = "2026-11-21";
const NAME = `${SITE}/root`;

async function entry(name: string) {
  const signer = await signerFromSeed(random(32));
  const recipient = await recipientOf(generateIdentity());
  const signing = base64(signer.key);
  return {
    from: "2026-01-01",
    id: newId(),
    name,
    recipient,
    role: "Handler",
    signing,
    tier: 1,
    unit: "",
    until: null as string | null,
  };
}

type Entry = Awaited<ReturnType<typeof entry>> & { earlier?: readonly Earlier[] };

function joined(...parts: readonly Bytes[]): Bytes {
  return new Uint8Array(parts.flatMap(part => [...part]));
}

async function vkeyOf(name: string, publicBytes: Bytes) {
  const key = joined(new Uint8Array([1]), publicBytes);
  const hash = (await sha256(joined(utf8(`${name}\n`), key))).slice(0, 4);
  const hex = [...hash].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return { hash, vkey: `${name}+${hex}+${base64(key)}` };
}

/** A root key, and the rosters it signs one after another. */
async function organisation() {
  const signer = await signerFromSeed(random(32));
  const { hash, vkey: root } = await vkeyOf(NAME, signer.key);
  const promise = (await vkeyOf(`${NAME}/promise`, (await signerFromSeed(random(32))).key)).vkey;
  const sign = async (version: number, entries: readonly Entry[], previous: string | null) => {
    const issued = "2026-11-21T00:00:00Z";
    const third = entries.some(({ earlier }) => earlier !== undefined);
    const more = third ? { promise } : {};
    const rest = { issued, log: root, organisation: "Meridian", previous, quorum: 0, witnesses: [], ...more };
    const body = canonicalJson({ entries, ...rest });
    const text = `heard/roster/v${third ? 3 : 1}\n${SITE}\n${version}\n${body}\n`;
    const signature = base64(joined(hash, await signer.sign(utf8(text))));
    return `${text}\n— ${NAME} ${signature}\n`;
  };
  return { root, sign };
}

async function ended() {
  return { ...(await organisation()), amara: await entry("Amara") };
}

async function threeRosters() {
  const [amara, xu, ruth] = [await entry("Amara"), await entry("Xu"), await entry("Ruth")];
  const { root, sign } = await organisation();
  const pins = { root, site: SITE };
  const first = await sign(1, [amara, xu], null);
  const second = await sign(2, [amara], (await verifyRoster(first, pins)).sha256);
  const third = await sign(3, [amara, ruth], (await verifyRoster(second, pins)).sha256);
  const newest = await verifyRoster(third, pins);
  return { amara, xu, ruth, sign, newest, notes: [first, second, third] };
}

describe("whose signature is whose", () => {
  test("somebody of the newest roster is known without a request", async () => {
    const { newest, ruth } = await threeRosters();
    const asked: number[] = [];
    const keys = new SigningKeys(newest, async version => (asked.push(version), ""));
    expect(await keys.of(ruth.id, DAY)).toEqual(publicKey(ruth.signing));
    expect(asked).toEqual([]);
  });

  test("somebody who has left is found as far back as needed, each roster once", async () => {
    const { newest, notes, xu } = await threeRosters();
    const asked: number[] = [];
    const keys = new SigningKeys(newest, async version => {
      asked.push(version);
      return notes[version - 1] ?? "";
    });
    // Side by side, as letters are opened: who comes second waits for what the first one fetches.
    const found = await Promise.all([xu.id, xu.id, newId(), xu.id].map(id => keys.of(id, DAY)));
    const key = publicKey(xu.signing);
    expect(found).toEqual([key, key, null, key]);
    expect(asked).toEqual([2, 1]);
  });

  test("a roster that the newer one does not name teaches nothing", async () => {
    const { newest, sign, xu } = await threeRosters();
    const planted = await sign(2, [xu], "00".repeat(32));
    const keys = new SigningKeys(newest, async () => planted);
    expect(await keys.of(xu.id, DAY)).toBeNull();
  });

  test("a key signs on the days of its entry, and not once a newer roster leaves it out", async () => {
    const { newest, notes, xu, ruth } = await threeRosters();
    const keys = new SigningKeys(newest, async version => notes[version - 1] ?? "");
    expect(await keys.of(xu.id, "2026-11-22")).toBeNull();
    expect(await keys.of(xu.id, "2025-12-31")).toBeNull();
    expect(await keys.of(ruth.id, "2025-12-31")).toBeNull();
    const { sign, root, amara } = await ended();
    const note = await sign(2, [{ ...amara, until: "2026-06-30" }], "00".repeat(32));
    const last = new SigningKeys(await verifyRoster(note, { root, site: SITE }), async () => "");
    expect(await last.of(amara.id, "2026-06-30")).toEqual(publicKey(amara.signing));
    expect(await last.of(amara.id, "2026-07-01")).toBeNull();
  });

  test("of keys that were changed both count while they overlap, and then the new one alone", async () => {
    const { sign, root, amara } = await ended();
    const [seed, anew] = [random(32), await entry("Amara anew")];
    const signer = await signerFromSeed(seed);
    const old = await publicKeys({ ...amara, signing: keyText(signer.key) });
    const [after, id] = [await publicKeys(anew), amara.id];
    const signature = await signStep({ site: SITE, holder: id, before: old, after }, signer);
    const earlier = [{ ...old, until: "2026-03-08", signature }];
    const others = [{ ...(await entry("Ruth")), earlier: [] }];
    const note = await sign(2, [{ ...anew, id, earlier }, ...others], "00".repeat(32));
    const keys = new SigningKeys(await verifyRoster(note, { root, site: SITE }), async () => "");
    expect(await keys.of(id, "2026-03-08", old.signing)).toEqual(signer.key);
    expect(await keys.of(id, "2026-03-08", anew.signing)).toEqual(publicKey(anew.signing));
    expect(await keys.of(id, "2026-03-09", old.signing)).toEqual(publicKey(anew.signing));
    const step = { holder: id, before: old.signing, after: anew.signing, by: old.signing };
    expect(keys.successors).toEqual([step]);
  });

  test("without a roster nobody is known", async () => {
    const keys = new SigningKeys(null, async () => "");
    expect(await keys.of(newId(), DAY)).toBeNull();
  });
});
