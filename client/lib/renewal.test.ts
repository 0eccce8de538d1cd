import { describe, expect, test } from "vitest";
import type { CaseView } from "./api.ts";
import { base64, type Bytes, newId, unbase64 } from "./bytes.ts";
import * as desk from "./desk.ts";
import { makeHolderKeys } from "./holderkeys.ts";
import { verifyCase } from "./verifyCase.ts";
import { SigningKeys } from "./signingKeys.ts";
import { digestOf, follow, state } from "./readers.ts";
import { isOtherwiseLogged } from "./history.ts";
import { renew, stillHolding } from "./renewal.ts";
import { emptyReport, NobodyLeft, openInbox, openLetters, sealReport } from "./report.ts";
import { deriveKeys, newEntropy } from "./returncode.ts";
import type { Holder, Roster } from "./roster.ts";
import { openWrap, openWraps, sealWrap } from "./wrap.ts";

const SITE = "heard.meridian.example";
const now = new Date("2026-11-21T09:41:07Z");

async function person(name: string) {
  const id = newId();
  const keys = await makeHolderKeys(id, { root: "root", log: "log" });
  const { recipient, signing, keyring } = keys;
  const common = { role: "Handler", unit: "", tier: 1 as const, from: "2026-01-01", until: null };
  return { entry: { id, name, recipient, signing, ...common } satisfies Holder, keyring };
}

/** Lin has reported to Amara and Xu, and leaves Xu out. */
async function renewed() {
  const [amara, xu] = [await person("Amara"), await person("Xu")];
  const roster = { entries: [amara.entry, xu.entry], sha256: "00".repeat(32) } as unknown as Roster;
  const signers = new SigningKeys(roster, () => Promise.reject(new Error("no older one")));
  const keys = await deriveKeys(await newEntropy("en"), SITE);
  const answers = { ...emptyReport("en"), words: "I did not want to go." };
  const holders = [amara.entry.id, xu.entry.id];
  const common = { disclosed: null, urgent: false, identity: null, now };
  const { body } = await sealReport({ roster, answers, holders, keys, ...common });
  const view = { case: body.case, generation: 0, reporter: body.reporter };
  const letter = {
    kind: "addition" as const,
    seq: 1,
    author: "reporter",
    content: { words: "Xu was there." },
    signer: keys.signer,
    now,
    seen: "0".repeat(64),
  };
  const exclude = [xu.entry.id];
  const input = { view, holders: roster.entries, exclude, letter, prev: "" };
  const renewal = await renew(input);
  return { amara, xu, signers, keys, body, input, renewal };
}

type World = Awaited<ReturnType<typeof renewed>>;

/** What the server would say to whoever holds these wraps. */
function serve({ body, renewal }: World, wraps: readonly [string, string]) {
  const { letter: added, case_recipient, generation } = renewal.body;
  if (!added) throw new Error("there is a letter");
  const sealed = new Map([body.letter, added].map(each => [each.id, unbase64(each.sealed)]));
  const view = {
    case: body.case,
    generation,
    case_recipient,
    wrap: wraps[1],
    keys: [
      { generation: 0, case_recipient: body.case_recipient, wrap: wraps[0] },
      { generation, case_recipient, wrap: wraps[1] },
    ],
    reporter: body.reporter,
    letters: [
      { id: body.letter.id, kind: "report", author: "reporter", seq: 0, generation: 0 },
      { id: added.id, kind: "addition", author: "reporter", seq: 1, generation },
    ],
  } as unknown as CaseView;
  return { view, fetchLetter: async (id: string) => sealed.get(id) as Bytes };
}

const hers = (world: World) => [world.body.reporter_wrap, world.renewal.body.reporter_wrap] as const;
const wrapOf = (wraps: readonly { holder: string; sealed: string }[], id: string) =>
  wraps.find(({ holder }) => holder === id)?.sealed ?? "";

