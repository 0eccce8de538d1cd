import { expect, test } from "vitest";

import { utf8 } from "./bytes.ts";
import { BEGUN, fold } from "./caseworkState.ts";
import { type Signer, signerFromSeed } from "./ed25519.ts";
import { judgeLetter, letterBody, packLetter } from "./letter.ts";
import type { LetterOrFailure } from "./letterAuthors.ts";
import { type Holding, holds, judgeMoves, movedOf, type MoveLetter, moveShell } from "./moves.ts";
import { bodyDigest, shellDigest } from "./shell.ts";
import type { MoveView } from "./wire.ts";

const [CASE, AMARA, MEASURE] = ["a", "b", "c"].map(each => each.repeat(32)) as [string, string, string];
const SIGNERS: Record<string, Signer> = {
  [AMARA]: await signerFromSeed(new Uint8Array(32).fill(9)),
  reporter: await signerFromSeed(new Uint8Array(32).fill(8)),
};
const sha256 = (n: number) => String(n).repeat(64);
const idOf = (n: number) => String(n).repeat(32);

const NOTHING = { code: "", agreed: [], party: "", about: [], holder: "", digest: "", number: 0 };

/** What a server says of the nth move of a measure that burdens the reporter. */
function said(n: number, move: string, actor: string, more: Partial<MoveView> = {}): MoveView {
  const at = `2026-11-30T0${n}:00:00Z`;
  const base = { object: "measure", record: MEASURE, move, version: n, actor, at, event: `e${n}` };
  const letters = { letter: idOf(n), file_letter: "", party_letter: "" };
  const whole = { ...NOTHING, when: "", due: null, basis: "", ...letters, ...base, ...more };
  return whole as unknown as MoveView;
}

const ASKED = said(1, "request", "reporter", { code: "reporter", party: "reporter" });
const GRANTED = said(2, "grant", AMARA);
const OFFERED = said(3, "offer", AMARA);
const TAKEN = said(4, "take_up", "reporter");
const ALL = [ASKED, GRANTED, OFFERED, TAKEN];

/** The shell of each, as its author saw it. */
function shellsOf(views: readonly MoveView[]) {
  return views.map((view, at) => {
    const before = fold(
      views.slice(0, at).map(each => movedOf(CASE, each)),
      BEGUN,
    );
    return moveShell(before, movedOf(CASE, view), view.record);
  });
}

async function letter(
  n: number,
  author: string,
  content: object,
  signer = SIGNERS[author],
  kind: "record" | "assent" = "record",
) {
  if (!signer) throw new Error("nobody");
  const about = { case: CASE, id: idOf(n), seq: n, kind, author };
  const whole = { text: `words ${n}`, record: null, ...content };
  const body = letterBody({ ...about, content: whole, now: new Date("2026-11-30T05:00:00Z") }, signer);
  const plaintext = await packLetter(utf8(JSON.stringify(body)), signer);
  const found = await judgeLetter(plaintext, { ...about, key: SIGNERS[author]?.key ?? null });
  return { ok: true as const, id: idOf(n), letter: found };
}

type Entry = readonly [string, MoveLetter];

async function lettersOf(views: readonly MoveView[]): Promise<Entry[]> {
  const shells = shellsOf(views);
  const each = views.map(async (view, at): Promise<Entry> => {
    const answered = ["take_up", "agree"].includes(view.move) ? { answers: await answer(views, at) } : {};
    const read = await letter(at + 1, view.actor, { record: shells[at], ...answered });
    return [view.letter, { sha256: sha256(at + 1), read }];
  });
  return Promise.all(each);
}

async function answer(views: readonly MoveView[], at: number): Promise<string> {
  const before = await letter(at, views[at - 1]?.actor ?? "", { record: shellsOf(views)[at - 1] });
  const { bodyDigest } = await import("./shell.ts");
  return bodyDigest(before.letter.bytes);
}

async function logged(views: readonly MoveView[], change: Readonly<Record<string, string>> = {}) {
  const shells = shellsOf(views);
  const entries = views.map(async (view, at) => {
    const shell = shells[at];
    const { object, record, move, version, actor, code } = view;
    const own = {
      event: "record_moved",
      ...{ actor, object, record, move, code, at: view.at },
      version: String(version),
      shell: shell ? await shellDigest(shell) : "",
      letter: sha256(at + 1),
      file_letter: "",
      party_letter: "",
      ...(at === views.length - 1 ? change : {}),
    };
    return [view.event, new Map(Object.entries(own))] as const;
  });
  return { fields: new Map(await Promise.all(entries)) };
}

