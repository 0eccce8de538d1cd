/** What is written says, inside the seal, what its author had seen of the case; to a party it says nothing of it. */

import { expect, test } from "vitest";

import { generateIdentity, open, recipientOf } from "./agefile.ts";
import { newId, unbase64 } from "./bytes.ts";
import * as desk from "./desk.ts";
import { sealToFile, sealToParty } from "./fileKey.ts";
import { makeHolderKeys } from "./holderkeys.ts";
import { keyringSigner } from "./keyring.ts";
import { unpackLetter } from "./letter.ts";
import { renew } from "./renewal.ts";
import * as report from "./report.ts";
import { deriveKeys, newEntropy } from "./returncode.ts";

const now = new Date("2026-11-21T09:41:07Z");
const seen = "a".repeat(64);
const id = newId();
const holder = newId();
const { keyring, signing, recipient: theirs } = await makeHolderKeys(holder, { root: "root", log: "log" });
const signer = await keyringSigner(keyring);
const identity = generateIdentity();
const recipient = await recipientOf(identity);
const key = { case: id, generation: 0, identity };

async function saidIn(sealed: string, opener = identity): Promise<string | undefined> {
  return (await unpackLetter(await open(unbase64(sealed), [opener]))).body.seen;
}

test("by the reporter, and under a new key of the reporter's", async () => {
  const keys = await deriveKeys(await newEntropy("en"), "heard.meridian.example");
  const inbox = { keys, case: key, seen, view: { case_recipient: recipient } };
  const letter = { kind: "message" as const, seq: 1, content: { words: "Please tell me." }, now };
  expect(await saidIn((await report.sealLetter(inbox, letter)).sealed)).toBe(seen);
  const made = await renew({
    view: { case: id, generation: 0, reporter: { recipient: keys.recipient } },
    holders: [{ id: holder, recipient: theirs, signing } as never],
    exclude: [],
    prev: "",
    letter: { ...letter, kind: "addition", author: "reporter", signer: keys.signer, seen },
  });
  expect(await saidIn(made.body.letter?.sealed ?? "", made.case.identity)).toBe(seen);
});

test("by a handler, to the case and to its file", async () => {
  const view = { case_recipient: recipient };
  const opened = {
    view,
    keyring,
    signer,
    case: key,
    cases: [key],
    nextSeq: 0,
    seen,
  } as unknown as desk.OpenCase;
  const letter = { kind: "note" as const, seq: 0, content: { words: "For you." }, now };
  expect(await saidIn((await desk.sealLetter(opened, letter)).sealed)).toBe(seen);
  const file = { matter: newId(), recipient, generation: 0 };
  const draft = { ...letter, author: holder, seen };
  expect(await saidIn((await sealToFile(file, draft, signer)).sealed)).toBe(seen);
  const party = await recipientOf(generateIdentity());
  const room = { party, room: { before: [], team: [] } };
  expect(await saidIn((await sealToParty(file, draft, signer, room)).sealed)).toBeUndefined();
});