describe("a new case identity", () => {
  test("opens for her and for who stays, with all that came before", async () => {
    const world = await renewed();
    const { keys, signers, amara, body, renewal } = world;
    const inbox = serve(world, hers(world));
    const opened = await openInbox(inbox.view, keys, signers);
    expect(opened.case).toEqual(renewal.case);
    expect(opened.cases.map(({ generation }) => generation)).toEqual([0, 1]);
    const letters = await openLetters(opened, inbox.fetchLetter);
    expect(letters.map(each => each.ok && each.letter.doubts)).toEqual([[], []]);

    const { id } = amara.entry;
    const [first, second] = [wrapOf(body.wraps, id), wrapOf(renewal.body.wraps, id)];
    for (const [wrap, expected] of [
      [first, body],
      [second, renewal.body],
    ] as const) {
      const { case_recipient } = expected;
      const generation = expected === body ? 0 : 1;
      const given = { case: body.case, generation, case_recipient };
      await openWrap(unbase64(wrap), [amara.keyring.identity], given);
    }
  });

  test("opens a letter by the key of its own generation and no other", async () => {
    const world = await renewed();
    const { view, fetchLetter } = serve(world, hers(world));
    const moved = view.letters.map(letter => ({ ...letter, generation: 1 - letter.generation }));
    const opened = await openInbox({ ...view, letters: moved }, world.keys, world.signers);
    const letters = await openLetters(opened, fetchLetter);
    expect(letters.map(({ ok }) => ok)).toEqual([false, false]);
  });

  test("is not sealed to who was left out, and their old key does not open what is new", async () => {
    const world = await renewed();
    const { xu, body, renewal, amara } = world;
    expect(renewal.body.wraps.map(({ holder }) => holder)).toEqual([amara.entry.id]);
    expect(renewal.body.exclude).toEqual([xu.entry.id]);
    const { view, fetchLetter } = serve(world, hers(world));
    const claim = { case: body.case, generation: 0, case_recipient: body.case_recipient };
    const wrap = unbase64(wrapOf(body.wraps, xu.entry.id));
    const old = await openWrap(wrap, [xu.keyring.identity], claim);
    const letters = await openLetters(
      { ...(await openInbox(view, world.keys, world.signers)), case: old, cases: [old] },
      fetchLetter,
    );
    expect(letters.map(({ ok }) => ok)).toEqual([true, false]);
  });

  test("must leave somebody", async () => {
    const { input } = await renewed();
    const exclude = input.holders.map(({ id }) => id);
    await expect(renew({ ...input, exclude })).rejects.toBeInstanceOf(NobodyLeft);
  });

  test("may come without a letter", async () => {
    const { input } = await renewed();
    expect((await renew({ ...input, letter: null })).body.letter).toBeNull();
  });
});

describe("keys of several generations", () => {
  test("are refused where none is hers, and outlive any one that is broken", async () => {
    const world = await renewed();
    const { view } = serve(world, hers(world));
    const { identity } = world.keys;
    const [first, second] = view.keys;
    if (!first || !second) throw new Error("there are two");
    const swapped = { ...view, wrap: first.wrap };
    expect((await openWraps(swapped, [identity])).map(({ generation }) => generation)).toEqual([0]);
    const none = { ...swapped, keys: [{ ...first, wrap: second.wrap }, second] };
    await expect(openWraps(none, [identity])).rejects.toThrow("another case");
    const broken = { ...view, keys: [{ ...first, wrap: second.wrap }, second] };
    expect(await openWraps(broken, [identity])).toEqual([world.renewal.case]);
  });
});

