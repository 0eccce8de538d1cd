/** Who comes late to a case: what the maker of a key carries on, by whom, and what it is held against. */

import { expect, test } from "vitest";

import { recipientOf } from "./agefile.ts";
import { type Carried, signAlone } from "./alone.ts";
import type { CaseView } from "./api.ts";
import { base64, type Bytes, newId, unbase64 } from "./bytes.ts";
import { asManyAsFit, toCarryOn } from "./carried.ts";
import * as desk from "./desk.ts";
import { makeHolderKeys } from "./holderkeys.ts";
import { keyringSigner } from "./keyring.ts";
import { sealLetter } from "./letter.ts";
import type { Heard } from "./letterAuthors.ts";
import type { Statement } from "./readers.ts";
import { renew, type Renewal } from "./renewal.ts";
import { emptyReport, sealReport } from "./report.ts";
import { deriveKeys, newEntropy } from "./returncode.ts";
import type { Holder, Roster } from "./roster.ts";
import { SigningKeys } from "./signingKeys.ts";
import { type CaseIdentity, sealWrap } from "./wrap.ts";

const now = new Date("2026-11-21T09:41:07Z");

async function person(name: string) {
  const id = newId();
  const { recipient, signing, keyring } = await makeHolderKeys(id, { root: "root", log: "log" });
  const common = { role: "Handler", unit: "", tier: 1 as const, from: "2026-01-01", until: null };
  return { entry: { id, name, recipient, signing, ...common } satisfies Holder, keyring };
}

type Person = Awaited<ReturnType<typeof person>>;
type Row = CaseView["letters"][number] & { readonly sealed: string };

/** Lin reported to Amara and Xu; what was written, and what the log has of it. */
async function begun() {
  const [amara, xu, ruth, gao] = await Promise.all(["Amara", "Xu", "Ruth", "Gao"].map(person));
  const people = [amara, xu, ruth, gao] as [Person, Person, Person, Person];
  const roster = { entries: people.map(each => each.entry), sha256: "00".repeat(32) } as unknown as Roster;
  const signers = new SigningKeys(roster, () => Promise.reject(new Error("no older one")));
  const keys = await deriveKeys(await newEntropy("en"), "heard.meridian.example");
  const holders = [people[0].entry.id, people[1].entry.id];
  const answers = { ...emptyReport("en"), words: "I did not want to go." };
  const given = { disclosed: null, urgent: false, identity: null, now };
  const sealed = await sealReport({ roster, answers, holders, keys, ...given });
  const report = { ...sealed.body.letter, kind: "report", author: "reporter", seq: 0, generation: 0 };
  const event = {
    event: "report_received",
    actor: "reporter",
    case_recipient: await digestOfText(sealed.body.case_recipient),
    recipients: [...holders].sort().join(),
  };
  return {
    people,
    signers,
    body: sealed.body,
    cases: [sealed.case] as CaseIdentity[],
    rows: [report as unknown as Row],
    log: [new Map(Object.entries(event))] as Map<string, string>[],
    seq: new Map<string, number>(),
  };
}

type World = Awaited<ReturnType<typeof begun>>;

async function digestOfText(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map(each => each.toString(16).padStart(2, "0")).join("");
}

/** What a server tells somebody who has these keys. */
async function opened(at: World, who: Person, have: readonly number[]) {
  const keys = await Promise.all(
    at.cases
      .filter(({ generation }) => have.includes(generation))
      .map(async key => ({
        generation: key.generation,
        case_recipient: await recipientOf(key.identity),
        wrap: base64(await sealWrap(key, who.entry.recipient)),
      })),
  );
  const newest = keys.at(-1);
  const { case: id, reporter } = at.body;
  const view = { case: id, reporter, keys, ...newest, letters: at.rows } as unknown as CaseView;
  const sealed = new Map(at.rows.map(each => [each.id, unbase64(each.sealed)]));
  const open = await desk.openCase(view, who.keyring);
  const fetchLetter = async (letter: string) => sealed.get(letter) as Bytes;
  const history = Promise.resolve({ fields: new Map(at.log.map((each, n) => [String(n), each])) });
  const heard = await desk.hearLetters(open, at.signers, fetchLetter, history);
  return { heard, proven: desk.isProven(open, heard) };
}

