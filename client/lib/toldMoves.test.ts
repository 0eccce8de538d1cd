import { expect, test } from "vitest";

import { utf8 } from "./bytes.ts";
import { signerFromSeed } from "./ed25519.ts";
import { judgeLetter, letterBody, packLetter } from "./letter.ts";
import { bodyDigest, type Shell, shellDigest, shellWith } from "./shell.ts";
import { recordsOf, toldOf } from "./toldMoves.ts";
import type { MoveView } from "./views.ts";

const [CASE, AMARA, MEASURE, SEAT] = ["a", "b", "c", "d"].map(each => each.repeat(32)) as [
  string,
  string,
  string,
  string,
];
const lead = await signerFromSeed(new Uint8Array(32).fill(9));
const hers = await signerFromSeed(new Uint8Array(32).fill(7));
const AT = "2026-11-30T09:00:00Z";

/** A move with its letter and what the log has of it. */
interface Made {
  readonly view: MoveView;
  readonly letter: { ok: true; id: string; letter: Awaited<ReturnType<typeof judgeLetter>> };
  readonly sha256: string;
  readonly logged: ReadonlyMap<string, string>;
}

let made = 0;

async function move(
  said: Pick<Shell, "object" | "id" | "move" | "version"> & Partial<Shell>,
  by: string,
  content: Readonly<Record<string, unknown>> = {},
): Promise<Made> {
  made += 1;
  const number = String(made).padStart(32, "0");
  const shell = shellWith(said);
  const signer = by === "reporter" ? hers : lead;
  const about = { case: CASE, id: number, seq: made, kind: "record" as const, author: by };
  const words = { text: "Your desk moves to the third floor.", record: shell, ...content };
  const body = letterBody({ ...about, content: words, now: new Date(AT) }, signer);
  const plaintext = await packLetter(utf8(JSON.stringify(body)), signer);
  const letter = await judgeLetter(plaintext, { ...about, key: signer.key });
  const { id: record, from: _from, to: _to, ...clear } = shell;
  const view = {
    ...{ ...clear, record, actor: by, at: AT, agreed: [], due: null, letter: number, event: `e${number}` },
    ...{ file_letter: "", party_letter: "" },
  } as unknown as MoveView;
  const sha256 = number.repeat(2);
  const { object, move: how, version, code } = shell;
  const logged = new Map(
    Object.entries({
      ...{ event: "record_moved", actor: by, at: AT, object, record, move: how, code },
      ...{ version: String(version), shell: await shellDigest(shell), letter: sha256 },
    }),
  );
  return { view, letter: { ok: true, id: number, letter }, sha256, logged };
}

function given(all: readonly Made[], views = all.map(each => each.view)) {
  const letters = all.map(({ letter: { id }, sha256 }) => ({ id, sha256 }));
  return { letters, moves: views } as unknown as Parameters<typeof toldOf>[0];
}

const log = (all: readonly Made[]) => ({ fields: new Map(all.map(each => [each.view.event, each.logged])) });
const read = (all: readonly Made[]) => all.map(each => each.letter);

async function told(all: readonly Made[], views = all.map(each => each.view), logged = all) {
  return toldOf(given(all, views), read(all), log(logged));
}

const measure = { object: "measure", id: MEASURE };
const requested = await move(
  { ...measure, move: "request", version: 1, to: "requested", code: "reporter", party: "reporter" },
  "reporter",
);
const granted = await move(
  { ...measure, move: "grant", version: 2, from: "requested", to: "granted" },
  AMARA,
);
const offered = await move({ ...measure, move: "offer", version: 3, from: "granted", to: "offered" }, AMARA);
const answers = await bodyDigest(offered.letter.letter.bytes);
const taken = await move(
  { ...measure, move: "take_up", version: 4, from: "offered", to: "active" },
  "reporter",
  { answers },
);
const all = [requested, granted, offered, taken];

const standing = async (...asked: Parameters<typeof told>) =>
  (await told(...asked)).records.map(({ state, holds }) => [state, holds]);

test("protection that holds is told with its state, its words and whose burden it is", async () => {
  const { records, hidden } = await told(all);
  expect(hidden).toEqual([]);
  expect(records.map(({ state, code, version, holds }) => [state, code, version, holds])).toEqual([
    ["active", "reporter", 4, true],
  ]);
  expect(recordsOf({ records, hidden }, "measure")[0]?.moves[2]?.words).toEqual({
    text: "Your desk moves to the third floor.",
    what: "",
    reason: "",
    ...{ role: "", act: "", time: "", place: "" },
  });
});

