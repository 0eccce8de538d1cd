import { expect, test } from "vitest";

import type { Moved } from "../../../lib/casework.ts";
import { MOVES } from "../../../lib/caseworkTable.ts";
import type { OpenCase } from "../case/model.ts";
import { t, term } from "../words.ts";
import type { Work } from "./model.ts";
import { against, may, movedBy, NotAllowed, prepareMove, shellOf } from "./moving.ts";
import { nextOf } from "./next.ts";
import { demands, isFormed, tooFew } from "./team.ts";
import {
  ACCUSED,
  AMARA,
  CASE,
  fromMidnight,
  GAO,
  JONAS,
  moved,
  RUTH,
  seat,
  TRIAGED,
  worked,
} from "./work.world.ts";

const NOTE = { object: "party", id: "f".repeat(32), move: "note", code: "witness", words: { text: "" } };

test("a step is the next version of its record, and says in clear only what is to be known", () => {
  const work = worked([TRIAGED, ACCUSED]);
  const step = { object: "party", id: GAO, move: "leave", words: { text: "gone", name: "Gao" } };
  expect(movedBy(work, step)).toMatchObject({
    object: "party",
    id: GAO,
    move: "leave",
    actor: AMARA,
    version: 2,
  });
  expect(movedBy(work, step)).not.toHaveProperty("words");
  const triage = { object: "case", id: "case", move: "form_team", code: "officer", words: {} };
  expect(shellOf(work, triage)).toMatchObject({ id: CASE, from: "triaged", to: "staffed", version: 2 });
});

test("what the rules refuse is not sealed, and it is said why", async () => {
  const work = worked([TRIAGED]);
  const nobody = { ...NOTE, object: "allegation", code: "assault", party: GAO, when: "2026-Q3" };
  await expect(prepareMove(work, nobody)).rejects.toThrow(NotAllowed);
  await expect(prepareMove(work, nobody)).rejects.toThrow(t("unmet.one_accused"));
});

test("who may not do a thing has no button for it, nor anybody where nothing can be sealed", () => {
  const lead = worked([TRIAGED]);
  expect([may(lead, NOTE), against(lead, NOTE)]).toEqual([true, ""]);
  const other = worked([TRIAGED], JONAS, ["tier1"]);
  expect([may(other, NOTE), against(other, NOTE)]).toEqual([false, "not_yours"]);
  for (const change of [{ proven: false }, { lapsed: true }]) {
    expect(may({ ...lead, open: { ...lead.open, ...change } }, NOTE)).toBe(false);
  }
});

test("what the reporter would bear has no button once it is offered, and waits for them", () => {
  const id = "9".repeat(32);
  const moves = [
    { move: "request", code: "reporter", party: "reporter", actor: "reporter" },
    { move: "grant" },
    { move: "offer" },
  ].map(({ move, ...more }, at) => moved("measure", id, move, { ...more, version: at + 1 }));
  const work = worked([TRIAGED, ACCUSED, ...moves]);
  const ways = ["take_up", "activate", "impose", "keep", "accept"];
  expect(ways.filter(move => may(work, { object: "measure", id, move }))).toEqual([]);
  const waits = nextOf(work).find(({ part }) => part === "protection");
  expect(waits).toEqual({
    who: t("actor.reporter"),
    what: t("next.answer"),
    part: "protection",
    mine: false,
  });
});

test("what a team lacks is said by rule, and nothing once it is whole", () => {
  fromMidnight();
  const three = [...seat(1, "lead", AMARA), ...seat(2, "investigator", JONAS), ...seat(3, "decider", RUTH)];
  const lacking = (moves: readonly Moved[]): number =>
    demands(worked([TRIAGED, ...moves]), "officer").filter(({ met }) => !met).length;
  expect(lacking([])).toBe(4);
  expect(lacking(three.slice(0, 2))).toBe(3);
  expect(lacking(three)).toBe(1);
  const whole = [...three, ...seat(4, "outside", "8".repeat(32))];
  expect(lacking(whole)).toBe(0);
  // Somebody was named since: each has to look again.
  expect(lacking([...whole, moved("party", GAO, "note", { code: "respondent" })])).toBe(1);
  const formed = [...whole, moved("case", "case", "form_team", { code: "officer", version: 2 })];
  expect([isFormed(worked(whole)), isFormed(worked([TRIAGED, ...formed]))]).toEqual([false, true]);
});