const nextSeq = (at: World, who: Person): number => {
  const seq = at.seq.get(who.entry.id) ?? 0;
  at.seq.set(who.entry.id, seq + 1);
  return seq;
};

function logged(at: World, by: Person, made: Renewal, changed: Record<string, string> = {}): void {
  const { generation, readers, excluded, recipient } = made.readers;
  const event = {
    event: "identity_renewed",
    actor: by.entry.id,
    generation: String(generation),
    case_recipient: recipient,
    recipients: readers.map(({ id }) => id).join(),
    excluded: excluded.join(),
  };
  at.log.push(new Map(Object.entries({ ...event, ...changed })));
}

interface Renewing {
  readonly heard: Heard;
  readonly to: readonly Person[];
  readonly out?: readonly Person[];
  readonly earlier?: readonly Carried[];
}

/** A key that a holder makes, with what was read until then. */
async function renewed(at: World, by: Person, { heard, to, out = [], earlier }: Renewing): Promise<Renewal> {
  const carried = earlier ?? (await toCarryOn(heard.letters, heard.older, heard.readers));
  const made = await renew({
    view: {
      case: at.body.case,
      generation: at.cases.length - 1,
      reporter: { recipient: at.body.reporter.recipient },
    },
    holders: to.map(({ entry }) => entry),
    exclude: out.map(({ entry }) => entry.id),
    letter: {
      kind: "note",
      seq: nextSeq(at, by),
      author: by.entry.id,
      content: { words: "For you alone.", ...(carried.length > 0 && { earlier: carried }) },
      signer: await keyringSigner(by.keyring),
      now,
      seen: "",
    },
    prev: heard.readers.last,
  });
  at.cases.push(made.case);
  const { generation } = made.body;
  at.rows.push({ ...made.body.letter, kind: "note", author: by.entry.id, generation } as unknown as Row);
  return made;
}

/** Amara left Xu out, and then made a key for Ruth, too, who has no other. */
async function late(changed: { readonly earlier?: readonly Carried[] } = {}) {
  const at = await begun();
  const [amara, xu, ruth] = at.people;
  const first = await opened(at, amara, [0]);
  logged(at, amara, await renewed(at, amara, { heard: first.heard, to: [amara], out: [xu] }));
  const second = await opened(at, amara, [0, 1]);
  const newest = await renewed(at, amara, { heard: second.heard, to: [amara, ruth], ...changed });
  logged(at, amara, newest);
  return { at, amara, xu, ruth, newest, ofAmara: second.heard };
}

test("who came late writes by the statements of older keys, and reads nothing that they stood in", async () => {
  const { at, ruth } = await late();
  const { heard, proven } = await opened(at, ruth, [2]);
  expect(proven).toBe(true);
  expect([...heard.readers.bases.keys()]).toEqual([0, 1, 2]);
  expect(heard.letters.map(({ ok }) => ok)).toEqual([false, false, true]);
  const note = heard.letters[2];
  const shown = note?.ok ? JSON.stringify(note.letter.body.content) : "";
  expect(shown).toContain("For you alone."); // its own words
  expect(shown).not.toContain("I did not want to go.");
});

test("whoever was sealed nonsense once believes the next key by what it carries", async () => {
  const { at, amara } = await late();
  const { heard, proven } = await opened(at, amara, [0, 2]);
  expect([proven, [...heard.readers.bases.keys()]]).toEqual([true, [0, 1, 2]]);
  const without = await late({ earlier: [] });
  expect((await opened(without.at, without.amara, [0, 2])).proven).toBe(false);
});

test("where nothing is carried who came late believes no key", async () => {
  const { at, ruth } = await late({ earlier: [] });
  expect((await opened(at, ruth, [2])).proven).toBe(false);
});

test("who came late makes the next key, and carries on to who comes later still", async () => {
  const { at, amara, ruth } = await late();
  const gao = at.people[3];
  const ruths = await opened(at, ruth, [2]);
  logged(at, ruth, await renewed(at, ruth, { heard: ruths.heard, to: [amara, ruth, gao] }));
  expect((await opened(at, gao, [3])).proven).toBe(true);
  expect((await opened(at, amara, [0, 1, 2, 3])).proven).toBe(true);
});

