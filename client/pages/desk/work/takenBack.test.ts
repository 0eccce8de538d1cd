import { expect, test } from "vitest";

import { caseRecord, last } from "../../../lib/caseworkState.ts";
import type { Moved } from "../../../lib/casework.ts";
import { hear } from "../../../lib/clock.ts";
import type { OpenCase } from "../case/model.ts";
import { withdrawnWords } from "../case/withdrawn.ts";
import { t } from "../words.ts";
import { inCourse, isTakenBack } from "./course.ts";
import type { Work } from "./model.ts";
import { nextOf } from "./next.ts";
import { returnsUntil } from "./takenBack.ts";
import { chain, fromMidnight, GAO, JONAS, moved, RUTH, seat, TRIAGED, worked } from "./work.world.ts";

const UNTIL = "2026-12-03T05:00:00Z";
const NOW = "2099-01-01T00:00:00Z";

function ofCase(move: string, version: number, more: Partial<Moved> = {}): Moved {
  return moved("case", "case", move, { version, ...more });
}

/** What comes after the decision, by these moves of the case. */
function story(...moves: readonly [move: string, more?: Partial<Moved>][]): Moved[] {
  fromMidnight();
  return [TRIAGED, ...moves.map(([move, more], at) => ofCase(move, at + 2, more))];
}

const TAKEN = ["withdraw", { actor: "reporter" }] as const;
const ASKED = ["check_withdrawal", { actor: RUTH }] as const;
const TOLD = ["announce_continuing", { actor: RUTH, code: "danger" }] as const;
const STOPPED = ["stop", { at: "2026-12-04T00:00:00Z" }] as const;

function seen(moves: readonly Moved[], at: string, id?: string, standing?: readonly string[]): Work {
  hear(at);
  const work = worked(moves, id, standing);
  const open = { ...work.open, state: "withdrawn", course: work.state.course, returns_until: UNTIL };
  return { ...work, open } as unknown as Work;
}

function next(work: Work): (string | boolean)[][] {
  return nextOf(work).map(({ who, what, mine }) => [who, what, mine]);
}

test("it is asked about by somebody of the next tier, and can be undone meanwhile", () => {
  const during = "2026-11-30T12:00:00Z";
  const back = [t("actor.reporter"), t("next.may_come_back", { until: returnsUntil(seen([], NOW)) }), false];
  const taken = story([...TAKEN]);
  const asks = [t("work.tier2"), t("next.check_withdrawal")];
  expect(next(seen(taken, during))).toEqual([[...asks, false], back]);
  expect(next(seen(taken, during, RUTH, ["tier2"]))).toEqual([[...asks, true], back]);
  expect(next(seen(story([...TAKEN], [...ASKED]), during))).toEqual([back]);
});

test("once nothing can be undone any more it stops, or goes on where the reporter was told so", () => {
  const asked = story([...TAKEN], [...ASKED]);
  expect(next(seen(asked, NOW))).toEqual([["Amara Okafor", t("next.stop"), true]]);
  const told = story([...TAKEN], [...ASKED], [...TOLD]);
  const goes = [t("work.tier2"), t("next.continue_without")];
  expect(next(seen(told, NOW))).toEqual([[...goes, false]]);
  expect(next(seen(told, NOW, RUTH, ["tier2"]))).toEqual([[...goes, true]]);
  // Nobody is told of the first time that it was taken back.
  const again = story(
    ...[[...TAKEN], [...ASKED], [...TOLD]].map(each => each as [string, Partial<Moved>]),
    ["come_back", { actor: "reporter" }],
    [...TAKEN],
  );
  expect(next(seen(again, NOW)).map(([, what]) => what)).toEqual([t("next.check_withdrawal")]);
});