describe("a key that somebody made with nonsense for her or for the others", () => {
  /** Sealed to a stranger where it should be to her, or to Amara. */
  async function spoilt() {
    const world = await renewed();
    const stranger = (await person("Gao")).entry.recipient;
    const { renewal, amara, body } = world;
    const nonsense = base64(await sealWrap(renewal.case, stranger));
    const theirs = wrapOf(body.wraps, amara.entry.id);
    return { world, hers: [body.reporter_wrap, nonsense] as const, amaras: [theirs, nonsense] as const };
  }

  test("leaves her all that came before, and nothing is sealed until there is another", async () => {
    const { world, hers: wraps } = await spoilt();
    const { view, fetchLetter } = serve(world, wraps);
    const inbox = await openInbox(view, world.keys, world.signers);
    const letters = await openLetters(inbox, fetchLetter);
    expect(letters.map(({ ok }) => ok)).toEqual([true, false]);
    await expect(verifyCase(inbox, fetchLetter)).rejects.toMatchObject({ name: "ForeignCase" });
  });

  test("leaves the handlers all that came before, and is not proven", async () => {
    const { world, amaras } = await spoilt();
    const { view, fetchLetter } = serve(world, amaras);
    const opened = await desk.openCase(view, world.amara.keyring);
    const heard = await desk.hearLetters(opened, world.signers, fetchLetter);
    expect(heard.letters.map(({ ok }) => ok)).toEqual([true, false]);
    expect(desk.isProven(opened, heard)).toBe(false);
  });
});

describe("a newer identity is believed", () => {
  test("where a letter that she or a listed person signed was sealed to it", async () => {
    const world = await renewed();
    const { view, fetchLetter } = serve(world, hers(world));
    await verifyCase(await openInbox(view, world.keys, world.signers), fetchLetter);
  });

  test("and not where the server made it: it can sign nothing", async () => {
    const world = await renewed();
    const made = await renew({ ...world.input, letter: null });
    const { view, fetchLetter } = serve(
      { ...world, renewal: { ...made, body: { ...made.body, letter: world.renewal.body.letter } } },
      [world.body.reporter_wrap, made.body.reporter_wrap],
    );
    const inbox = await openInbox(view, world.keys, world.signers);
    await expect(verifyCase(inbox, fetchLetter)).rejects.toMatchObject({ name: "ForeignCase" });
  });

  test("at the desk too: by a letter of it, and by no older one that is called so", async () => {
    const world = await renewed();
    const { amara, body, renewal, signers, input } = world;
    const mine = wrapOf(body.wraps, amara.entry.id);
    const proven = async (made: typeof renewal, generation = 1) => {
      const wraps = [mine, wrapOf(made.body.wraps, amara.entry.id)] as const;
      const letter = renewal.body.letter;
      const served = serve({ ...world, renewal: { ...made, body: { ...made.body, letter } } }, wraps);
      const { view, fetchLetter } = served;
      const letters = view.letters.map(each => (each.seq === 1 ? { ...each, generation } : each));
      const opened = await desk.openCase({ ...view, letters }, amara.keyring);
      return desk.isProven(opened, await desk.hearLetters(opened, signers, fetchLetter));
    };
    expect(await proven(renewal)).toBe(true);
    expect(await proven(await renew({ ...input, letter: null }))).toBe(false);
    expect(await proven(renewal, 0)).toBe(false);
  });
});

const nothing = { fields: new Map() };

test("who holds a case is sealed to from the roster alone", async () => {
  const [amara, xu] = [await person("Amara"), await person("Xu")];
  const held = (id: string, left: string | null = null) => ({ id, left });
  const strange = newId();
  const listed = [held(amara.entry.id), held(xu.entry.id, "2026-11-21T09:00:00Z"), held(strange)];
  const older = await follow("", []);
  const roster = [amara.entry, xu.entry];
  expect(stillHolding(listed, roster, older, nothing)).toEqual({ staying: [amara.entry], gone: [strange] });
  // And once she has said whom she means, from her word alone.
  const ruth = await person("Ruth");
  const statement = await state({ generation: 0, recipient: "case", holders: [amara.entry] });
  const { recipient } = statement;
  const said = { author: "reporter", key: "hers", generation: 0, recipient, statement };
  const hers = await follow("hers", [said]);
  const more = [...listed, held(ruth.entry.id)];
  expect(stillHolding(more, [...roster, ruth.entry], hers, nothing)).toEqual({
    staying: [amara.entry],
    gone: [strange, ruth.entry.id],
  });
});

