import { expect, test } from "vitest";

import { identityFromSeed, recipientKinds, recipientOf } from "./agefile.ts";
import { unbase64 } from "./bytes.ts";
import { signerFromSeed } from "./ed25519.ts";
import { type Claim, type Draft, sealLetter } from "./letter.ts";
import { openPartyLetter, sealPartyLetter, toOf } from "./partyLetter.ts";

const [party, file, other] = [1, 2, 3].map(n => identityFromSeed(new Uint8Array(32).fill(n))) as [
  string,
  string,
  string,
];
const between = { party: await recipientOf(party), file: await recipientOf(file), generation: 7 };
const signer = await signerFromSeed(new Uint8Array(32).fill(9));
const draft: Draft<"message"> = {
  case: "a".repeat(32),
  id: "b".repeat(32),
  seq: 0,
  kind: "message",
  author: "c".repeat(32),
  content: { words: "我不想去。" },
  now: new Date("2026-11-29T22:00:00Z"),
  seen: "",
};
const claim: Claim = { ...draft, id: "b".repeat(32), key: signer.key };

const room = { before: ["0".repeat(64)], team: [] };

test("a letter of a party opens for the party and for the file, and for nobody else", async () => {
  const sealed = unbase64((await sealPartyLetter(draft, signer, between, room)).sealed);
  expect(recipientKinds(sealed)).toEqual(["mlkem768x25519", "mlkem768x25519"]);
  for (const identity of [party, file]) {
    const { doubts, addressed, body } = await openPartyLetter(sealed, identity, claim, between);
    expect({ doubts, addressed }).toEqual({ doubts: [], addressed: true });
    expect(body.content).toEqual({ words: "我不想去。", to: await toOf(between), room });
  }
  await expect(openPartyLetter(sealed, other, claim, between)).rejects.toThrow("not sealed to you");
});

test("one that says it is for others than it should be is shown as failing", async () => {
  const sealed = unbase64((await sealPartyLetter(draft, signer, between, room)).sealed);
  const read = (change: object) => openPartyLetter(sealed, file, claim, { ...between, ...change });
  const wrong = [{ party: await recipientOf(other) }, { file: await recipientOf(other) }, { generation: 6 }];
  for (const each of wrong) expect((await read(each)).addressed).toBe(false);
});

test("who seals it to somebody else in the place of the party is found out", async () => {
  const content = { ...draft.content, to: await toOf(between) };
  const to = [await recipientOf(other), between.file];
  const sealed = unbase64((await sealLetter({ ...draft, content }, signer, to)).sealed);
  expect((await openPartyLetter(sealed, other, claim, between)).addressed).toBe(false);
  await expect(openPartyLetter(sealed, party, claim, between)).rejects.toThrow("not sealed to you");
});

test("nothing is sealed to one key for both, nor to a third", async () => {
  const same = { ...between, party: between.file };
  await expect(sealPartyLetter(draft, signer, same, room)).rejects.toThrow("to whom");
  const content = { ...draft.content, to: await toOf(between) };
  const to = [between.party, between.file, await recipientOf(other)];
  const sealed = unbase64((await sealLetter({ ...draft, content }, signer, to)).sealed);
  await expect(openPartyLetter(sealed, party, claim, between)).rejects.toThrow("sealed to others");
});
