/** What her page calls genuine: a dishonest server hands her every other receipt that is signed. */

import { describe, expect, test } from "vitest";
import type { CaseView, Site, TimelineView } from "./api.ts";
import { type Bytes, newId, random, unbase64, utf8 } from "./bytes.ts";
import { keyText } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { BadReceipt } from "./receipt.ts";
import { BadRoster, type Roster } from "./roster.ts";
import { NotAsSent, refuseOtherSite } from "./matching.ts";
import { digestOf, state } from "./readers.ts";
import { checkSent } from "./verifySent.ts";
import { hear } from "./clock.ts";
import { checkShown, type Shown } from "./verifyReceipts.ts";
import { AT, DUE, now, aLog, aPromiser, world, logged, leafOf, accepted } from "./verifySent.world.ts";

describe("after sending", () => {
  test("the receipt of her report is genuine", async () => {
    const { log, roster, send } = await world();
    const sent = await send();
    const receipt = await log.receipt(await logged(sent));
    const checked = await checkSent({ ...sent, accepted: await accepted(sent, receipt) }, roster, now);
    expect(checked.fields.get("case")).toBe(sent.body.case);
  });

  test("another case's receipt is not, though the log signed it", async () => {
    const { log, roster, send } = await world();
    const [sent, other] = [await send(), await send()];
    const receipt = await log.receipt(await logged(other));
    const checking = checkSent({ ...sent, accepted: await accepted(sent, receipt) }, roster, now);
    await expect(checking).rejects.toMatchObject({ name: "NotAsSent", field: "case" });
  });

  test("nor one under a stranger's key, and a site.json that names it is refused", async () => {
    const { roster, send } = await world();
    const [sent, stranger] = [await send(), await aLog()];
    const receipt = await stranger.receipt(await logged(sent));
    const checking = checkSent({ ...sent, accepted: await accepted(sent, receipt) }, roster, now);
    await expect(checking).rejects.toBeInstanceOf(BadReceipt);
    const { site, log, witnesses, quorum } = roster;
    const honest = { site, log, witnesses, quorum, promise: null } as unknown as Site;
    expect(() => refuseOtherSite(honest, roster)).not.toThrow();
    const witness = { name: "w", operator: "w", vkey: stranger.vkey };
    for (const other of [
      { log: stranger.vkey },
      { witnesses: [witness] },
      { quorum: 1 },
      { site: "x" },
      { promise: log },
    ]) {
      expect(() => refuseOtherSite({ ...honest, ...other }, roster)).toThrow(BadRoster);
    }
  });

  test("nor one in which any one field is another, is missing, or is more", async () => {
    const { log, roster, send } = await world();
    const sent = await send();
    const said = await logged(sent);
    const judge = async (fields: Record<string, string>, leaf?: string) => {
      const receipt = await log.receipt(fields);
      return checkSent({ ...sent, accepted: await accepted(sent, receipt, leaf) }, roster, now);
    };
    for (const name of Object.keys(said)) {
      await expect(judge({ ...said, [name]: `${said[name]}0` })).rejects.toMatchObject({ field: name });
      const { [name]: _, ...rest } = said;
      await expect(judge(rest)).rejects.toMatchObject({ field: name });
    }
    await expect(judge({ ...said, at: "2026-11-19T09:00:00Z" })).rejects.toMatchObject({ field: "at" });
    await expect(judge({ ...said, more: "" })).rejects.toMatchObject({ field: "more" });
    await expect(judge(said, "0".repeat(64))).rejects.toMatchObject({ field: "leaf" });
    const older = { ...roster, sha256: "cd".repeat(32) };
    const receipt = await log.receipt(said);
    const checking = checkSent({ ...sent, accepted: await accepted(sent, receipt) }, older, now);
    await expect(checking).rejects.toMatchObject({ field: "roster" });
  });
});