test("whom the log says a renewal left out stays out, contested or with no word of it", async () => {
  const [amara, xu] = [await person("Amara"), await person("Xu")];
  const both = [amara.entry, xu.entry];
  // The server, which works with Xu, says that nobody has left.
  const listed = both.map(({ id }) => ({ id, left: null }));
  const first = await state({ generation: 0, recipient: "case", holders: both });
  const report = {
    author: "reporter",
    key: "hers",
    generation: 0,
    recipient: first.recipient,
    statement: first,
  };
  const prev = await digestOf(first);
  const next = async (author: Holder, staying: Holder, excluded: readonly string[]) => {
    const statement = await state({ generation: 1, recipient: "newer", holders: [staying], excluded, prev });
    const { recipient } = statement;
    return { author: author.id, key: author.signing, generation: 1, recipient, statement };
  };
  const leftOut = await next(amara.entry, amara.entry, [xu.entry.id]);
  const contested = await next(xu.entry, xu.entry, [amara.entry.id]);
  const event = {
    event: "identity_renewed",
    generation: "1",
    excluded: xu.entry.id,
    recipients: amara.entry.id,
    case_recipient: leftOut.recipient,
  };
  const history = { fields: new Map([["a", new Map(Object.entries(event))]]) };
  for (const said of [[report], [report, leftOut, contested], [report, leftOut]]) {
    const found = await follow("hers", said);
    expect(found.newest).toBe(said.length === 2 ? 1 : 0);
    expect(stillHolding(listed, both, found, history)).toEqual({
      staying: [amara.entry],
      gone: [xu.entry.id],
    });
  }
  // Where the letter is not shown, a key of Xu's is proven by what Xu could once do; the log has another.
  const goneOn = await state({ generation: 1, recipient: "of Xu's", holders: both, prev });
  const theirs = { ...contested, recipient: goneOn.recipient, statement: goneOn };
  const misled = await follow("hers", [report, theirs]);
  expect(misled.isProven(1, goneOn.recipient)).toBe(true);
  expect(isOtherwiseLogged(history, misled, 1)).toBe(true);
  expect(isOtherwiseLogged(history, misled, 0)).toBe(false);
  expect(stillHolding(listed, both, misled, history)).toEqual({
    staying: [amara.entry],
    gone: [xu.entry.id],
  });
  // The key is the one that was signed for; who was left out, or let in, is not.
  const honest = await follow("hers", [report, leftOut]);
  expect(isOtherwiseLogged(history, honest, 1)).toBe(false);
  const changed = [
    { excluded: "" },
    { excluded: amara.entry.id },
    { recipients: [amara, xu].map(({ entry }) => entry.id).join() },
  ];
  for (const change of changed) {
    const told = { fields: new Map([["a", new Map(Object.entries({ ...event, ...change }))]]) };
    expect(isOtherwiseLogged(told, honest, 1)).toBe(true);
    // A key of her own leaves out whom either leaves out.
    const { staying } = stillHolding(listed, both, honest, told);
    expect(staying).toEqual(change.excluded === amara.entry.id ? [] : [amara.entry]);
  }
  const closed = new Map(Object.entries(event).filter(([name]) => name !== "excluded"));
  expect(isOtherwiseLogged({ fields: new Map([["a", closed]]) }, honest, 1)).toBe(true);
  // Her own word, later on, brings somebody back.
  const again = await state({
    generation: 2,
    recipient: "hers",
    holders: both,
    prev: await digestOf(leftOut.statement),
  });
  const back = {
    author: "reporter",
    key: "hers",
    generation: 2,
    recipient: again.recipient,
    statement: again,
  };
  const found = await follow("hers", [report, leftOut, back]);
  expect(stillHolding(listed, both, found, history).staying).toEqual(both);
  expect(isOtherwiseLogged(history, found, 1)).toBe(false);
});
