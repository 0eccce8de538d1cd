import { describe, expect, test } from "vitest";

import { generateIdentity, recipientOf } from "./agefile.ts";
import { base64, newId, unbase64 } from "./bytes.ts";
import { makeHolderKeys } from "./holderkeys.ts";
import { type Keyring, openKeyring, sealedDigest, sealKeyring } from "./keyring.ts";
import { type Earlier, isSigned, publicKeys } from "./newkeys.ts";
import { hasKey, inUse, makeNextKeys, resealWrap } from "./ownkeys.ts";
import type { Holder } from "./roster.ts";
import { openWrap, sealWrap } from "./wrap.ts";
import { KEYRING_MAX_OTHERS } from "./shared.ts";

const SITE = "heard.meridian.example";
const VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

async function holder() {
  const id = newId();
  const { keyring, recipient, signing } = await makeHolderKeys(id, { root: VKEY, log: VKEY });
  const rest = { name: "Noor", role: "Handler", unit: "", tier: 1 as const, from: "2026-01-01", until: null };
  const entry: Holder = { id, recipient, signing, ...rest };
  return { keyring, entry };
}

/** The roster's next entry, as a server drafts it. */
async function signed(
  entry: Holder,
  next: { recipient: string; signing: string; signature: string },
): Promise<Holder> {
  const before: Earlier = { ...(await publicKeys(entry)), until: "2026-12-06", signature: next.signature };
  const { recipient, signing } = next;
  return { ...entry, recipient, signing, earlier: [...(entry.earlier ?? []), before] };
}

async function ownWrap(to: Keyring) {
  const [id, identity] = [newId(), generateIdentity()];
  const key = { case: id, generation: 0, identity };
  const wrap = base64(await sealWrap(key, await recipientOf(to.identity)));
  return { key, own: { case: id, generation: 0, case_recipient: await recipientOf(identity), wrap } };
}

describe("a holder's own keys", () => {
  test("new ones wait in the keyring, signed for by those in use, until the roster has them", async () => {
    const { keyring, entry } = await holder();
    const next = await makeNextKeys(keyring, entry, SITE);
    const [before, after] = [await publicKeys(entry), await publicKeys(next)];
    expect(await isSigned({ site: SITE, holder: entry.id, before, after }, next.signature)).toBe(true);
    expect(await isSigned({ site: "other.example", holder: entry.id, before, after }, next.signature)).toBe(
      false,
    );
    expect((await inUse(next.keyring, entry))?.identity).toBe(keyring.identity);
    const used = (await inUse(next.keyring, await signed(entry, next))) as Keyring;
    expect(await recipientOf(used.identity)).toBe(next.recipient);
    expect(used.others?.map(({ identity }) => identity)).toEqual([keyring.identity]);
    expect(await hasKey(keyring, next.signing)).toBe(false);
    expect(await hasKey(next.keyring, next.signing)).toBe(true);
  });

  test("made once more, those that no roster named are let go of, and earlier ones are not", async () => {
    const { keyring, entry } = await holder();
    const once = await makeNextKeys(keyring, entry, SITE);
    const again = await makeNextKeys(once.keyring, entry, SITE);
    expect(await hasKey(again.keyring, once.signing)).toBe(false);
    const now = await signed(entry, again);
    const used = (await inUse(again.keyring, now)) as Keyring;
    const third = await makeNextKeys(used, now, SITE);
    expect(third.keyring.others).toHaveLength(2);
    expect(await hasKey(third.keyring, entry.signing)).toBe(true);
  });

  test("a roster with a recipient of somebody else's is not theirs", async () => {
    const { keyring, entry } = await holder();
    expect(await inUse(keyring, entry)).toEqual(keyring);
    const other = await recipientOf(generateIdentity());
    expect(await inUse(keyring, { ...entry, recipient: other })).toBeNull();
    expect(await inUse(keyring, (await holder()).entry)).toBeNull();
  });

  test("a keyring with more keys is sealed and opened, up to seventeen", async () => {
    const { keyring, entry } = await holder();
    const { keyring: next } = await makeNextKeys(keyring, entry, SITE);
    const [identity, other] = [generateIdentity(), (next.others ?? [])[0]];
    const ways = [{ id: "recovery", recipient: await recipientOf(identity) }];
    expect(await openKeyring(await sealKeyring({ ...next, ways }), identity)).toEqual({ ...next, ways });
    const many = Array.from({ length: KEYRING_MAX_OTHERS + 1 }, () => other as NonNullable<typeof other>);
    await expect(sealKeyring({ ...next, ways, others: many })).rejects.toThrow("too often");
  });
});

describe("a case key for the keys in use", () => {
  test("takes the place of one for the keys before, and is made once", async () => {
    const { keyring, entry } = await holder();
    const next = await makeNextKeys(keyring, entry, SITE);
    const used = (await inUse(next.keyring, await signed(entry, next))) as Keyring;
    const { key, own } = await ownWrap(keyring);
    const made = await resealWrap(own, used);
    expect(made?.was).toBe(await sealedDigest(unbase64(own.wrap)));
    expect(await openWrap(unbase64(made?.wrap ?? ""), [used.identity], own)).toEqual(key);
    await expect(openWrap(unbase64(made?.wrap ?? ""), [keyring.identity], own)).rejects.toThrow();
    expect(await resealWrap({ ...own, wrap: made?.wrap ?? "" }, used)).toBeNull();
  });

  test("one that opens with none, or is another case's, is left as it is", async () => {
    const { keyring } = await holder();
    const { own } = await ownWrap((await holder()).keyring);
    await expect(resealWrap(own, keyring)).rejects.toThrow();
    const mine = await ownWrap(keyring);
    await expect(resealWrap({ ...mine.own, case: newId() }, keyring)).rejects.toThrow("another case");
  });
});
