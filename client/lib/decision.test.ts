import { expect, test } from "vitest";

import { utf8 } from "./bytes.ts";
import { decisionsOf, shellOf } from "./decision.ts";
import { signerFromSeed } from "./ed25519.ts";
import { judgeLetter, letterBody, packLetter } from "./letter.ts";
import type { CaseView, DecisionView } from "./views.ts";

const [CASE, AMARA] = ["a".repeat(32), "b".repeat(32)];
const signer = await signerFromSeed(new Uint8Array(32).fill(9));
const sha256 = (n: number) => String(n).repeat(64);
const letterOf = (n: number) => String(n).repeat(32);

/** What a server says of the nth decision of a case. */
function said(n: number, code: DecisionView["code"]): DecisionView {
  const from = n === 1 ? "received" : "triaged";
  const at = `2026-11-29T22:0${n}:00Z`;
  return { letter: letterOf(n), event: `e${n}`, at, author: AMARA, from, to: "triaged", code, version: n };
}

/** The letter of one, as it was opened: signed over `record`. */
async function letter(n: number, record: unknown, text = "The hotel kept its recordings.") {
  const about = { case: CASE, id: letterOf(n), seq: n, kind: "decision" as const, author: AMARA };
  const body = letterBody(
    { ...about, content: { text, record }, now: new Date(said(n, "redirect").at) },
    signer,
  );
  const plaintext = await packLetter(utf8(JSON.stringify(body)), signer);
  const found = await judgeLetter(plaintext, { ...about, key: signer.key });
  return { ok: true as const, id: letterOf(n), letter: found };
}

type Logged = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What the log has of them, in its own order. */
function logged(decisions: readonly DecisionView[], event = "case_triaged"): { fields: Logged } {
  const entries = decisions.map(({ event: leaf, author, at, code, version }) => {
    const own = { event, actor: author, at, route: code, letter: sha256(version) };
    return [leaf, new Map(Object.entries(own))] as const;
  });
  return { fields: new Map(entries) };
}

function view(decisions: readonly DecisionView[]): Pick<CaseView, "case" | "letters" | "decisions"> {
  const letters = decisions.map(({ letter: id, version }) => ({ id, sha256: sha256(version) }));
  return { case: CASE, letters, decisions } as unknown as CaseView;
}

const first = said(1, "no_action_now");
const second = said(2, "investigate");
const both = [await letter(1, shellOf(CASE, first)), await letter(2, shellOf(CASE, second), "More came.")];

test("decisions that hold are shown, the newest first", async () => {
  const found = await decisionsOf(view([first, second]), both, logged([first, second]));
  expect(found.map(({ route, text, faults }) => [route, text, faults])).toEqual([
    ["investigate", "More came.", []],
    ["no_action_now", "The hotel kept its recordings.", []],
  ]);
});

const WRONG: Readonly<Record<string, Partial<DecisionView>>> = {
  code: { code: "investigate" },
  from: { from: "triaged" },
  to: { to: "closed" as "triaged" },
  version: { version: 3 },
};

for (const [member, change] of Object.entries(WRONG)) {
  test(`one whose ${member} the server says otherwise is not genuine, though the log agrees with it`, async () => {
    const told = { ...first, ...change };
    const [found] = await decisionsOf(view([told]), both, logged([told]));
    expect(found?.faults).toEqual(["shell"]);
  });
}

test("one of another case, of a letter without a reason, or of none that opens is not genuine", async () => {
  const faults = async (read: Parameters<typeof decisionsOf>[1]) =>
    (await decisionsOf(view([first]), read, logged([first])))[0]?.faults;
  expect(await faults([await letter(1, shellOf("c".repeat(32), first))])).toEqual(["shell"]);
  expect(await faults([await letter(1, shellOf(CASE, first), " \n ")])).toEqual(["shell"]);
  expect(await faults([{ ok: false, id: first.letter, error: new Error("damaged") }])).toEqual([
    "unreadable",
  ]);
  expect(await faults([])).toEqual(["unreadable"]);
});

test("one from before the shell had its members of today is genuine, and no other for it", async () => {
  const { code, version, from, to } = first;
  const record = { object: "case", id: CASE, allegation: "", party: "", from, to, code, version };
  const faults = async (said: unknown) =>
    (await decisionsOf(view([first]), [await letter(1, said)], logged([first])))[0]?.faults;
  expect(await faults(record)).toEqual([]);
  expect(await faults({ ...record, code: "investigate" })).toEqual(["shell"]);
  expect(await faults({ ...record, move: "triage" })).toEqual(["shell"]);
});

test("one whose signature does not hold keeps that fault", async () => {
  const [genuine] = both;
  if (!genuine) throw new Error("no letter");
  const forged = { ...genuine, letter: { ...genuine.letter, doubts: ["signature" as const] } };
  const [found] = await decisionsOf(view([first]), [forged], logged([first]));
  expect(found?.faults).toEqual(["signature"]);
});

test("the log must have it by the same person, at the same time, the same way and by the same letter", async () => {
  const faults = async (log: { fields: Logged }) => (await decisionsOf(view([first]), both, log))[0]?.faults;
  expect(await faults(logged([first]))).toEqual([]);
  expect(await faults(logged([{ ...first, code: "investigate" }]))).toEqual(["log"]);
  expect(await faults(logged([{ ...first, author: "c".repeat(32) }]))).toEqual(["log"]);
  expect(await faults(logged([{ ...first, at: second.at }]))).toEqual(["log"]);
  expect(await faults(logged([{ ...first, version: 2 }]))).toEqual(["log"]);
  expect(await faults(logged([first], "case_opened"))).toEqual(["log"]);
});

test("a decision that the server keeps back is told of, and none is the newest but by the log", async () => {
  const hidden = await decisionsOf(view([first]), both, logged([first, second]));
  expect(hidden.map(({ route, faults }) => [route, faults])).toEqual([
    ["investigate", ["log"]],
    ["no_action_now", []],
  ]);
  const turned = await decisionsOf(view([second, first]), both, logged([first, second]));
  expect(turned.map(({ route }) => route)).toEqual(["investigate", "no_action_now"]);
});

test("where the log is kept from whoever looks, the letters still speak", async () => {
  const found = await decisionsOf(view([first, second]), both, null);
  expect(found.map(({ route, faults }) => [route, faults])).toEqual([
    ["investigate", []],
    ["no_action_now", []],
  ]);
});