test("what burdens the reporter is never active by anybody else's word, however well it is signed", async () => {
  const imposed = await move(
    { ...measure, move: "impose", version: 4, from: "offered", to: "active" },
    AMARA,
  );
  expect(await standing([requested, granted, offered, imposed])).toEqual([["active", false]]);
  const kept = await move({ ...measure, move: "take_up", version: 4, from: "offered", to: "active" }, AMARA, {
    answers,
  });
  expect(await standing([requested, granted, offered, kept])).toEqual([["active", false]]);
});

test("the same of the accused person's burden is, and may have moves that are not told", async () => {
  const asked = await move(
    { ...measure, move: "request", version: 1, to: "requested", code: "respondent" },
    "reporter",
  );
  const imposed = await move(
    { ...measure, move: "impose", version: 4, from: "granted", to: "active" },
    AMARA,
  );
  expect(await standing([asked, imposed])).toEqual([["active", true]]);
  // Whose burden it is must be told.
  expect(await standing([imposed])).toEqual([["active", false]]);
});

test("a yes to other words than those that were offered last is none", async () => {
  const other = await move(
    { ...measure, move: "take_up", version: 4, from: "offered", to: "active" },
    "reporter",
    {
      answers: await bodyDigest(granted.letter.letter.bytes),
    },
  );
  expect(await standing([requested, granted, offered, other])).toEqual([["active", false]]);
  const silent = await move(
    { ...measure, move: "take_up", version: 4, from: "offered", to: "active" },
    "reporter",
  );
  expect(await standing([requested, granted, offered, silent])).toEqual([["active", false]]);
});

test("a yes without the reporter's own letter is none", async () => {
  const { records } = await toldOf(given(all), read(all.slice(0, 3)), log(all));
  expect(records[0]?.holds).toBe(false);
  expect(records[0]?.moves[3]?.faults).toEqual(["unreadable"]);
  const forged = { ...taken.letter, letter: { ...taken.letter.letter, doubts: ["signature" as const] } };
  const found = await toldOf(given(all), [...read(all.slice(0, 3)), forged], log(all));
  expect(found.records[0]?.moves[3]?.faults).toEqual(["signature"]);
  expect(found.records[0]?.holds).toBe(false);
});

test("a move that is kept back breaks what follows it, and is told of", async () => {
  const found = await told(all, [requested.view, granted.view, taken.view]);
  expect(found.records.map(({ holds }) => holds)).toEqual([false]);
  expect(found.hidden).toEqual([offered.view.event]);
});

const CHANGED: Readonly<Record<string, Partial<MoveView>>> = {
  record: { record: SEAT },
  move: { move: "impose" },
  version: { version: 5 },
  code: { code: "respondent" },
  party: { party: "reporter" },
  about: { about: [SEAT] },
  holder: { holder: AMARA },
  number: { number: 4 },
  actor: { actor: AMARA },
};

for (const [member, change] of Object.entries(CHANGED)) {
  test(`a move whose ${member} the server says otherwise is not genuine`, async () => {
    const views = [...all.slice(0, 3).map(each => each.view), { ...taken.view, ...change }];
    const { records } = await told(all, views);
    const faults = records
      .flatMap(each => each.moves)
      .find(({ view }) => view.event === taken.view.event)?.faults;
    expect(faults).toContain("shell");
  });
}

test("the log must have it: its event, its shell and its letter", async () => {
  const faults = async (changed: Readonly<Record<string, string>>) => {
    const other = { ...taken, logged: new Map([...taken.logged, ...Object.entries(changed)]) };
    return (await told(all, undefined, [...all.slice(0, 3), other])).records[0]?.moves[3]?.faults;
  };
  expect(await faults({})).toEqual([]);
  expect(await faults({ event: "case_opened" })).toEqual(["log"]);
  expect(await faults({ shell: "0".repeat(64) })).toEqual(["log"]);
  expect(await faults({ letter: "0".repeat(64) })).toEqual(["log"]);
  expect(await faults({ actor: AMARA })).toEqual(["log"]);
});

test("one letter carries one move, and one event is one", async () => {
  const again = { ...offered.view, event: "e9", version: 5 };
  const found = await told(all, [...all.map(each => each.view), again]);
  expect(found.records[0]?.holds).toBe(false);
  const twice = await told(all, [...all.map(each => each.view), taken.view]);
  expect(twice.records[0]?.holds).toBe(false);
});

test("they are told in the order of the log, and decisions in their own place", async () => {
  const triage = {
    ...taken.view,
    object: "case" as const,
    record: CASE,
    move: "triage" as const,
    event: "t",
  };
  const views = [taken, offered, granted, requested].map(each => each.view);
  const found = await told(all, [...views, triage]);
  expect(found.records.map(({ object, state, holds }) => [object, state, holds])).toEqual([
    ["measure", "active", true],
  ]);
});

