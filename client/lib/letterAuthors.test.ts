/** A server and somebody who was left out, against her page and a handler's desk. */

import { expect, test } from "vitest";

import { generateIdentity, recipientOf, seal } from "./agefile.ts";
import type { CaseView } from "./api.ts";
import { base64, type Bytes, newId, unbase64, utf8 } from "./bytes.ts";
import * as desk from "./desk.ts";
import { makeHolderKeys } from "./holderkeys.ts";
import { verifyCase } from "./verifyCase.ts";
import { type Keyring, keyringSigner } from "./keyring.ts";
import { letterBody, packLetter, sealLetter } from "./letter.ts";
import { publicKeys } from "./newkeys.ts";
import { inUse, makeNextKeys } from "./ownkeys.ts";
import { SigningKeys } from "./signingKeys.ts";
import { state, type Statement } from "./readers.ts";
import { renew } from "./renewal.ts";
import { emptyReport, hearLetters, openInbox, sealReport } from "./report.ts";
import { deriveKeys, newEntropy } from "./returncode.ts";
import type { Holder, Roster } from "./roster.ts";
import { isOlder } from "./letterAuthors.ts";
import { type CaseIdentity, sealWrap } from "./wrap.ts";

const now = new Date("2026-11-21T09:41:07Z");

async function person(name: string) {
  const id = newId();
  const { recipient, signing, keyring } = await makeHolderKeys(id, { root: "root", log: "log" });
  const common = { role: "Handler", unit: "", tier: 1 as const, from: "2026-01-01", until: null };
  return { entry: { id, name, recipient, signing, ...common } satisfies Holder, keyring };
}

type Person = Awaited<ReturnType<typeof person>>;

interface Row {
  readonly id: string;
  readonly sealed: string;
  readonly kind: string;
  readonly author: string;
  readonly seq: number;
  readonly generation: number;
}

/** Lin has reported to Amara alone; Xu and Ruth stand on the same roster. */
async function world() {
  const [amara, xu, ruth] = [await person("Amara"), await person("Xu"), await person("Ruth")];
  const entries = [amara.entry, xu.entry, ruth.entry];
  const roster = { entries, sha256: "00".repeat(32) } as unknown as Roster;
  const signers = new SigningKeys(roster, () => Promise.reject(new Error("no older one")));
  const keys = await deriveKeys(await newEntropy("en"), "heard.meridian.example");
  const answers = { ...emptyReport("en"), words: "I did not want to go." };
  const given = { disclosed: null, urgent: false, identity: null, now };
  const sealed = await sealReport({ roster, answers, holders: [amara.entry.id], keys, ...given });
  const { letter } = sealed.body;
  const report: Row = { ...letter, kind: "report", author: "reporter", seq: 0, generation: 0 };
  return { amara, xu, ruth, signers, keys, answers, ...sealed, report };
}

type World = Awaited<ReturnType<typeof world>>;

/** What a server hands to whoever has this recipient: these keys, newest last, and these letters. */
async function handed({ body }: World, cases: readonly CaseIdentity[], to: string, rows: readonly Row[]) {
  const keys = await Promise.all(
    cases.map(async key => ({
      generation: key.generation,
      case_recipient: await recipientOf(key.identity),
      wrap: base64(await sealWrap(key, to)),
    })),
  );
  const newest = keys.at(-1);
  const { case: id, reporter } = body;
  const view = { case: id, reporter, keys, ...newest, letters: rows } as unknown as CaseView;
  const sealed = new Map(rows.map(each => [each.id, unbase64(each.sealed)]));
  return { view, fetchLetter: async (letter: string) => sealed.get(letter) as Bytes };
}

/** What she, and what Amara, make of it. */
async function judged(at: World, cases: readonly CaseIdentity[], rows: readonly Row[]) {
  const hers = await handed(at, cases, at.keys.recipient, rows);
  const inbox = await openInbox(hers.view, at.keys, at.signers);
  const heard = await hearLetters(inbox, hers.fetchLetter);
  const refused = await verifyCase(inbox, hers.fetchLetter).then(
    () => "sealed to",
    (error: Error) => error.name,
  );
  const amaras = await handed(at, cases, at.amara.entry.recipient, rows);
  const open = await desk.openCase(amaras.view, at.amara.keyring);
  const atDesk = await desk.hearLetters(open, at.signers, amaras.fetchLetter);
  const doubts = heard.letters.map(each => (each.ok ? each.letter.doubts : [each.error.name]));
  expect(atDesk.letters.map(each => (each.ok ? each.letter.doubts : [each.error.name]))).toEqual(doubts);
  return { heard, doubts, refused, proven: desk.isProven(open, atDesk), last: heard.readers.last };
}

