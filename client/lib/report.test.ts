import { describe, expect, test } from "vitest";
import { generateIdentity, recipientOf } from "./agefile.ts";
import type { CaseView, ReportBody } from "./api.ts";
import { type Bytes, base64, newId, random, unbase64 } from "./bytes.ts";
import * as desk from "./desk.ts";
import { makeHolderKeys } from "./holderkeys.ts";
import { type DraftPlace, dropDraft, hasDraft, keepDraft, readDraft } from "./draft.ts";
import { identityFromPrf, openKeyring, sealKeyring } from "./keyring.ts";
import { SigningKeys } from "./signingKeys.ts";
import { emptyReport, NobodyLeft, openInbox, openLetters, sealLetter, sealReport } from "./report.ts";
import { BadCode, deriveKeys, newEntropy, readCode, wordsOf } from "./returncode.ts";
import type { Holder, Roster } from "./roster.ts";

const SITE = "heard.meridian.example";
const now = new Date("2026-11-21T09:41:07Z");
const pins = {
  root: "fuzz.example/root+01f07c6e+Ae1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR",
  log: "fuzz.example/log+6a89b6fa+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
};

async function person(name: string, tier: 1 | 2 | 3) {
  const id = newId();
  const keys = await makeHolderKeys(id, pins);
  const entry: Holder = {
    id,
    name,
    role: "Handler",
    unit: "",
    tier,
    recipient: keys.recipient,
    signing: keys.signing,
    from: "2026-01-01",
    until: null,
  };
  return { entry, keyring: keys.keyring };
}

async function cast() {
  const handler = await person("Amara", 1);
  const accused = await person("Xu", 1);
  const roster = {
    entries: [handler.entry, accused.entry],
    sha256: "00".repeat(32),
  } as unknown as Roster;
  const keys = await deriveKeys(await newEntropy("en"), SITE);
  const signers = new SigningKeys(roster, () => Promise.reject(new Error("no older one")));
  return { handler, accused, roster, signers, keys };
}

/** What the server would answer: it keeps what it was given and adds what it knows. */
function serve(body: ReportBody, wrap: string, letters: { id: string; sealed: string }[]) {
  const all = [{ id: body.letter.id, kind: "report", author: "reporter", seq: 0, generation: 0 }];
  const sealed = new Map([body.letter, ...letters].map(each => [each.id, unbase64(each.sealed)]));
  const view = {
    case: body.case,
    generation: 0,
    keys: [],
    case_recipient: body.case_recipient,
    wrap,
    reporter: body.reporter,
    letters: all,
  } as unknown as CaseView;
  return { view, fetchLetter: async (id: string) => sealed.get(id) as Bytes };
}

async function reported() {
  const people = await cast();
  const { roster, keys, handler } = people;
  const answers = { ...emptyReport("en"), words: "我不想去。 I did not want to go." };
  const holders = [handler.entry.id];
  const identity = { name: "Lin", contact: "", words: "" };
  const input = { roster, answers, holders, keys, disclosed: null, urgent: true, identity, now };
  return { ...people, answers, input, sealed: await sealReport(input) };
}

describe("a report", () => {
  test("is read by the reporter with the code and by the handler with the keyring", async () => {
    const { sealed, keys, handler, signers, answers } = await reported();
    const body = sealed.body;
    const inbox = serve(body, body.reporter_wrap, []);
    const opened = await openInbox(inbox.view, keys, signers);
    const [mine] = await openLetters(opened, inbox.fetchLetter);
    expect(mine).toMatchObject({ ok: true, letter: { doubts: [], body: { content: answers } } });

    const queue = serve(body, body.wraps[0]?.sealed ?? "", []);
    const atDesk = await desk.openCase(queue.view, handler.keyring);
    const [theirs] = (await desk.hearLetters(atDesk, signers, queue.fetchLetter)).letters;
    expect(theirs).toEqual(mine);
  });

  test("is not opened by who was left out", async () => {
    const { sealed, accused } = await reported();
    const view = serve(sealed.body, sealed.body.wraps[0]?.sealed ?? "", []).view;
    await expect(desk.openCase(view, accused.keyring)).rejects.toMatchObject({ kind: "no match" });
    expect(sealed.body.wraps.map(({ holder }) => holder)).not.toContain(accused.entry.id);
    expect(sealed.body.identity?.holders).not.toContain(accused.entry.id);
  });

  test("tells the hour it was written and no more", async () => {
    const { sealed, keys } = await reported();
    const inbox = serve(sealed.body, sealed.body.reporter_wrap, []);
    const [letter] = await openLetters(await openInbox(inbox.view, keys), inbox.fetchLetter);
    expect(letter?.ok && letter.letter.body.sent).toBe("2026-11-21T09:00:00Z");
  });

  test("needs somebody to read it, and only people of the roster", async () => {
    const { input } = await reported();
    await expect(sealReport({ ...input, holders: [] })).rejects.toBeInstanceOf(NobodyLeft);
    const stranger = [...input.holders, newId()];
    await expect(sealReport({ ...input, holders: stranger })).rejects.toBeInstanceOf(NobodyLeft);
  });

  test("shows a letter that somebody else signed in her name as failing", async () => {
    const { sealed, keys, signers } = await reported();
    const forger = await deriveKeys(await newEntropy("en"), SITE);
    const place = { keys: forger, case: sealed.case, view: sealed.body, seen: "" };
    const content = { words: "I take it back." };
    const forged = await sealLetter(place, { kind: "message", seq: 1, content, now });
    const inbox = serve(sealed.body, sealed.body.reporter_wrap, [forged]);
    inbox.view.letters.push({ ...forged, kind: "message", author: "reporter", generation: 0 } as never);
    const letters = await openLetters(await openInbox(inbox.view, keys, signers), inbox.fetchLetter);
    expect(letters[0]).toMatchObject({ ok: true, letter: { doubts: [] } });
    expect(letters[1]).toMatchObject({ ok: true, letter: { doubts: ["signature", "key"] } });
  });

  test("refuses the wrap of another case", async () => {
    const { sealed, keys } = await reported();
    const other = (await reported()).sealed.body;
    const swapped = serve(sealed.body, sealed.body.reporter_wrap, []).view;
    await expect(openInbox({ ...swapped, case: other.case }, keys)).rejects.toThrow("another case");
  });

  test("is passed on by its holder", async () => {
    const { sealed, handler } = await reported();
    const next = await person("Noor", 2);
    const mine = sealed.body.wraps[0]?.sealed ?? "";
    const opened = await desk.openCase(serve(sealed.body, mine, []).view, handler.keyring);
    const [key] = await desk.rewrap(opened, next.entry);
    expect(key?.generation).toBe(0);
    const passed = await desk.openCase(serve(sealed.body, key?.wrap ?? "", []).view, next.keyring);
    expect(passed.case).toEqual(sealed.case);
  });
});