test("a seat may have moves that are not told, but none that contradicts the one before", async () => {
  const seat = { object: "seat", id: SEAT, holder: AMARA };
  const declared = await move(
    { ...seat, move: "declare", version: 2, from: "proposed", to: "declared" },
    AMARA,
  );
  const objected = await move(
    { object: "seat", id: SEAT, move: "object", version: 4, from: "declared", to: "objected" },
    "reporter",
  );
  expect(await standing([declared, objected])).toEqual([["objected", true]]);
  const early = await move(
    { object: "seat", id: SEAT, move: "object", version: 3, from: "proposed", to: "objected" },
    "reporter",
  );
  expect(await standing([declared, early])).toEqual([["objected", false]]);
});

test("where the log is kept from whoever looks, the letters still speak", async () => {
  const { records, hidden } = await toldOf(given(all), read(all), null);
  expect(records.map(({ state, holds }) => [state, holds])).toEqual([["active", true]]);
  expect(hidden).toEqual([]);
});

const interview = { object: "interview", id: MEASURE };
const INVITED = { ...interview, move: "invite", version: 2, from: "planned", to: "invited" };
const SENT = { ...interview, move: "send_transcript", version: 5, from: "held", to: "sent" };
const CORRECTED = { ...interview, move: "correct", version: 6, from: "sent", to: "corrected" };
const APPROVED = { ...interview, move: "approve", version: 7, from: "corrected", to: "approved" };

/** What an interview is told by; `by`: who approves, and which letter. */
async function transcript({ by = "reporter", wrong = false } = {}): Promise<Made[]> {
  const invited = await move(INVITED, AMARA);
  const confirmed = await move(
    { ...interview, move: "confirm", version: 3, from: "invited", to: "confirmed" },
    "reporter",
  );
  const sent = await move(SENT, AMARA, { text: "One.\nTwo.\nThree." });
  const digest = (made: Made) => bodyDigest(made.letter.letter.bytes);
  const corrected = await move(CORRECTED, "reporter", {
    line_3: "Three, and four.",
    answers: await digest(sent),
  });
  const approved = await move(APPROVED, by, { answers: await digest(wrong ? sent : corrected) });
  return [invited, confirmed, sent, corrected, approved];
}

test("what is approved are the words with their corrections, by the interviewee and nobody else", async () => {
  expect(await standing(await transcript())).toEqual([["approved", true]]);
  expect(await standing(await transcript({ wrong: true }))).toEqual([["approved", false]]);
  expect(await standing(await transcript({ by: AMARA }))).toEqual([["approved", false]]);
});

test("all of a letter that is text is told by its name, but for what it answers", async () => {
  const { records } = await told(await transcript());
  const { words } = records[0]?.moves[3] ?? {};
  expect(words?.["line_3"]).toBe("Three, and four.");
  expect(Object.keys(words ?? {})).not.toContain("answers");
});

test("the reporter is in the case from the beginning, and what is told first does not begin at nothing", async () => {
  const told = { object: "party", id: CASE, move: "tell_outcome", to: "confirmed" };
  const first = await move({ ...told, version: 1, from: "confirmed" }, AMARA);
  const second = await move({ ...told, version: 2, from: "confirmed" }, AMARA);
  expect(await standing([first, second])).toEqual([["confirmed", true]]);
  expect(await standing([await move({ ...told, version: 1 }, AMARA)])).toEqual([["confirmed", false]]);
});

const gate = { object: "gate", id: MEASURE };
const QUESTION = await move({ ...gate, move: "ask", version: 1, to: "asked" }, AMARA, { person: "E1" });

/** A yes that answers these words; `by`: who gives it. */
const yes = async (to: Made, by = "reporter", from = "asked") =>
  move({ ...gate, move: "agree", version: to.view.version + 1, from, to: "agreed" }, by, {
    answers: await bodyDigest(to.letter.letter.bytes),
  });

test("the gate may be told by the reporter's own yes alone, to the words that they were asked", async () => {
  expect(await standing([QUESTION, await yes(QUESTION)])).toEqual([["agreed", true]]);
  expect(await standing([QUESTION, await yes(QUESTION, AMARA)])).toEqual([["agreed", false]]);
  const other = await move({ ...gate, move: "ask", version: 1, to: "asked" }, AMARA, { person: "E2" });
  expect(await standing([other, await yes(QUESTION)])).toEqual([["agreed", false]]);
});

test("a yes after a no is to the question with the no", async () => {
  const no = await move({ ...gate, move: "decline", version: 2, from: "asked", to: "declined" }, "reporter", {
    answers: await bodyDigest(QUESTION.letter.letter.bytes),
  });
  expect(await standing([QUESTION, no, await yes(no, "reporter", "declined")])).toEqual([["agreed", true]]);
  const early = await yes(QUESTION, "reporter", "declined");
  const late = { ...early, view: { ...early.view, version: 3 } };
  expect(await standing([QUESTION, no, late])).toEqual([["agreed", false]]);
});
