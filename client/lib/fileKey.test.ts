/** The file of a case as each of its people opens it, and what a hostile author or server can do. */

import { expect, test } from "vitest";

import { generateIdentity, open as openAge, recipientOf } from "./agefile.ts";
import { unbase64 } from "./bytes.ts";
import { type OpenFile, sealToFile, sealToParty } from "./fileKey.ts";
import { Kept, type Somebody, somebody } from "./fileKey.world.ts";
import { unpackLetter } from "./letter.ts";
import { stateFile } from "./fileStatement.ts";
import { inEach, makeFile, meantBy, nextFile, NotMeant, payableBy, payCopies } from "./fileMaking.ts";

const [LIN, AMARA, JONAS, RUTH, GAO] = await Promise.all([1, 2, 3, 4, 5].map(somebody));
const people = [AMARA, JONAS, RUTH, GAO] as Somebody[];
const [lin, amara, jonas, ruth, gao] = [LIN, ...people] as [Somebody, Somebody, Somebody, Somebody, Somebody];
const SOON = [
  [amara, ""],
  [jonas, ""],
  [ruth, "tier_2"],
] as const;

const room = { before: [], team: [] };

/** Amara gave the file its key: Jonas reads it too, Ruth waits. */
async function begun(meant: readonly (readonly [Somebody, string])[] = SOON): Promise<Kept> {
  const kept = new Kept(lin, people);
  await kept.states([amara, jonas, ruth]);
  kept.made(amara, await makeFile(await kept.making(amara, meant)));
  return kept;
}

function draft(by: Somebody, seq: number, words: string) {
  const now = new Date("2026-11-21T10:00:00Z");
  return { kind: "note" as const, seq, author: by.id, content: { words }, now, seen: "" };
}

async function writes(kept: Kept, by: Somebody, open: OpenFile, seq: number, words: string): Promise<void> {
  kept.keep(by.id, "note", await sealToFile(open, draft(by, seq, words), by.signer));
}

function wordsOf({ letters }: OpenFile) {
  return letters.flatMap(entry => {
    if (!entry.ok) return [["unread"]];
    const { words = "" } = entry.letter.body.content as { words?: string };
    return words === "" ? [] : [[words, ...entry.letter.doubts]];
  });
}

test("whoever reads it opens it, and what was written there", async () => {
  const kept = await begun();
  const open = await kept.opened(amara);
  expect([open.generation, open.mayWrite, open.faults]).toEqual([0, true, []]);
  await writes(kept, amara, open, 1, "He was in Beijing that night.");
  const theirs = await kept.opened(jonas);
  expect([theirs.mayWrite, wordsOf(theirs)]).toEqual([true, [["He was in Beijing that night."]]]);
  const hers = await kept.opened(ruth);
  expect([hers.generation, hers.mayWrite, hers.keys.size]).toEqual([-1, false, 0]);
});

test("a copy of a hostile author is found, and that of the second opens", async () => {
  const kept = await begun();
  await kept.spoil(amara, ruth);
  const open = await kept.opened(jonas);
  const debts = [{ holder: ruth.id, until: "tier_2", authors: [amara.id] }];
  expect(payableBy(debts, amara.id)).toEqual([]);
  expect(payableBy(debts, jonas.id)).toEqual([{ id: ruth.id, until: "tier_2" }]);
  for (const body of await payCopies(await kept.making(jonas, [[ruth, "tier_2"]]), open)) {
    kept.given(jonas, body);
  }
  kept.release("tier_2");
  const hers = await kept.opened(ruth);
  expect([hers.faults, hers.mayWrite, hers.generation]).toEqual([["copy"], true, 0]);
});

test("who is let in later reads by the statement of whoever did it", async () => {
  const kept = await begun([[amara, ""]]);
  const [body] = await payCopies(await kept.making(amara, [[jonas, ""]]), await kept.opened(amara));
  expect(body?.digest).toMatch(/^[0-9a-f]{64}$/);
  if (body) kept.given(amara, body);
  expect((await kept.opened(jonas)).mayWrite).toBe(true);
});

test("who was given a key without a statement does not read it, and nobody believes them", async () => {
  const kept = await begun([[amara, ""]]);
  const [body] = await payCopies(await kept.making(amara, [[jonas, ""]]), await kept.opened(amara));
  if (body) kept.given(amara, { id: body.id, generation: 0, copies: body.copies });
  const theirs = await kept.opened(jonas);
  expect([theirs.generation, theirs.mayWrite]).toEqual([0, false]);
  await writes(kept, jonas, theirs, 0, "Let us close it.");
  expect(wordsOf(await kept.opened(amara))).toEqual([["Let us close it.", "reader"]]);
});

test("nobody is sealed to whom no statement of the case names", async () => {
  const kept = await begun([...SOON, [gao, ""]]);
  expect(kept.keys[0]?.copies.map(({ holder }) => holder)).toEqual([amara.id, jonas.id, ruth.id]);
  await expect(makeFile(await kept.making(gao, [[gao, ""]]))).rejects.toThrow(NotMeant);
});