describe("the return code", () => {
  test("is read back in both languages, however it is typed", async () => {
    for (const language of ["en", "zh-Hans"] as const) {
      const entropy = await newEntropy(language);
      const words = await wordsOf(entropy, language);
      const typed = words.map((word, i) => ` ${i + 1}) ${word.toUpperCase()}`).join("\n");
      expect(await readCode(typed)).toEqual(entropy);
    }
  });

  test("with two words exchanged is refused", async () => {
    const words = await wordsOf(Uint8Array.from({ length: 16 }, (_, i) => i * 7));
    [words[0], words[1]] = [words[1] ?? "", words[0] ?? ""];
    await expect(readCode(words.join(" "))).rejects.toBeInstanceOf(BadCode);
  });
});

describe("a keyring", () => {
  test("opens by each way in and by no other", async () => {
    const { keyring } = await makeHolderKeys(newId(), pins);
    const passkey = await identityFromPrf(random(32), SITE);
    const recovery = await deriveKeys(await newEntropy("en"), SITE, "recovery-code");
    const ways = [
      { id: "passkey", recipient: await recipientOf(passkey) },
      { id: "recovery", recipient: recovery.recipient },
    ];
    const sealed = await sealKeyring({ ...keyring, ways });
    expect(await openKeyring(sealed, passkey)).toEqual({ ...keyring, ways });
    expect(await openKeyring(sealed, recovery.identity)).toEqual({ ...keyring, ways });
    const stranger = generateIdentity();
    await expect(openKeyring(sealed, stranger)).rejects.toMatchObject({ kind: "no match" });
  });
});

test("a draft is kept sealed, padded, and only under its code", async () => {
  const kept = new Map<string, string>();
  const place: DraftPlace = {
    getItem: name => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: name => void kept.delete(name),
  };
  const keys = await deriveKeys(await newEntropy("en"), SITE);
  await keepDraft(place, { words: "Orchard" }, keys);
  const size = kept.get("heard-draft")?.length;
  expect(await readDraft(place, keys)).toEqual({ words: "Orchard" });
  expect([...kept.values()].join()).not.toContain(base64(new TextEncoder().encode("Orchard")));
  await keepDraft(place, { words: "" }, keys);
  expect(kept.get("heard-draft")?.length).toBe(size);
  const other = await deriveKeys(await newEntropy("en"), SITE);
  await expect(readDraft(place, other)).rejects.toMatchObject({ kind: "no match" });
  dropDraft(place);
  expect(hasDraft(place)).toBe(false);
});

test("a key of hers that nobody may rely on stops no letter but her own from being shown", async () => {
  const { handler, signers, sealed } = await reported();
  const wrap = sealed.body.wraps[0]?.sealed ?? "";
  const { view, fetchLetter } = serve(sealed.body, wrap, []);
  for (const signing of ["A".repeat(43) + "=", "", "7".repeat(43)]) {
    const spoiled = { ...view, reporter: { ...view.reporter, signing } };
    const opened = await desk.openCase(spoiled, handler.keyring);
    const heard = await desk.hearLetters(opened, signers, fetchLetter);
    const { letters } = heard;
    expect(letters.map(({ ok }) => ok)).toEqual([false]);
    const renewed = { ...spoiled, generation: 1, letters: [{ ...view.letters[0], generation: 1 }] };
    const newest = { ...opened.case, generation: 1 };
    const again = { ...opened, view: renewed as unknown as CaseView, case: newest };
    const later = await desk.hearLetters({ ...again, cases: [newest] }, signers, fetchLetter);
    expect(desk.isProven(again, later)).toBe(false);
  }
});