const GOOD: Holding = {
  case: CASE,
  letters: new Map(await lettersOf(ALL)),
  assents: [],
  decided: [],
  history: await logged(ALL),
};

async function judgedAs(views: readonly MoveView[], held: Partial<Holding> = {}) {
  const found = await judgeMoves(views, { ...GOOD, ...held });
  const measure = found.state.records.get("measure")?.get(MEASURE);
  return { ...found, measure, isGood: measure ? holds(found.moves, measure) : null };
}

test("what holds is shown as it stands, whatever the order in which the server lists it", async () => {
  for (const views of [ALL, [...ALL].reverse()]) {
    const { moves, measure, isGood, hidden } = await judgedAs(views);
    expect(moves.map(({ view, faults }) => [view.move, faults])).toEqual([
      ["request", []],
      ["grant", []],
      ["offer", []],
      ["take_up", []],
    ]);
    expect([measure?.state, isGood, hidden]).toEqual(["active", true, []]);
  }
});

const WRONG: Readonly<Record<string, Partial<MoveView>>> = {
  code: { code: "other" },
  party: { party: AMARA },
  move: { move: "grant_other" },
  actor: { actor: "d".repeat(32) },
};

for (const [member, change] of Object.entries(WRONG)) {
  test(`a move whose ${member} the server says otherwise fails, by its letter and by the log`, async () => {
    const views =
      member === "move" || member === "actor"
        ? [ASKED, { ...GRANTED, ...change }]
        : [{ ...ASKED, ...change }];
    const { moves, isGood } = await judgedAs(views);
    expect(moves.at(-1)?.faults).toContain("shell");
    expect(isGood).toBe(false);
  });
}

for (const field of ["event", "actor", "at", "version", "code", "shell", "letter", "file_letter"]) {
  test(`a move of which the log has another ${field} fails`, async () => {
    const { moves, isGood } = await judgedAs(ALL, {
      history: await logged(ALL, { [field]: "f".repeat(64) }),
    });
    expect(moves.at(-1)?.faults).toEqual(["log"]);
    expect(isGood).toBe(false);
  });
}

test("a move that the log tells of and the server does not is found", async () => {
  const { hidden, measure } = await judgedAs([ASKED, GRANTED, OFFERED]);
  expect([hidden, measure?.state]).toEqual([["e4"], "offered"]);
});

test("a move that does not follow is none, and what stands is what was before", async () => {
  const { moves, measure, isGood } = await judgedAs([ASKED, TAKEN], { history: null });
  expect(moves.map(({ faults }) => faults)).toEqual([[], ["order"]]);
  expect([measure?.state, isGood]).toEqual(["requested", false]);
});

async function taken(read: LetterOrFailure | null) {
  const letters = new Map([...GOOD.letters, [TAKEN.letter, { sha256: sha256(4), read }]]);
  return (await judgedAs(ALL, { letters })).isGood;
}

test("a burden of the reporter is in effect by their own letter alone", async () => {
  const record = shellsOf(ALL)[3];
  const answers = await answer(ALL, 3);
  expect(await taken(await letter(4, "reporter", { record, answers }))).toBe(true);
  expect(await taken(null)).toBe(false);
  expect(await taken({ ok: false, id: TAKEN.letter, error: new Error("it does not open") })).toBe(false);
  const forged = await letter(4, "reporter", { record, answers }, SIGNERS[AMARA]);
  expect(await taken(forged)).toBe(false);
  expect(await taken(await letter(4, "reporter", { record }))).toBe(false);
  expect(await taken(await letter(4, "reporter", { record, answers: sha256(1) }))).toBe(false);
});

test("of a letter that is sealed to others nothing is said", async () => {
  const views = [
    said(1, "note", AMARA, { object: "party", code: "witness", letter: "", file_letter: idOf(1) }),
  ];
  const letters = new Map<string, MoveLetter>([[idOf(1), { sha256: sha256(1), read: null }]]);
  const history = await logged(views, { event: "file_record_moved", letter: "", file_letter: sha256(1) });
  const { moves } = await judgedAs(views, { letters, history });
  expect(moves.map(({ faults, content }) => [faults, content])).toEqual([[[], null]]);
});