test("who decides or hears appeals waits, whatever the server says of them", () => {
  const [first, second, third] = [amara.id, jonas.id, ruth.id];
  const mayHold = [
    { id: first, until: "" },
    { id: second, until: "" },
    { id: third, until: null },
  ];
  const seats = [
    { holder: first, code: "decider" },
    { holder: second, code: "lead" },
    { holder: third, code: "reviewer" },
  ];
  expect(meantBy(mayHold, seats)).toEqual([
    { id: first, until: "draft_shared" },
    { id: second, until: "" },
  ]);
  expect(meantBy([{ id: third, until: "" }], seats)).toEqual([{ id: third, until: "appeal_lodged" }]);
  expect(meantBy([{ id: third, until: "tier_2" }], [])).toEqual([{ id: third, until: "tier_2" }]);
});

test("of linked cases nobody is sealed to whom one of them does not name", async () => {
  const [here, there] = [new Kept(lin, people), new Kept(gao, people)];
  await here.states([amara, jonas, ruth]);
  await there.states([amara, jonas, ruth]);
  await there.states([amara, ruth], [jonas]); // and the newest alone counts
  const meant = [amara, jonas, ruth].map(({ id }) => ({ id, until: "" }));
  const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);
  expect(ids(inEach(meant, []))).toEqual([amara.id, jonas.id, ruth.id]);
  expect(ids(inEach(meant, [await here.readers(), await there.readers()]))).toEqual([amara.id, ruth.id]);
  expect(inEach(meant, [await new Kept(gao, people).readers()])).toEqual([]);
});

test("nobody is sealed to under keys that do not follow on those that the case names", async () => {
  const kept = new Kept(lin, people);
  await kept.states([amara, jonas, ruth]);
  const other = { ...(await somebody(7)), id: jonas.id };
  const moved = { ...ruth, recipient: other.recipient };
  kept.roster = [amara, other, moved, gao];
  const body = await makeFile(await kept.making(amara, SOON));
  expect(body.copies.map(({ holder }) => holder)).toEqual([amara.id]);
});

test("after the reporter leaves somebody out, nothing is written until there is a next key", async () => {
  const kept = await begun();
  await writes(kept, amara, await kept.opened(amara), 1, "Before.");
  await kept.states([amara, ruth], [jonas]);
  const open = await kept.opened(amara);
  expect([open.floor, open.mayWrite, open.faults]).toEqual([1, false, ["floor"]]);
  const meant = [
    [amara, ""],
    [ruth, ""],
  ] as const;
  kept.made(amara, await nextFile(await kept.making(amara, meant), kept.view(amara), open));
  const next = await kept.opened(amara);
  expect([next.generation, next.mayWrite, next.faults]).toEqual([1, true, []]);
  expect([...(next.readers.bases.get(1)?.statement.excluded ?? [])]).toEqual([jonas.id]);
  await writes(kept, amara, next, 3, "After.");
  expect(wordsOf(await kept.opened(amara))).toEqual([["Before."], ["After."]]);
  const his = await kept.opened(jonas);
  expect(wordsOf(his)).toEqual([["Before."], ["unread"], ["unread"]]);
  expect(his.mayWrite).toBe(false);
});

test("a key that a server made and sealed to everybody is nobody's", async () => {
  const kept = await begun();
  const server = { ...amara, signer: gao.signer };
  const forged = await nextFile(
    { ...(await kept.making(server, SOON)), me: { id: amara.id, signer: gao.signer } },
    kept.view(amara),
    await kept.opened(amara),
  );
  kept.made(server, forged);
  const open = await kept.opened(amara);
  expect([open.generation, open.mayWrite, open.faults]).toEqual([0, false, ["unproven"]]);
});

test("where the log tells of it otherwise than it was signed, nothing is written", async () => {
  const kept = await begun();
  const [[leaf, event]] = [...kept.events] as [[string, ReadonlyMap<string, string>]];
  kept.events.set(leaf, new Map([...event, ["recipients", amara.id]]));
  const open = await kept.opened(amara);
  expect([open.mayWrite, open.faults]).toEqual([false, ["otherwise"]]);
});

test("who lost the file, and still reads the case, makes no other key of a generation that the log has", async () => {
  const kept = await begun();
  const before = await kept.opened(jonas);
  const his = await nextFile(await kept.making(jonas, SOON), kept.view(jonas), before);
  const without = [
    [amara, ""],
    [ruth, ""],
  ] as const;
  kept.made(amara, await nextFile(await kept.making(amara, without), kept.view(amara), before));
  expect((await kept.opened(amara)).mayWrite).toBe(true);
  // The server hands his statement on, with a copy of his key for each.
  const logged = [...kept.events];
  kept.made(jonas, his);
  kept.events.clear();
  for (const [leaf, event] of logged) kept.events.set(leaf, event);
  const open = await kept.opened(amara);
  expect([open.generation, open.mayWrite, open.faults]).toEqual([1, true, []]);
  expect([...(open.readers.members.get(1)?.keys() ?? [])].sort()).toEqual([amara.id, ruth.id].sort());
});