async function written(
  at: World,
  by: Person,
  key: CaseIdentity,
  readers?: Statement,
  seq = 0,
  sent = now,
): Promise<Row> {
  const content = { words: "Tell me more.", ...(readers && { readers }) };
  const draft = {
    case: at.body.case,
    seq,
    kind: "message" as const,
    author: by.entry.id,
    content,
    now: sent,
  };
  const { id, sealed } = await sealLetter(draft, await keyringSigner(by.keyring), [
    await recipientOf(key.identity),
  ]);
  return { id, sealed, kind: "message", author: by.entry.id, seq, generation: key.generation };
}

const made = (at: World, generation: number): CaseIdentity => ({
  case: at.body.case,
  generation,
  identity: generateIdentity(),
});

test("a key that the server made is not believed on the word of Xu, who stands on the roster", async () => {
  const at = await world();
  const key = made(at, 1);
  const prev = (await judged(at, [at.case], [at.report])).last;
  const recipient = await recipientOf(key.identity);
  const own = await state({ generation: 1, recipient, holders: [at.xu.entry], prev });
  for (const readers of [undefined, own]) {
    const letter = await written(at, at.xu, key, readers);
    const { doubts, refused, proven } = await judged(at, [at.case, key], [at.report, letter]);
    expect(doubts).toEqual([[], ["reader"]]);
    expect(refused).toBe("ForeignCase");
    expect(proven).toBe(false);
  }
});

test("nor after she left Xu out, and then Xu writes under her own key too", async () => {
  const at = await world();
  const signer = at.keys.signer;
  const letter = {
    kind: "addition" as const,
    seq: 1,
    author: "reporter",
    content: { words: "-" },
    signer,
    now,
    seen: "",
  };
  const first = await renew({
    view: { case: at.body.case, generation: 0, reporter: at.body.reporter },
    holders: [at.amara.entry],
    exclude: [at.xu.entry.id],
    letter,
    prev: "",
  });
  const { id, sealed } = first.body.letter ?? { id: "", sealed: "" };
  const hers: Row = { id, sealed, kind: "addition", author: "reporter", seq: 1, generation: 1 };
  const good = await judged(at, [at.case, first.case], [at.report, hers]);
  expect(good).toMatchObject({ doubts: [[], []], refused: "sealed to", proven: true });

  const under = await written(at, at.xu, first.case);
  expect((await judged(at, [at.case, first.case], [at.report, hers, under])).doubts[2]).toEqual(["reader"]);
  const key = made(at, 2);
  const recipient = await recipientOf(key.identity);
  const stated = await state({ generation: 2, recipient, holders: [at.xu.entry], prev: good.last });
  const theirs = await written(at, at.xu, key, stated);
  const bad = await judged(at, [at.case, first.case, key], [at.report, hers, theirs]);
  expect(bad).toMatchObject({ refused: "ForeignCase", proven: false });
});

test("a newest key that opens for nobody is sealed to by nobody, whatever opens beside it", async () => {
  const at = await world();
  const cases = [at.case, made(at, 1)] as const;
  const wrap = base64(await sealWrap(cases[1], await recipientOf(generateIdentity())));
  const hers = await handed(at, cases, at.keys.recipient, [at.report]);
  const inbox = await openInbox({ ...hers.view, wrap }, at.keys, at.signers);
  expect(inbox.case.generation).toBe(0);
  await expect(verifyCase(inbox, hers.fetchLetter)).rejects.toMatchObject({ name: "ForeignCase" });
  const amaras = await handed(at, cases, at.amara.entry.recipient, [at.report]);
  const open = await desk.openCase({ ...amaras.view, wrap }, at.amara.keyring);
  expect(desk.isProven(open, await desk.hearLetters(open, at.signers, amaras.fetchLetter))).toBe(false);
});

test("who reads it makes no key on a day on which no roster lists them", async () => {
  const at = await world();
  const { last: prev } = await judged(at, [at.case], [at.report]);
  const key = made(at, 1);
  const next = await state({
    generation: 1,
    recipient: await recipientOf(key.identity),
    holders: [at.amara.entry],
    prev,
  });
  const renewed = (sent: Date) => written(at, at.amara, key, next, 0, sent);
  const early = await judged(
    at,
    [at.case, key],
    [at.report, await renewed(new Date("2025-12-31T09:41:07Z"))],
  );
  expect(early).toMatchObject({ refused: "ForeignCase", proven: false });
  const good = await judged(at, [at.case, key], [at.report, await renewed(now)]);
  expect(good).toMatchObject({ doubts: [[], []], refused: "sealed to", proven: true });
});

test("who was left out writes under the new key in nobody's eyes, told twice or not", async () => {
  const at = await world();
  const signer = at.keys.signer;
  const letter = {
    kind: "addition" as const,
    seq: 1,
    author: "reporter",
    content: { words: "-" },
    signer,
    now,
    seen: "",
  };
  const first = await renew({
    view: { case: at.body.case, generation: 0, reporter: at.body.reporter },
    holders: [at.xu.entry],
    exclude: [at.amara.entry.id],
    letter,
    prev: "",
  });
  const { id, sealed } = first.body.letter ?? { id: "", sealed: "" };
  const hers: Row = { id, sealed, kind: "addition", author: "reporter", seq: 1, generation: 1 };
  const under = await written(at, at.amara, first.case);
  // Of two tellings of one letter each is judged by the key that opens it.
  const rows = [at.report, hers, under, { ...under, generation: 0 }];
  const { doubts } = await judged(at, [at.case, first.case], rows);
  expect(doubts.slice(0, 3)).toEqual([[], [], ["reader"]]);
});

