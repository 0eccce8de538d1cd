import { expect, test } from "vitest";

import type { Moved } from "../../../lib/casework.ts";
import { t } from "../words.ts";
import type { Work } from "./model.ts";
import { nextOf } from "./next.ts";
import { vacantIn } from "./team.ts";
import {
  ACCUSED,
  AMARA,
  chain,
  fromMidnight,
  GAO,
  JONAS,
  moved,
  RUTH,
  seat,
  TRIAGED,
  worked,
  XU,
} from "./work.world.ts";

const [MEASURE, NOTICE, OUTCOME, APPEAL] = [..."9786"].map(each => each.repeat(32)) as [
  string,
  string,
  string,
  string,
];
const FORMED = moved("case", "case", "form_team", { code: "officer", version: 2 });

/** What is next of one part, and whether it is for who looks. */
function next(work: Work, part: string): (string | boolean)[][] {
  return nextOf(work).flatMap(each => (each.part === part ? [[each.what, each.mine]] : []));
}

test("what was looked at again goes on or ends, and the reporter's waits for the reporter", () => {
  const measure = (code: string, more: Partial<Moved> = {}): Moved[] => {
    const moves = chain("measure", MEASURE, ["request", "grant", "offer"], { code, ...more });
    const began = code === "reporter" ? "take_up" : "impose";
    const rest = [began, "review"].map((move, at) => moved("measure", MEASURE, move, { version: at + 4 }));
    return [...moves, ...rest];
  };
  const theirs = worked([TRIAGED, ACCUSED, ...measure("employer")]);
  expect(next(theirs, "protection")).toEqual([[t("next.reviewed"), true]]);
  const hers = worked([TRIAGED, ACCUSED, ...measure("reporter", { party: "reporter" })]);
  expect(nextOf(hers).find(({ part }) => part === "protection")).toMatchObject({
    who: t("actor.reporter"),
    what: t("next.answer"),
    mine: false,
  });
});

test("who answered an invitation waits for two of the team, each once", () => {
  const opened = worked([TRIAGED, ...chain("party", GAO, ["note", "invite", "open"], { code: "witness" })]);
  const what = t("next.confirm", { name: t("worked.witness") });
  expect(next(opened, "persons")).not.toContainEqual([what, true]);
  const team = [...seat(1, "lead", AMARA), ...seat(2, "investigator", JONAS), FORMED];
  const of = (holder: string): Work => {
    const moves = [TRIAGED, ...team, ...chain("party", GAO, ["note", "invite", "open"], { code: "witness" })];
    const work = worked(moves, holder, ["tier1"]);
    const assents = [{ record: GAO, move: "confirm", version: 4, holder: AMARA }];
    return { ...work, view: { ...work.view, assents } } as unknown as Work;
  };
  expect([AMARA, JONAS].map(each => next(of(each), "persons").find(([said]) => said === what))).toEqual([
    [what, false],
    [what, true],
  ]);
});

test("a place that nobody has any more is filled, as long as it is needed", () => {
  fromMidnight();
  const three = [...seat(1, "lead", AMARA), ...seat(2, "investigator", JONAS), ...seat(3, "decider", RUTH)];
  const left = moved("seat", "3".repeat(32), "step_out", { version: 3, actor: RUTH });
  const moves = [TRIAGED, ACCUSED, ...three, ...seat(4, "outside", XU), FORMED];
  expect(next(worked(moves), "team").map(([what]) => what)).not.toContain(
    t("next.vacant", { part: t("worked.decider") }),
  );
  const gone = worked([...moves, left]);
  expect(next(gone, "team")).toEqual([[t("next.vacant", { part: t("worked.decider") }), true]]);
  const at = (phase: string): readonly string[] => vacantIn({ ...gone, state: { ...gone.state, phase } });
  expect(["draft", "acting", "aftercare", "closed"].map(at)).toEqual([["decider"], ["decider"], [], []]);
});

test("whoever does not answer in time is asked in two ways, and then it is noted", () => {
  const sent = (due: string): Work => {
    const moves = chain("notice", NOTICE, ["draft", "check", "preview", "send"], {
      party: GAO,
      about: [],
      due,
    });
    return worked([
      TRIAGED,
      ACCUSED,
      moved("plan", OUTCOME, "draft"),
      moved("plan", OUTCOME, "approve", { version: 2 }),
      ...moves,
    ]);
  };
  expect(next(sent("2099-01-01T00:00:00Z"), "notices")).toEqual([[t("next.notice_answer"), false]]);
  expect(next(sent("2020-01-01T00:00:00Z"), "notices")).toEqual([[t("next.silence"), false]]);
});

test("what waited for an appeal goes on once that is decided", () => {
  const outcome = chain("outcome", OUTCOME, ["propose", "decide", "stay"], {
    code: "respondent",
    party: GAO,
  });
  const appeal = ["lodge", "hear", "dismiss"].map((move, at) =>
    moved("appeal", APPEAL, move, { version: at + 1, party: GAO, about: [] }),
  );
  const of = (many: number) =>
    next(worked([TRIAGED, ACCUSED, ...outcome, ...appeal.slice(0, many)]), "findings");
  expect([1, 2, 3].map(many => of(many).map(([what]) => what))).toEqual([[], [], [t("next.stay_over")]]);
});