test("nor does a statement of theirs about the very key that the log has take it from anybody", async () => {
  const kept = await begun();
  const before = await kept.opened(jonas);
  const without = [
    [amara, ""],
    [ruth, ""],
  ] as const;
  kept.made(amara, await nextFile(await kept.making(amara, without), kept.view(amara), before));
  const file = await kept.opened(amara);
  // Who knows its recipient can seal to it, and Jonas read the key before.
  const { me, seq, now, seen } = await kept.making(jonas, SOON);
  const rival = await stateFile({
    ...{ matter: file.matter, generation: 1, recipient: file.recipient, prev: before.readers.last },
    ...{ cases: { [kept.case]: kept.generation }, readers: [jonas, ruth], waiting: [], excluded: [amara.id] },
  });
  const draft = { kind: "note" as const, seq: seq.file, author: jonas.id, content: rival, now, seen };
  kept.keep(jonas.id, "note", await sealToFile(file, draft, me.signer));
  const open = await kept.opened(amara);
  expect([open.generation, open.mayWrite, open.faults]).toEqual([1, true, []]);
  kept.events.clear(); // without the log nobody could say which of the two counts
  expect((await kept.opened(amara)).faults).toContain("contested");
});

test("what is kept back of a newer key shows", async () => {
  const kept = await begun();
  const open = await kept.opened(amara);
  kept.made(amara, await nextFile(await kept.making(amara, SOON), kept.view(amara), open));
  kept.keys.pop();
  kept.letters.pop();
  expect((await kept.opened(amara)).faults).toEqual(["unproven"]);
});

test("who has new keys is given it under them", async () => {
  const kept = await begun();
  const fresh = { ...(await somebody(6)), id: jonas.id };
  kept.successors = [{ holder: jonas.id, before: jonas.signing, after: fresh.signing, by: jonas.signing }];
  kept.roster = [amara, fresh, ruth, gao];
  expect((await kept.opened(fresh)).keys.size).toBe(0);
  const bodies = await payCopies(await kept.making(amara, [[fresh, ""]]), await kept.opened(amara));
  expect(bodies.map(({ statement }) => statement)).toEqual([undefined]);
  for (const body of bodies) kept.given(amara, body);
  const open = await kept.opened(fresh);
  expect(open.mayWrite).toBe(true);
  await writes(kept, fresh, open, 0, "With new keys.");
  expect(wordsOf(await kept.opened(amara))).toEqual([["With new keys."]]);
});

test("a letter to a party opens for the file, and one that says another file does not hold", async () => {
  const kept = await begun();
  const open = await kept.opened(amara);
  const party = await recipientOf(generateIdentity());
  const id = "9".repeat(32);
  kept.keep(
    amara.id,
    "note",
    await sealToParty(open, draft(amara, 0, "You may answer."), amara.signer, { party, room }),
    id,
  );
  const other = { ...open, generation: 1 };
  const wrong = await sealToParty(other, draft(amara, 1, "By Friday."), amara.signer, { party, room });
  kept.keep(amara.id, "note", { ...wrong, generation: 0 }, id);
  expect(wordsOf(await kept.opened(jonas))).toEqual([["You may answer."], ["By Friday.", "case"]]);
});

test("a letter to a party says its day alone, and no event of the case", async () => {
  const kept = await begun();
  const open = await kept.opened(amara);
  const whole = { ...draft(amara, 0, "You may answer."), seen: "e".repeat(64) };
  const { sealed } = await sealToParty(open, whole, amara.signer, { party: gao.recipient, room });
  const { body } = await unpackLetter(await openAge(unbase64(sealed), [gao.identity]), amara.signer.key);
  expect([body.sent, "seen" in body]).toEqual(["2026-11-21T00:00:00Z", false]);
});

test("what was opened once is not opened again, unless the server says otherwise of it", async () => {
  const kept = await begun();
  await writes(kept, amara, await kept.opened(amara), 1, "He was in Beijing that night.");
  const before = new Map();
  const first = await kept.opened(jonas, before);
  kept.fetched = [];
  const again = await kept.opened(jonas, before);
  expect([kept.fetched, wordsOf(again), again.mayWrite]).toEqual([[], wordsOf(first), true]);
  const said = kept.letters[1] as (typeof kept.letters)[number];
  for (const [lie, doubt] of [
    [{ author: jonas.id }, "key"],
    [{ seq: 7 }, "seq"],
    [{ kind: "record" }, "kind"],
    [{ party: gao.id }, "case"],
  ] as const) {
    kept.letters[1] = { ...said, ...lie };
    const [found] = wordsOf(await kept.opened(jonas, before));
    expect(found).toContain(doubt);
  }
  kept.letters[1] = said;
  // Another key of the same author by now: the signature counts by that one.
  kept.roster = kept.roster.map(each => (each.id === amara.id ? { ...amara, signer: jonas.signer } : each));
  expect(wordsOf(await kept.opened(jonas, before))[0]).toContain("key");
});