test("a committee that is whole is signed for by the next tier, then formed by who leads", () => {
  fromMidnight();
  const outside = "8".repeat(32);
  const three = [...seat(1, "presiding", AMARA), ...seat(2, "external", JONAS), ...seat(3, "committee", GAO)];
  const moves = [TRIAGED, ...three, ...seat(4, "outside", outside)];
  const turn = (work: Work) => nextOf(work).find(({ part }) => part === "team");
  const sign = { who: t("work.tier2"), what: t("next.sign_team"), part: "team" };
  expect(turn(worked(moves))).toEqual({ ...sign, mine: false });
  expect(turn(worked(moves, RUTH, ["tier2"]))).toEqual({ ...sign, mine: true });
  const lead = worked(moves);
  const assents = [{ object: "case", record: CASE, move: "form_team", version: 2, holder: RUTH }];
  const signed = { ...lead, view: { ...lead.view, assents } } as unknown as Work;
  expect(turn(signed)).toEqual({ who: "Amara Okafor", what: t("next.form"), part: "team", mine: true });
});

test("whose turn it is stands there, one thing after the other", () => {
  const said = (work: Work) => nextOf(work).map(({ who, what, mine }) => [who, what, mine]);
  expect(said(worked([TRIAGED]))).toEqual([
    ["Amara Okafor", t("next.respondent"), true],
    ["Amara Okafor", t("next.seats"), true],
  ]);
  const asked = worked([TRIAGED, ...seat(1, "lead", AMARA).slice(0, 1)], JONAS, ["tier1"]);
  expect(said(asked)).toEqual([
    ["Amara Okafor", t("next.respondent"), false],
    ["Amara Okafor", t("next.declare"), false],
  ]);
});

test("where too few can have a place nobody is sent to propose them", () => {
  const small = (moves: readonly Moved[], many: number): Work => {
    const work = worked([TRIAGED, ACCUSED, ...moves]);
    return { ...work, view: { ...work.view, may_hold: work.view.may_hold.slice(0, many) } };
  };
  const said = (work: Work) => nextOf(work).find(({ part }) => part === "team")?.what;
  expect([4, 3, 1].map(many => tooFew(small([], many)))).toEqual([null, 3, 1]);
  expect([4, 3].map(many => said(small([], many)))).toEqual([t("next.seats"), t("next.too_few")]);
  const struck = [...seat(1, "lead", JONAS), moved("seat", "1".repeat(32), "strike", { version: 3 })];
  expect(tooFew(small(struck, 4))).toBe(3);
});

test("an interview that was to come waits for nobody once it is found, but what was said is written down", () => {
  const id = "7".repeat(32);
  const plan = moved("interview", id, "plan", { code: "gaps", party: GAO });
  const invite = moved("interview", id, "invite", { version: 2, code: "sooner", when: "2026-12-04" });
  const confirm = moved("interview", id, "confirm", { version: 3, actor: GAO });
  const held = moved("interview", id, "conduct", { version: 4 });
  const said = (moves: readonly Moved[], phase: string) => {
    const work = worked([TRIAGED, ACCUSED, plan, ...moves]);
    const next = nextOf({ ...work, state: { ...work.state, phase } });
    return next.filter(({ part }) => part === "interviews").map(({ what }) => what);
  };
  for (const phase of ["investigating", "draft", "reopened"]) {
    expect(said([], phase)).toEqual([t("next.interview_invite")]);
    expect(said([invite, confirm], phase)).toEqual([t("next.interview_hold")]);
  }
  for (const phase of ["decided", "acting"]) {
    for (const moves of [[], [invite], [invite, confirm]]) expect(said(moves, phase)).toEqual([]);
    expect(said([invite, confirm, held], phase)).toEqual([t("next.transcript")]);
  }
});

test("each refusal that these pages can meet has words of its own", () => {
  const parts = ["party", "allegation", "measure", "seat", "plan", "task"];
  const rows = [
    ...parts.flatMap(object => [...(MOVES.get(object)?.values() ?? [])]),
    MOVES.get("case")?.get("form_team"),
  ];
  const always = ["not_yours", "taken", "absent", "not_in_this_course", "not_in_this_phase", "not_from_here"];
  const form = ["stale", "bad_code", "bad_members", "not_signed"];
  const met = new Set([...always, ...form, ...rows.flatMap(row => row?.needs ?? [])]);
  // What nobody of the desk moves, or no page of it does yet.
  const elsewhere = ["invitation_open", "all_found", "term_whole", "law_chosen", "case_reopened"];
  const unsaid = [...met].filter(need => term("unmet", need) === need.replaceAll("_", " "));
  expect(unsaid.filter(need => !elsewhere.includes(need))).toEqual([]);
});

test("what a respondent asks for leaves it open what protects the reporter", () => {
  const asksToWeigh = (actor: string): boolean => {
    const asked = moved("measure", "9".repeat(32), "request", { code: "employer", actor });
    const work = worked([TRIAGED, ACCUSED, asked]);
    const duties = [{ kind: "interim_measures", state: "open" }] as unknown as OpenCase["duties"];
    return nextOf({ ...work, open: { ...work.open, duties } }).some(({ what }) => what === t("next.weigh"));
  };
  expect([asksToWeigh(GAO), asksToWeigh("reporter")]).toEqual([true, false]);
});