const BO = "e".repeat(32);
SIGNERS[BO] = await signerFromSeed(new Uint8Array(32).fill(7));
const NOTED = { object: "party" as const, letter: "" };
const WALK = [
  said(1, "note", AMARA, { ...NOTED, code: "witness", file_letter: idOf(1) }),
  said(2, "invite", AMARA, {
    ...NOTED,
    digest: sha256(2),
    due: "2026-12-01T00:00:00Z",
    file_letter: idOf(2),
  }),
  said(3, "open", MEASURE, NOTED),
  said(4, "confirm", AMARA, { ...NOTED, agreed: [BO], file_letter: idOf(4) }),
];
const CONFIRMED = shellsOf(WALK)[3];

/** What becomes of a confirmation for which the server has this. */
async function confirmed(
  { author = BO, kind = "assent", record = CONFIRMED as object | undefined, event = "assent_given" },
  views = WALK,
) {
  const signature = await letter(5, author, { record }, SIGNERS[author], kind as "assent");
  const shell = CONFIRMED ? await shellDigest(CONFIRMED) : "";
  const own = { event, actor: BO, shell, file_letter: sha256(5) };
  const moves = await judgedAs(views, {
    letters: new Map<string, MoveLetter>([[idOf(5), { sha256: sha256(5), read: signature }]]),
    assents: [{ holder: BO, shell, file_letter: idOf(5) }],
    history: { fields: new Map([["e5", new Map(Object.entries(own))]]) },
  });
  return moves.moves.at(-1)?.faults.includes("shell");
}

test("a move that two sign holds by the letter of the second, and not by the server's word", async () => {
  expect(await confirmed({})).toBe(false);
  expect(await confirmed({ author: AMARA })).toBe(true);
  expect(await confirmed({ kind: "note" })).toBe(true);
  expect(await confirmed({ record: { ...CONFIRMED, version: 5 } })).toBe(true);
  expect(await confirmed({ event: "file_letter_added" })).toBe(true);
  for (const agreed of [[], [AMARA], [BO, BO], [BO, MEASURE]]) {
    const last = { ...WALK[3], agreed } as MoveView;
    expect(await confirmed({}, [...WALK.slice(0, 3), last])).toBe(true);
  }
});

const SILENCE = [
  said(1, "triage", AMARA, { object: "case", record: CASE, code: "insufficient", agreed: [BO] }),
];
const SILENT = shellsOf(SILENCE)[0];

test("that too little is known to go on holds by the letter of who signed it, too", async () => {
  const own = ["decision", AMARA, SILENCE[0]?.at, "insufficient"] as const;
  const faultsOf = async (author: string, agreed: readonly string[] = [BO]) => {
    const [event, by, at = "", route] = own;
    const decided = [{ event: "e1", letter: idOf(1), author: by, at, route, text: `a ${event}`, faults: [] }];
    const shell = SILENT ? await shellDigest(SILENT) : "";
    const read = await letter(5, author, { record: SILENT }, SIGNERS[author], "assent");
    const views = SILENCE.map(each => ({ ...each, agreed: [...agreed] }));
    const found = await judgedAs(views, {
      decided,
      letters: new Map<string, MoveLetter>([[idOf(5), { sha256: sha256(5), read }]]),
      assents: [{ holder: BO, shell, file_letter: idOf(5) }],
      history: null,
    });
    return found.moves.map(({ faults }) => faults);
  };
  expect(await faultsOf(BO)).toEqual([[]]);
  expect(await faultsOf(AMARA)).toEqual([["shell"]]);
  expect(await faultsOf(BO, [])).toEqual([["shell"]]);
});

test("a protection is offered to the reporter in the words that the file has", async () => {
  const offered = { ...OFFERED, file_letter: idOf(7) };
  const record = shellsOf(ALL)[2];
  const faults = async (text: string) => {
    const read = { ...(await letter(3, AMARA, { record, text })), id: idOf(7) };
    const letters = new Map([...GOOD.letters, [idOf(7), { sha256: sha256(7), read }] as const]);
    const { moves } = await judgedAs([ASKED, GRANTED, offered], { letters, history: null });
    return moves.at(-1)?.faults;
  };
  expect(await faults("words 3")).toEqual([]);
  expect(await faults("other words")).toEqual(["shell"]);
});

const HEARD: readonly (readonly [move: string, actor: string, more?: Partial<MoveView>])[] = [
  ["plan", AMARA, { code: "main", party: "reporter" }],
  ["invite", AMARA, { code: "in_time", when: "2026-12-03", due: "2026-12-02T00:00:00Z" }],
  ["confirm", "reporter"],
  ["conduct", AMARA],
  ["send_transcript", AMARA, { due: "2026-12-20T00:00:00Z" }],
  ["correct", "reporter", { file_letter: idOf(8) }],
  ["approve", "reporter"],
];