describe("a promise", () => {
  test("of her report is genuine, with the key that the roster names", async () => {
    const { log, roster, send } = await world();
    const sent = await send();
    const receipt = await log.promise.give(await logged(sent));
    const named = { ...roster, promise: log.promise.vkey };
    const given = { ...sent, accepted: await accepted(sent, receipt) };
    const checked = await checkSent(given, named, now);
    expect(checked.promised?.by.toISOString()).toBe("2026-11-22T10:00:00.000Z");
    await expect(checkSent(given, roster, now)).rejects.toMatchObject({ step: "signature" });
    const stranger = { ...roster, promise: (await aPromiser()).vkey };
    await expect(checkSent(given, stranger, now)).rejects.toMatchObject({ step: "signature" });
  });

  test("in which any one field is another is not, nor one for another time", async () => {
    const { log, roster, send } = await world();
    const sent = await send();
    const said = await logged(sent);
    const judge = async (fields: Record<string, string>, by?: string) => {
      const receipt = await log.promise.give(fields, by);
      const given = { ...sent, accepted: await accepted(sent, receipt) };
      return checkSent(given, { ...roster, promise: log.promise.vkey }, now);
    };
    for (const name of Object.keys(said)) {
      await expect(judge({ ...said, [name]: `${said[name]}0` })).rejects.toMatchObject({ field: name });
    }
    const next = judge(said, "2027-11-22T10:00:00Z");
    await expect(next).rejects.toMatchObject({ name: "NotAsSent", field: "by" });
  });
});