test("where it stopped, what binds somebody is ended and who knows of it is told", () => {
  const before = [
    ...chain("party", GAO, ["note", "invite", "open", "confirm"], { code: "respondent" }),
    ...chain("measure", "9".repeat(32), ["request", "grant", "impose"], { code: "employer" }),
  ];
  const end = ["Amara Okafor", t("next.end_protection"), true];
  const tell = ["Amara Okafor", t("next.tell_closed", { name: t("worked.respondent") }), true];
  const asker = ["Amara Okafor", t("next.asker"), true];
  const first = ["Amara Okafor", t("next.first_checkin"), true];
  const close = ["Amara Okafor", t("next.close"), true];
  const stopped = story([...TAKEN], [...ASKED], [...STOPPED]);
  const ended = moved("measure", "9".repeat(32), "end", { version: 4, at: "2026-12-05T00:00:00Z" });
  const told = moved("party", GAO, "tell_closed", { version: 5, at: "2026-12-05T00:00:00Z" });
  const all = [...before, ...stopped];
  expect(next(seen(all, NOW))).toEqual([end, tell, asker]);
  const unconfirmed = all.filter(({ move }) => move !== "confirm");
  const confirm = ["Amara Okafor", t("next.confirm", { name: t("worked.respondent") }), false];
  expect(next(seen(unconfirmed, NOW))).toEqual([end, confirm, asker]);
  expect(next(seen([...all, ended], NOW))).toEqual([tell, asker]);
  const seated = [...all, ended, told, ...seat(3, "checkin", JONAS)];
  expect(next(seen(seated, NOW))).toEqual([first]);
  const asked = [1, 2, 3, 4, 5].flatMap(number => {
    const more = { party: "reporter", number, at: "2027-12-06T00:00:00Z" };
    return chain("checkin", String(number).repeat(32), ["lay_down", "ask", "answer", "review"], more);
  });
  expect(next(seen([...seated, ...asked], NOW))).toEqual([close]);
  const closed = ofCase("close_stopped", 5, { when: "2028-12-06" });
  expect(next(seen([...seated, ...asked, closed], NOW))).toEqual([]);
});

test("what was stopped before that was a move is closed, and nobody asks afterwards", () => {
  const of = seen([TRIAGED], NOW);
  const stopped = { ...of, state: { ...of.state, course: "stopped" } };
  expect(next(stopped)).toEqual([["Amara Okafor", t("next.close"), true]]);
});

test("a course that no letter says is the server's alone, and only of what was withdrawn before it was signed", () => {
  const { state } = worked([TRIAGED]);
  const course = (said: OpenCase["course"], of = state): string => inCourse(of, { course: said }).course;
  expect((["open", "withdrawn", "stopped", "continues_without"] as const).map(each => course(each))).toEqual([
    "open",
    "open",
    "stopped",
    "open",
  ]);
  const taken = worked(story([...TAKEN])).state;
  expect(last(caseRecord(taken), "withdraw")).toBeDefined();
  expect(course("stopped", taken)).toBe("withdrawn");
  expect([state, taken].map(each => isTakenBack({ state: each }))).toEqual([false, true]);
});

test("what stands over a case says until when it can be undone, or how it ended", () => {
  const words = (course: OpenCase["course"], state: OpenCase["state"], end: string | null = null): string =>
    withdrawnWords({ course, state, returns_until: end });
  hear("2026-12-01T00:00:00Z");
  const until = returnsUntil(seen([], "2026-12-01T00:00:00Z"));
  expect(words("withdrawn", "withdrawn", UNTIL)).toBe(t("case.withdrawn", { until }));
  hear("2026-12-03T05:00:01Z");
  expect(words("withdrawn", "withdrawn", UNTIL)).toBe(t("case.withdrawn_over"));
  expect(words("stopped", "stopped")).toBe(t("case.stopped"));
  expect(words("continues_without", "acknowledged")).toBe(t("case.continues"));
  expect(words("open", "stopped")).toBe(t("case.withdrawn_after"));
  expect(words("open", "received")).toBe("");
});