test("her own report, sealed anew by somebody who read it, proves no other key", async () => {
  const at = await world();
  const plaintext = await packLetter(
    utf8(
      JSON.stringify(
        (await judged(at, [at.case], [at.report])).heard.letters.map(each => each.ok && each.letter.body)[0],
      ),
    ),
    at.keys.signer,
  );
  for (const generation of [0, 1]) {
    const key = made(at, generation);
    const sealed = base64(await seal(plaintext, [await recipientOf(key.identity)]));
    const cases = generation === 0 ? [key] : [at.case, key];
    const again = { ...at.report, sealed, generation };
    const { refused, proven } = await judged(at, cases, [again]);
    expect([refused, proven]).toEqual(["ForeignCase", false]);
  }
});

test("a handler who reads it makes the next key and lets somebody in, who then speaks", async () => {
  const at = await world();
  const unknown = await written(at, at.ruth, at.case);
  expect((await judged(at, [at.case], [at.report, unknown])).doubts[1]).toEqual(["reader"]);

  const before = await judged(at, [at.case], [at.report]);
  const recipient = at.body.case_recipient;
  const letIn = await state({ generation: 0, recipient, holders: [at.ruth.entry], prev: before.last });
  const said = await written(at, at.amara, at.case, letIn);
  const key = made(at, 1);
  const next = await state({
    generation: 1,
    recipient: await recipientOf(key.identity),
    holders: [at.amara.entry, at.ruth.entry],
    excluded: [at.xu.entry.id],
    prev: before.last,
  });
  const renewed = await written(at, at.ruth, key, next, 1);
  // Whatever order they come in.
  const rows = [renewed, unknown, said, at.report];
  const { doubts, refused, proven } = await judged(at, [at.case, key], rows);
  expect(doubts).toEqual([[], [], [], []]);
  expect([refused, proven]).toEqual(["sealed to", true]);
  // Without Amara's word for her, she can make no key.
  const alone = await judged(at, [at.case, key], [renewed, at.report]);
  expect([alone.refused, alone.proven]).toEqual(["ForeignCase", false]);
});

test("a report from before statements opens, and says that it is one", async () => {
  const at = await world();
  const body = letterBody(
    {
      case: at.body.case,
      seq: 0,
      kind: "report",
      author: "reporter",
      content: at.answers,
      now,
      id: at.report.id,
    },
    at.keys.signer,
  );
  const plaintext = await packLetter(utf8(JSON.stringify(body)), at.keys.signer);
  const report = { ...at.report, sealed: base64(await seal(plaintext, [at.body.case_recipient])) };
  const answer = await written(at, at.amara, at.case);
  const { heard, doubts, refused, proven } = await judged(at, [at.case], [report, answer]);
  expect([heard.bound, isOlder(heard.letters), doubts]).toEqual([false, true, [[], []]]);
  expect([refused, proven]).toEqual(["sealed to", true]);
  const key = made(at, 1);
  const later = await judged(at, [at.case, key], [report, await written(at, at.xu, key)]);
  expect([later.refused, later.proven]).toEqual(["ForeignCase", false]);
});

test("a key that Amara's named speaks in her case, after her old letter; one that a stranger named does not", async () => {
  const at = await world();
  const next = await makeNextKeys(at.amara.keyring, at.amara.entry, "heard.meridian.example");
  const before = await publicKeys(at.amara.entry);
  const earlier = [{ ...before, until: "2099-12-31", signature: next.signature }];
  const entry = { ...at.amara.entry, recipient: next.recipient, signing: next.signing, earlier };
  const keyring = (await inUse(next.keyring, entry)) as Keyring;
  const turned = (entries: readonly Holder[]): SigningKeys => {
    const roster = { entries, sha256: "00".repeat(32) } as unknown as Roster;
    return new SigningKeys(roster, () => Promise.reject(new Error("no older one")));
  };
  const rows = [at.report, await written(at, at.amara, at.case)];
  const anew: Person = { ...at.amara, entry, keyring };
  rows.push(await written(at, anew, at.case, undefined, 1));
  const good = await judged({ ...at, amara: anew, signers: turned([entry, at.xu.entry]) }, [at.case], rows);
  expect(good).toMatchObject({ doubts: [[], [], []], refused: "sealed to", proven: true });
  // A roster without the old key's word, were it signed: the new key is nobody's in this case.
  const bare = { ...at.amara.entry, recipient: next.recipient, signing: next.signing };
  const bad = await judged({ ...at, amara: anew, signers: turned([bare, at.xu.entry]) }, [at.case], rows);
  expect(bad.doubts).toEqual([[], ["signature", "key"], ["reader"]]);
});