describe("on the way back", () => {
  async function back() {
    const { log, roster, send } = await world();
    const sent = await send();
    const { body, keys } = sent;
    const letter = { id: body.letter.id, kind: "report" };
    const view = {
      case: body.case,
      disclosed: body.disclosed,
      duties: [{ kind: "acknowledge", due: DUE }],
      files: [],
      keys: [{ generation: 0, case_recipient: body.case_recipient, wrap: "" }],
      letters: [letter],
      holders: roster.entries,
    } as unknown as CaseView;
    const event: TimelineView = {
      leaf: "",
      event: "report_received",
      at: AT,
      actor: "reporter",
      name: "",
      role: "",
      opening: "",
    };
    const served = async (): Promise<Bytes> => unbase64(body.letter.sealed);
    // Her own statement, which her report brings back: it is signed, and names whom she chose.
    const recipient = body.case_recipient;
    const statement = await state({ generation: 0, recipient, holders: roster.entries });
    const bases = new Map([[0, { statement, digest: await digestOf(statement) }]]);
    const shown: Shown = {
      view,
      signing: keyText(keys.signer.key),
      readers: { bases },
      letter: served,
      roster: () => Promise.reject(new Error("there is none before")),
    };
    const judge = async (
      changed: Record<string, string>,
      other: object = {},
      seen: object = {},
      as = (named: CaseView) => named,
    ) => {
      const receipt = await log.receipt({ ...(await logged(sent)), ...changed });
      const leaf = await leafOf(receipt);
      const named = { ...view, letters: [{ ...letter, leaf }] } as unknown as CaseView;
      return checkShown(
        receipt,
        { ...event, leaf, ...seen },
        { ...shown, view: as(named), ...other },
        roster,
      );
    };
    return { log, roster, view, event, shown, judge, send };
  }

  test("the receipt of her report is genuine", async () => {
    const { judge, event } = await back();
    expect((await judge({})).fields.get("event")).toBe(event.event);
  });

  test("a receipt of anything else is not", async () => {
    const { judge, view, send } = await back();
    const other = await logged(await send());
    for (const name of ["case", "letter", "case_recipient", "reporter_key"]) {
      await expect(judge({ [name]: other[name] ?? "" })).rejects.toMatchObject({ field: name });
      if (name !== "case") await expect(judge({ [name]: "" })).rejects.toBeInstanceOf(NotAsSent);
    }
    await expect(judge({ event: "case_opened" })).rejects.toMatchObject({ field: "event" });
    await expect(judge({ recipients: newId() })).rejects.toMatchObject({ field: "recipients" });
    await expect(judge({ at: DUE })).rejects.toMatchObject({ field: "at" });
    await expect(judge({}, {}, { leaf: "0".repeat(64) })).rejects.toMatchObject({ field: "leaf" });
    const hidden = (named: CaseView) => ({ ...named, holders: named.holders.slice(1) });
    await expect(judge({}, {}, {}, hidden)).rejects.toMatchObject({ field: "recipients" });
    await expect(judge({}, { view: { ...view, letters: [] } })).rejects.toMatchObject({ field: "letter" });
    await expect(judge({}, { letter: async () => random(9) })).rejects.toMatchObject({ field: "letter" });
    await expect(judge({}, { signing: keyText(random(32)) })).rejects.toMatchObject({
      field: "reporter_key",
    });
  });

  test("nor one whose readers are not just those whom she signed", async () => {
    const { judge, roster, view } = await back();
    const [first = "", second = ""] = roster.entries.map(({ id }) => id).sort();
    const ines = { ...view.holders[0], id: newId() };
    const wider = (named: CaseView) => ({ ...named, holders: [...named.holders, ines] }) as CaseView;
    // Everybody named stands on the page: only what she signed tells.
    await expect(judge({ recipients: first })).rejects.toMatchObject({ field: "recipients" });
    const more = [first, second, ines.id].sort().join();
    await expect(judge({ recipients: more }, {}, {}, wider)).rejects.toMatchObject({ field: "recipients" });
    const older = { readers: { bases: new Map() } };
    await expect(judge({ recipients: more }, older, {}, wider)).resolves.toBeDefined();
  });

  test("nor one that says another day, another time to answer by, or one thing more or less", async () => {
    const { judge } = await back();
    await expect(judge({ disclosed: "2026-11-15" })).rejects.toMatchObject({ field: "disclosed" });
    await expect(judge({ acknowledge_by: AT })).rejects.toMatchObject({ field: "acknowledge_by" });
    await expect(judge({ acknowledge_by: "" })).rejects.toMatchObject({ field: "acknowledge_by" });
    await expect(judge({ urgent: "yes" })).rejects.toMatchObject({ field: "urgent" });
    const unknown = { event: "report_kept" };
    await expect(judge(unknown, {}, unknown)).rejects.toMatchObject({ field: "event" });
  });

  test("what waited while the report was taken back is owed later, and by no more than that", async () => {
    const { judge } = await back();
    hear("2026-11-24T09:00:00Z");
    const owed =
      (due: string, ...moves: object[]) =>
      (named: CaseView) =>
        ({ ...named, duties: [{ kind: "acknowledge", due }], moves }) as unknown as CaseView;
    const taken = { object: "case", move: "withdraw", at: "2026-11-21T09:00:00Z" };
    await expect(judge({}, {}, {}, owed("2026-11-25T10:00:00Z", taken))).resolves.toBeDefined();
    const came = { object: "case", move: "come_back", at: "2026-11-21T12:00:00Z" };
    await expect(judge({}, {}, {}, owed("2026-11-22T13:00:00Z", taken, came))).resolves.toBeDefined();
    const again = { ...taken, at: "2026-11-24T08:00:00Z" };
    const twice = owed("2026-11-22T15:00:00Z", taken, came, again);
    await expect(judge({}, {}, {}, twice)).resolves.toBeDefined();
    const wrong = { field: "acknowledge_by" };
    for (const as of [
      owed("2026-11-25T10:00:01Z", taken),
      owed("2026-11-22T08:59:59Z", taken),
      owed("2026-11-22T09:00:01Z"),
      owed("2026-11-22T09:00:01Z", { ...taken, object: "appeal" }),
      owed("2026-11-22T13:00:01Z", taken, came),
      owed("2026-11-22T15:00:01Z", taken, came, again),
    ])
      await expect(judge({}, {}, {}, as)).rejects.toMatchObject(wrong);
  });

  test("nor one of a roster that the root key did not sign", async () => {
    const { judge, roster } = await back();
    const [first, second] = [1, 2].map(at => `a\nb\n${at}\n{"previous":null}\n`) as [string, string];
    const of = async (note: string) => sha256hex(utf8(note));
    const third = second.replace("null", `"${await of(first)}"`);
    Object.assign(roster, { previous: await of(third), version: 3 });
    const notes = new Map([
      [2, third],
      [1, first],
    ]);
    const older = { roster: async (version: number) => notes.get(version) ?? "" };
    for (const note of [third, first]) {
      await expect(judge({ roster: await of(note) }, older)).resolves.toBeDefined();
    }
    await expect(judge({ roster: await of(second) }, older)).rejects.toMatchObject({ field: "roster" });
    notes.set(2, second);
    await expect(judge({ roster: await of(first) }, older)).rejects.toMatchObject({ field: "roster" });
    // A network that breaks is no verdict.
    const broken = { roster: () => Promise.reject(new TypeError("no network")) };
    await expect(judge({ roster: await of(first) }, broken)).rejects.toBeInstanceOf(TypeError);
  });

  test("each action of hers has its own fields, and they are those of what is served", async () => {
    const { log, roster, view, event, shown } = await back();
    const [letter, file] = [random(40), newId()];
    const digest = await sha256hex(letter);
    const judge = async (named: string, fields: Record<string, string>, kind = "message") => {
      const receipt = await log.receipt({
        event: named,
        at: AT,
        actor: "reporter",
        case: view.case,
        ...fields,
      });
      const leaf = await leafOf(receipt);
      const served = {
        ...view,
        letters: "letter" in fields ? [{ id: "l", kind, leaf }] : [],
        files: [{ id: file, letter: "l" }],
        moves: [{ event: leaf, object: "measure", record: file, move: "take_up", version: 4, code: "" }],
      } as unknown as CaseView;
      const seen = { ...event, event: named, leaf };
      return checkShown(receipt, seen, { ...shown, view: served, letter: async () => letter }, roster);
    };
    const key = await sha256hex(utf8(view.keys[0]?.case_recipient ?? ""));
    const people = roster.entries
      .map(({ id }) => id)
      .sort()
      .join();
    const renewed = {
      generation: "0",
      case_recipient: key,
      recipients: people,
      excluded: "",
      letter: digest,
    };
    await expect(judge("letter_received", { letter: digest, kind: "message" })).resolves.toBeDefined();
    await expect(judge("letter_received", { letter: digest, kind: "addition" })).rejects.toMatchObject({
      field: "kind",
    });
    await expect(judge("letter_received", { letter: digest })).rejects.toMatchObject({ field: "kind" });
    await expect(
      judge("file_received", { letter: digest, file, content: digest }, "file"),
    ).resolves.toBeDefined();
    const other = { letter: digest, file: newId(), content: digest };
    await expect(judge("file_received", other, "file")).rejects.toMatchObject({ field: "file" });
    await expect(judge("identity_renewed", renewed)).resolves.toBeDefined();
    const left = { ...renewed, excluded: newId() };
    await expect(judge("identity_renewed", left)).rejects.toMatchObject({ field: "excluded" });
    await expect(judge("contact_changed", { kind: "email", contact: digest })).resolves.toBeDefined();
    const nothing = { code: "", file_letter: "", party_letter: "" };
    const taken = { object: "measure", record: file, move: "take_up", version: "4", shell: digest };
    const moved = { ...nothing, ...taken, letter: digest };
    await expect(judge("record_moved", moved)).resolves.toBeDefined();
    for (const [field, value] of Object.entries({
      record: digest,
      move: "decline",
      version: "5",
      code: "other",
    })) {
      await expect(judge("record_moved", { ...moved, [field]: value })).rejects.toMatchObject({ field });
    }
    const stranger = { tier: "2", recipients: newId(), reason: "reporter" };
    await expect(judge("tier_released", stranger)).rejects.toMatchObject({ field: "recipients" });
  });

  test("an action without a letter is compared as well", async () => {
    const { log, view, event, shown: all } = await back();
    const roster = { log: log.vkey, witnesses: [] } as unknown as Roster;
    const fields = { event: "case_withdrawn", at: AT, actor: "reporter", case: view.case };
    const receipt = await log.receipt(fields);
    const letter = () => Promise.reject(new Error("none is asked for"));
    const shown = { ...all, view: { ...view, letters: [] }, signing: "", letter };
    const leaf = await leafOf(receipt);
    const seen = { ...event, event: "case_withdrawn", leaf };
    await expect(checkShown(receipt, seen, shown, roster)).resolves.toMatchObject({ proof: { index: 0 } });
    await expect(checkShown(receipt, { ...event, leaf }, shown, roster)).rejects.toBeInstanceOf(NotAsSent);
  });
});
