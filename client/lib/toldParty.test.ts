import { expect, test } from "vitest";

import { utf8 } from "./bytes.ts";
import { signerFromSeed } from "./ed25519.ts";
import { judgeLetter, letterBody, packLetter } from "./letter.ts";
import type { PartyLetterShown, PartyRoom } from "./partyRoom.ts";
import { bodyDigest, type Shell, shellWith } from "./shell.ts";
import { partyRecords, toldParty } from "./toldParty.ts";
import type { PartyMoveView } from "./wire.ts";

const [MATTER, AMARA, GAO, MEASURE] = ["a", "b", "c", "d"].map(each => each.repeat(32)) as [
  string,
  string,
  string,
  string,
];
const lead = await signerFromSeed(new Uint8Array(32).fill(9));
const own = await signerFromSeed(new Uint8Array(32).fill(7));

interface Made {
  readonly view: PartyMoveView;
  readonly shown: PartyLetterShown;
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
  const signer = by === GAO ? own : lead;
  const about = { case: MATTER, id: number, seq: made, kind: "record" as const, author: by };
  const words = { text: "You work on the third floor until then.", record: shell, to: {}, ...content };
  const body = letterBody({ ...about, content: words, now: new Date("2026-11-30T00:00:00Z") }, signer);
  const plaintext = await packLetter(utf8(JSON.stringify(body)), signer);
  const letter = await judgeLetter(plaintext, { ...about, key: signer.key });
  const { object, id: record, move: how, version, code, number: count, when } = shell;
  const view = { object, record, move: how, version, code, number: count, when, author: by, letter: number };
  const listed = { id: number, author: by, kind: "record" };
  return {
    view: { ...view, on: "2026-11-30", due: "" } as PartyMoveView,
    shown: { view: listed, letter, doubts: letter.doubts, late: false } as unknown as PartyLetterShown,
  };
}

function told(
  all: readonly Made[],
  views = all.map(each => each.view),
  letters = all.map(each => each.shown),
) {
  const listed = letters.map(({ view }) => view);
  const channel = { party: GAO, moves: views, letters: listed };
  return toldParty({ channel, letters } as unknown as PartyRoom);
}

const measure = { object: "measure", id: MEASURE };
const offered = await move({ ...measure, move: "offer", version: 3, from: "granted", to: "offered" }, AMARA, {
  what: "other_workplace",
});
const answers = await bodyDigest(offered.shown.letter?.bytes ?? new Uint8Array());
const accepting = { ...measure, move: "accept", version: 4, from: "offered", to: "accepted" };
const accepted = await move(accepting, GAO, { answers });
const active = await move(
  { ...measure, move: "activate", version: 5, from: "accepted", to: "active" },
  AMARA,
);
const all = [offered, accepted, active];

const standing = async (...asked: Parameters<typeof told>) => {
  const { records } = await told(...asked);
  return records.map(({ state, holds }) => [state, holds]);
};

test("a record is known by the letters that are told of it, with their words", async () => {
  const [record, ...more] = partyRecords(await told(all), "measure");
  expect(more).toEqual([]);
  expect(record).toMatchObject({ id: MEASURE, state: "active", version: 5, code: "", holds: true });
  expect(record?.moves[0]?.words).toEqual({
    text: "You work on the third floor until then.",
    what: "other_workplace",
  });
  expect(record?.moves.map(({ view }) => view.move)).toEqual(["offer", "accept", "activate"]);
});

test("they are told in whatever order, and some may be missing between them", async () => {
  expect(await standing([active, accepted, offered])).toEqual([["active", true]]);
  expect(await standing([offered, active])).toEqual([["active", true]]);
});

test("a move whose letter is empty is none any more, and the others hold", async () => {
  const { shown } = accepted;
  const empty = { ...shown, letter: null, view: { ...shown.view, size: 0 } };
  const letters = [offered.shown, empty, active.shown];
  const views = all.map(({ view }) => view);
  const [record] = partyRecords(await told(all, views, letters), "measure");
  expect([record?.holds, record?.moves.map(({ view }) => view.move)]).toEqual([true, ["offer", "activate"]]);
});

test("what the server says otherwise than the letter is not genuine", async () => {
  const wrong = [
    { move: "impose" },
    { code: "employer" },
    { version: 6 },
    { record: AMARA },
    { author: GAO },
  ];
  for (const each of wrong) {
    const views = [offered.view, accepted.view, { ...active.view, ...each } as PartyMoveView];
    const found = (await standing(all, views)).map(([, holds]) => holds);
    expect(found, JSON.stringify(each)).toContain(false);
  }
});

test("a letter that is withheld, or has doubts, is not genuine", async () => {
  const [first, second, third] = all.map(each => each.shown) as [
    PartyLetterShown,
    PartyLetterShown,
    PartyLetterShown,
  ];
  expect(await standing(all, undefined, [first, second])).toEqual([["", false]]);
  expect(await standing(all, undefined, [first, second, { ...third, doubts: ["to"] }])).toEqual([
    ["active", false],
  ]);
  expect(await standing(all, undefined, [first, second, { ...third, letter: null }])).toEqual([["", false]]);
});

test("a move that does not go on from the one before it is not genuine", async () => {
  const sideways = await move({ ...measure, move: "end", version: 4, from: "active", to: "ended" }, AMARA);
  expect(await standing([offered, sideways])).toEqual([["ended", false]]);
  const twice = { ...active.view, version: 6 };
  expect(await standing(all, [...all.map(each => each.view), twice])).toEqual([["active", false]]);
});

test("who accepts signs the very words that they were told", async () => {
  const others = [{}, { answers: "0".repeat(64) }];
  for (const each of others) {
    expect(await standing([offered, await move(accepting, GAO, each)])).toEqual([["accepted", false]]);
  }
  const decline = { ...measure, move: "decline", version: 4, from: "offered", to: "declined" };
  expect(await standing([offered, await move(decline, GAO)])).toEqual([["declined", true]]);
  expect(await standing([offered, await move(decline, GAO, { answers })])).toEqual([["declined", false]]);
});
