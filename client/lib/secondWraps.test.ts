/** A key that a handler made, sealed once more by the reporter's browser to who waits. */

import { expect, test } from "vitest";

import { generateIdentity, recipientOf } from "./agefile.ts";
import { base64, unbase64, utf8 } from "./bytes.ts";
import { caseKeys } from "./desk.ts";
import { type Somebody, somebody } from "./fileKey.world.ts";
import { sha256hex } from "./hash.ts";
import { follow, type Said, state } from "./readers.ts";
import { type Opened, secondWraps } from "./secondWraps.ts";
import { openWrap, sealWrap } from "./wrap.ts";

const CASE = "ab".repeat(16);
const people = await Promise.all([1, 2, 3, 4].map(somebody));
const [lin, amara, ruth, gao] = people as [Somebody, Somebody, Somebody, Somebody];
const [first, second] = [generateIdentity(), generateIdentity()];

async function said(
  by: Somebody,
  generation: number,
  holders: readonly Somebody[],
  prev = "",
): Promise<Said> {
  const recipient = await recipientOf(generation === 0 ? first : second);
  const statement = await state({ generation, recipient, holders, excluded: [], prev });
  const author = by === lin ? "reporter" : by.id;
  return { author, key: by.signing, generation, recipient: statement.recipient, statement };
}

/** Amara made the second key of Lin's case, for herself and Ruth. */
async function opened(changed: Partial<Opened> = {}): Promise<Opened> {
  const begun = await said(lin, 0, [amara, ruth]);
  const { last } = await follow(lin.signing, [begun]);
  const readers = await follow(lin.signing, [begun, await said(amara, 1, [amara, ruth], last)]);
  const fields = new Map([
    ["event", "identity_renewed"],
    ["generation", "1"],
    ["case_recipient", await sha256hex(utf8(await recipientOf(second)))],
    ["recipients", [amara.id, ruth.id].sort().join()],
    ["excluded", ""],
  ]);
  return {
    cases: [first, second].map((identity, generation) => ({ case: CASE, generation, identity })),
    readers,
    history: { fields: new Map([["leaf", fields]]) },
    roster: [amara, ruth, gao],
    ...changed,
  };
}

const OWED = [{ generation: 1, holder: ruth.id }];

test("who waits opens by it, also where the maker sealed them nonsense", async () => {
  const [made, ...more] = await secondWraps(OWED, await opened());
  expect([made?.generation, made?.holder, more]).toEqual([1, ruth.id, []]);
  const key = { generation: 1, case_recipient: await recipientOf(second) };
  const expected = { case: CASE, ...key };
  const sealed = made?.sealed ?? "";
  expect((await openWrap(unbase64(sealed), [ruth.identity], expected)).identity).toBe(second);
  const junk = { case: CASE, generation: 1, identity: first };
  const nonsense = base64(await sealWrap(junk, ruth.recipient));
  const given = { ...expected, wrap: nonsense, keys: [{ ...key, wrap: nonsense, second: sealed }] };
  expect(await caseKeys(given, [ruth.identity])).toEqual([
    { case: CASE, generation: 1, identity: second, second: true },
  ]);
  const alone = { ...given, keys: [{ ...key, wrap: nonsense, second: null }] };
  await expect(caseKeys(alone, [ruth.identity])).rejects.toThrow("another");
});

test("nobody is sealed to whom the statement does not name, or under keys that it does not", async () => {
  expect(await secondWraps([{ generation: 1, holder: gao.id }], await opened())).toEqual([]);
  const moved = { ...ruth, recipient: gao.recipient };
  expect(await secondWraps(OWED, await opened({ roster: [amara, moved] }))).toEqual([]);
  const stranger = { ...gao, id: ruth.id };
  expect(await secondWraps(OWED, await opened({ roster: [amara, stranger] }))).toEqual([]);
});

test("no key is sealed again that is not proven, or of which the log tells otherwise", async () => {
  const world = await opened();
  const begun = await follow(lin.signing, [await said(lin, 0, [amara, ruth])]);
  expect(await secondWraps(OWED, { ...world, readers: begun })).toEqual([]);
  expect(await secondWraps(OWED, { ...world, history: null })).toEqual([]);
  const [[leaf, fields]] = [...(world.history?.fields ?? [])] as [[string, ReadonlyMap<string, string>]];
  const otherwise = new Map([[leaf, new Map([...fields, ["recipients", amara.id]])]]);
  expect(await secondWraps(OWED, { ...world, history: { fields: otherwise } })).toEqual([]);
  const other = world.cases.map(each => ({ ...each, identity: first }));
  expect(await secondWraps(OWED, { ...world, cases: other })).toEqual([]);
});
