/** Who comes late to a file: what is handed on to them, by whom, and what it is held against. */

import { expect, test } from "vitest";

import { sealToFile } from "./fileKey.ts";
import { Kept, type Somebody, somebody } from "./fileKey.world.ts";
import { makeFile, nextFile, payCopies } from "./fileMaking.ts";
import { type HandedOn, parseHandedOn } from "./handedOn.ts";
import { asMuchAsFits, handingOwed } from "./handingOn.ts";

const people = (await Promise.all([1, 2, 3, 4, 5].map(somebody))) as [Somebody, ...Somebody[]];
const [lin, amara, jonas, ruth, gao] = people as [Somebody, Somebody, Somebody, Somebody, Somebody];

const reading = (...who: Somebody[]) => who.map(each => [each, ""] as const);

async function renew(kept: Kept, by: Somebody, ...who: Somebody[]): Promise<void> {
  const open = await kept.opened(by);
  kept.made(by, await nextFile(await kept.making(by, reading(...who)), kept.view(by), open));
}

async function letIn(kept: Kept, by: Somebody, who: Somebody): Promise<void> {
  for (const body of await payCopies(await kept.making(by, reading(who)), await kept.opened(by))) {
    kept.given(by, body);
  }
}

/** Amara and Jonas had the first key, Lin left Jonas out, and Ruth was let in under the second. */
async function begun(): Promise<Kept> {
  const kept = new Kept(lin, people.slice(1));
  await kept.states([amara, jonas, ruth, gao]);
  kept.made(amara, await makeFile(await kept.making(amara, reading(amara, jonas))));
  await kept.states([amara, ruth, gao], [jonas]);
  await renew(kept, amara, amara);
  await letIn(kept, amara, ruth);
  return kept;
}

async function owed(kept: Kept, by: Somebody): Promise<HandedOn | null> {
  const { fetch } = await kept.world();
  return handingOwed(kept.view(by), await kept.opened(by), fetch);
}

async function hands(kept: Kept, by: Somebody, content: HandedOn | null): Promise<void> {
  if (content === null) throw new Error("nothing is owed");
  expect(parseHandedOn(content)).toEqual(content);
  const { seq, now, seen } = { ...(await kept.making(by, [])), seq: kept.letters.length };
  const draft = { kind: "note" as const, seq, author: by.id, content, now, seen };
  kept.keep(by.id, "note", await sealToFile(await kept.opened(by), draft, by.signer));
}

const stateOf = async (kept: Kept, who: Somebody) => {
  const { generation, mayWrite, faults } = await kept.opened(who);
  return [generation, mayWrite, faults];
};

test("who came late writes once the older keys' statements were handed on, and never before", async () => {
  const kept = await begun();
  expect(await stateOf(kept, ruth)).toEqual([-1, false, ["late"]]);
  const content = await owed(kept, amara);
  expect([content?.generation, content?.letters.length]).toEqual([1, 1]);
  await hands(kept, amara, content);
  expect(await stateOf(kept, ruth)).toEqual([1, true, []]);
  expect(await owed(kept, amara)).toBeNull();
  expect((await kept.opened(ruth)).keys.has(0)).toBe(false);
});

test("who was late makes the next key, and hands on to who came later still", async () => {
  const kept = await begun();
  await hands(kept, amara, await owed(kept, amara));
  await renew(kept, ruth, amara, ruth, gao);
  expect(await stateOf(kept, amara)).toEqual([2, true, []]);
  expect(await stateOf(kept, gao)).toEqual([-1, false, ["late"]]);
  const content = await owed(kept, ruth);
  expect(content?.letters.length).toBe(3); // two keys were made, and somebody was let in
  await hands(kept, ruth, content);
  expect(await stateOf(kept, gao)).toEqual([2, true, []]);
  expect(await owed(kept, amara)).toBeNull();
});

test("one that no note can hold holds up no others, and what is too much waits for the next note", () => {
  const of = (body: string) => ({ body, signature: "" });
  const [huge, quotes, small] = [of(" ".repeat(900_001)), of('"'.repeat(500_000)), of("{}")];
  expect(asMuchAsFits([huge, quotes, small])).toEqual([small]); // each quote is escaped by a character
  const half = of("é".repeat(250_000));
  expect(asMuchAsFits([half, small, half, small])).toEqual([half, small]);
  expect(asMuchAsFits(Array<typeof small>(200).fill(small)).length).toBe(128);
});

test("what the log does not have proves nothing, whoever hands it on", async () => {
  const kept = await begun();
  await hands(kept, amara, await owed(kept, amara));
  for (const [leaf, event] of kept.events) if (event.get("generation") === "0") kept.events.delete(leaf);
  expect(await stateOf(kept, ruth)).toEqual([-1, false, ["late"]]);
});

test("of a key that one has nothing is believed that was handed on", async () => {
  const kept = await begun();
  await hands(kept, amara, await owed(kept, amara));
  expect((await kept.opened(amara)).handed).toEqual([]);
  expect((await kept.opened(ruth)).handed.map(({ said }) => said.generation)).toEqual([0]);
});

test("where all had the keys before, nothing is handed on", async () => {
  const kept = new Kept(lin, people.slice(1));
  await kept.states([amara, jonas]);
  kept.made(amara, await makeFile(await kept.making(amara, reading(amara, jonas))));
  expect(await owed(kept, amara)).toBeNull();
  await renew(kept, amara, amara, jonas);
  expect(await stateOf(kept, jonas)).toEqual([1, true, []]);
  expect(await owed(kept, amara)).toBeNull();
});