/** Faults of each move of an interview. `approves`, `answered`: who approves, and the letter that it answers. */
async function interviewed({ approves = "reporter", answered = 6, inFile = "Three, and four." } = {}) {
  const views = HEARD.map(([move, actor, more = {}], at) =>
    said(at + 1, move, move === "approve" ? approves : actor, { object: "interview", ...more }),
  );
  const shells = shellsOf(views);
  const made = new Map<number, Awaited<ReturnType<typeof letter>>>();
  for (const [at, view] of views.entries()) {
    const before = made.get(view.move === "approve" ? answered : 5)?.letter.bytes;
    const answers = at > 4 && before ? { answers: await bodyDigest(before) } : {};
    const words = view.move === "correct" ? { line_3: "Three, and four." } : {};
    made.set(at + 1, await letter(at + 1, view.actor, { record: shells[at], ...words, ...answers }));
  }
  const sent = made.get(5)?.letter.bytes;
  const corrected = {
    record: shells[5],
    line_3: inFile,
    text: "words 6",
    answers: sent && (await bodyDigest(sent)),
  };
  const file = { ...(await letter(8, "reporter", corrected)), id: idOf(8) };
  const letters = new Map(
    [...made, [8, file] as const].map(([n, read]) => [idOf(n), { sha256: sha256(n), read }] as const),
  );
  const { moves } = await judgedAs(views, { letters, history: null });
  return moves.map(({ faults }) => faults);
}

test("a transcript is approved with its corrections, by who was heard, to the byte", async () => {
  const good = HEARD.map(() => []);
  expect(await interviewed()).toEqual(good);
  expect((await interviewed({ answered: 5 })).at(-1)).toEqual(["shell"]);
  expect((await interviewed({ approves: AMARA })).at(-1)).toContain("author");
});

test("the file has the corrections that the interviewee's own letter has", async () => {
  expect((await interviewed({ inFile: "Three." }))[5]).toEqual(["shell"]);
});

const OF_GATE = { object: "gate" } as const;
const QUESTION = said(1, "ask", AMARA, OF_GATE);
const AGREED = said(2, "agree", "reporter", OF_GATE);

async function gateAs(views: readonly MoveView[], changed: readonly Entry[] = []) {
  const letters = new Map([...(await lettersOf(views)), ...changed]);
  const found = await judgeMoves(views, { ...GOOD, letters, history: await logged(views) });
  const record = found.state.records.get("gate")?.get(MEASURE);
  const faults = found.moves.flatMap(each => each.faults);
  return [record?.state, record ? holds(found.moves, record) : null, faults];
}

test("the gate is told by the reporter's own yes alone, in a letter that opens", async () => {
  expect(await gateAs([QUESTION])).toEqual(["asked", true, []]);
  expect(await gateAs([QUESTION, AGREED])).toEqual(["agreed", true, []]);
  expect(await gateAs([QUESTION, { ...AGREED, actor: AMARA }])).toEqual([
    "agreed",
    false,
    ["shell", "author"],
  ]);
  const closed: Entry = [idOf(2), { sha256: sha256(2), read: null }];
  expect(await gateAs([QUESTION, AGREED], [closed])).toEqual(["agreed", false, []]);
});

test("a yes to another question than the one that the desk has is none", async () => {
  const [shell] = shellsOf([QUESTION]);
  const other = await letter(1, AMARA, { record: shell, person: "somebody else" });
  const changed: Entry = [idOf(1), { sha256: sha256(1), read: other }];
  expect(await gateAs([QUESTION, AGREED], [changed])).toEqual(["agreed", false, ["shell"]]);
});

test("the file has the question that the reporter was asked", async () => {
  const both = { ...QUESTION, file_letter: idOf(7) };
  const [shell] = shellsOf([both]);
  const inFile = async (person: string): Promise<Entry> => [
    idOf(7),
    {
      sha256: "",
      read: { ...(await letter(7, AMARA, { record: shell, text: "words 1", person })), id: idOf(7) },
    },
  ];
  expect(await gateAs([both], [await inFile("E1")])).toEqual(["asked", false, ["shell"]]);
  const [, same] = await inFile("");
  const plain = await letter(7, AMARA, { record: shell, text: "words 1" });
  expect(await gateAs([both], [[idOf(7), { ...same, read: plain }]])).toEqual(["asked", true, []]);
});