test("what the log does not have, or has otherwise, proves nothing", async () => {
  const { at, ruth, amara, newest } = await late();
  const [first, second] = [...at.log];
  if (!first || !second) throw new Error("there are two");
  for (const [name, value] of [
    ["actor", ruth.entry.id],
    ["excluded", ""],
    ["recipients", ruth.entry.id],
    ["case_recipient", newest.readers.recipient],
    ["generation", "7"],
  ] as const) {
    const other = new Map([...second, [name, value]]);
    const told = { ...at, log: [first, other] };
    logged(told, amara, newest);
    expect((await opened(told, ruth, [2])).proven).toBe(false);
  }
  expect((await opened({ ...at, log: [] }, ruth, [2])).proven).toBe(false);
});

/** What the statement becomes, and who signs it in whose name. */
async function forged(at: World, by: Person, as: Person, statement: Statement): Promise<Carried> {
  const about = { case: at.body.case, author: as.entry.id, now };
  const signature = await signAlone(statement, about, await keyringSigner(by.keyring));
  return { author: as.entry.id, key: as.entry.signing, on: "2026-11-21", readers: statement, signature };
}

test("a server with who was left out makes nobody believe their key", async () => {
  const { at, amara, xu, ruth, ofAmara } = await late();
  const [report] = await toCarryOn(ofAmara.letters, ofAmara.older, ofAmara.readers);
  const base = ofAmara.readers.bases.get(1)?.statement;
  if (!report || !base) throw new Error("there are");
  // Xu goes on from what was read once, with a key of Xu's, and makes the newest for Ruth.
  const rival = { ...base, recipient: "c".repeat(64), readers: report.readers.readers, excluded: [] };
  for (const one of [
    await forged(at, xu, xu, rival),
    await forged(at, xu, amara, rival),
    await forged(at, xu, amara, base),
    await forged(at, amara, amara, { ...base, recipient: "c".repeat(64) }),
  ]) {
    const world = { ...at, rows: [...at.rows.slice(0, 2)], cases: at.cases.slice(0, 2) };
    const { heard } = await opened(world, amara, [0, 1]);
    const made = await renewed(world, xu, { heard, to: [xu, ruth], earlier: [report, one] });
    const found = await opened(world, ruth, [2]);
    expect(made.readers.generation).toBe(2);
    expect([found.proven, [...found.heard.readers.bases.keys()]]).toEqual([false, [0]]);
  }
});

test("of a key that one has nothing is believed that was carried", async () => {
  const { at, amara, ruth } = await late();
  expect((await opened(at, amara, [0, 1, 2])).heard.older).toEqual([]);
  const { older } = (await opened(at, ruth, [2])).heard;
  expect(older.map(({ said }) => said.generation)).toEqual([0, 1]);
});

test("what somebody writes who reads nothing carries for nobody that is not true", async () => {
  const { at, amara, ruth } = await late({ earlier: [] });
  const { heard } = await opened(at, amara, [0, 1, 2]);
  const earlier = await toCarryOn(heard.letters, heard.older, heard.readers);
  const stranger = at.people[3];
  const content = { words: "", earlier };
  const draft = {
    case: at.body.case,
    seq: 0,
    kind: "note" as const,
    author: stranger.entry.id,
    content,
    now,
  };
  const recipient = await recipientOf((at.cases[2] as CaseIdentity).identity);
  const { id, sealed } = await sealLetter(draft, await keyringSigner(stranger.keyring), [recipient]);
  const row = { id, sealed, kind: "note", author: stranger.entry.id, seq: 0, generation: 2 };
  const found = await opened({ ...at, rows: [...at.rows, row as unknown as Row] }, ruth, [2]);
  // It is not theirs to speak here, and what their letter carries was signed by those who could.
  expect(found.heard.letters.at(-1)).toMatchObject({ letter: { doubts: ["reader"] } });
  expect(found.proven).toBe(true);
});

test("of too many the newest are carried", () => {
  const of = (generation: number, size = 10) =>
    ({ readers: { generation }, signature: "s".repeat(size) }) as unknown as Carried;
  const generations = (all: readonly Carried[]) => all.map(({ readers }) => readers.generation);
  expect(generations(asManyAsFit([of(2), of(0), of(1)]))).toEqual([0, 1, 2]);
  expect(generations(asManyAsFit([of(0), of(1, 500_000), of(2, 500_000)]))).toEqual([2]);
  expect(asManyAsFit(Array.from({ length: 200 }, (_, at) => of(at))).length).toBe(128);
});
