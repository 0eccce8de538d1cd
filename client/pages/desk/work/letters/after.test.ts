import { expect, test } from "vitest";

import { fold, type Moved } from "../../../../lib/casework.ts";
import { BEGUN, caseRecord } from "../../../../lib/caseworkState.ts";
import { dayIn } from "../../../../lib/clock.ts";
import { t } from "../../words.ts";
import { nextCheckin } from "../checkins/weeks.ts";
import type { Work } from "../model.ts";
import { meets } from "../moving.ts";
import { codeWords } from "../words.ts";
import { missingForAftercare, reopeningBy } from "./after.ts";
import { lettersNext } from "./next.ts";

const CALENDAR = { zone: "UTC", weekend: [5, 6], holidays: [], worked: [] };
const [AMARA, RUTH, SEAT, APPEAL] = [..."abcd"].map(each => each.repeat(32)) as [
  string,
  string,
  string,
  string,
];
const AT = "2026-11-02T09:00:00Z";
const OUT = "2026-11-30T09:00:00Z";

function moved(object: string, id: string, move: string, more: Partial<Moved> = {}): Moved {
  return { object, id, move, actor: AMARA, at: AT, version: 1, ...more };
}

const SENT = [moved("case", "case", "send_letters", { at: OUT })];
const ASKED = [
  moved("seat", SEAT, "propose", { code: "checkin", holder: RUTH }),
  moved("seat", SEAT, "declare", { actor: RUTH, version: 2, digest: "1".repeat(64) }),
];

/** All is found, and nobody has been told yet. */
const DECIDED = {
  ...BEGUN,
  phase: "decided",
  records: new Map([
    ...BEGUN.records,
    ["case", new Map([["case", { ...caseRecord(BEGUN), state: "decided" }]])],
  ]),
};

/** As whoever leads sees it. */
function worked(moves: readonly Moved[], phase = "acting"): Work {
  const work = {
    ...{
      state: { ...fold(moves, DECIDED), phase },
      moves: [],
      hidden: [],
      me: { id: AMARA, standing: ["lead"] },
    },
    ...{ view: { may_hold: [], assents: [], parties: [], calendar: CALENDAR }, file: null },
    open: { proven: true, lapsed: false, lead: AMARA, holders: [], letters: [], duties: [] },
  };
  return work as unknown as Work;
}

const said = (work: Work): (string | boolean)[][] => lettersNext(work).map(({ what, mine }) => [what, mine]);

test("what is missing for the time afterwards is said one after the other, with the way to it", () => {
  const asker = worked(SENT);
  expect([missingForAftercare(asker), said(asker)]).toEqual(["checkin_seat", [[t("next.asker"), true]]]);
  const day = worked([...SENT, ...ASKED]);
  expect(missingForAftercare(day)).toBe("checkin_laid_down");
  expect(said(day)).toEqual([[t("next.first_checkin"), true]]);
  const step = nextCheckin(day, "reporter", "e".repeat(32));
  const { words: _words, ...first } = step ?? { words: {}, object: "", id: "", move: "" };
  const whole = worked([...SENT, ...ASKED, { ...first, actor: AMARA, at: OUT, version: 1 }]);
  expect([missingForAftercare(whole), said(whole)]).toEqual(["", [[t("next.aftercare"), true]]]);
  expect(missingForAftercare(worked(SENT, "aftercare"))).toBe("");
});

test("a check-in is on the day that the rules ask for, though the clocks are changed before it", () => {
  const at = "2026-11-02T22:30:00Z"; // half past eleven in Berlin
  const laid = [1, 2, 3].map(number =>
    moved("checkin", String(number).repeat(32), "lay_down", { party: "reporter", number, at }),
  );
  const late = worked([{ ...(SENT[0] as Moved), at }, ...laid]);
  const berlin = {
    ...late,
    view: { ...late.view, calendar: { ...CALENDAR, zone: "Europe/Berlin" } },
  } as Work;
  const step = nextCheckin(berlin, "reporter", "e".repeat(32));
  expect([step?.number, dayIn("Europe/Berlin", new Date(step?.due ?? ""))]).toEqual([4, "2027-05-03"]);
  expect(step && meets(berlin, step, "weeks_of_checkin")).toBe(true);
});

test("an appeal that nobody can look at asks for somebody who can", () => {
  const lodged = moved("appeal", APPEAL, "lodge", { actor: "reporter", code: "bias", party: "reporter" });
  const first = ({ who, what, part }: ReturnType<typeof lettersNext>[number]) => [who, what, part];
  const of = (work: Work) => first(lettersNext(work)[0] ?? { what: "", part: "letters", mine: false });
  expect(of(worked([...SENT, lodged]))).toEqual([undefined, t("next.reviewer"), "team"]);
  const reviewer = moved("seat", SEAT, "propose", { code: "reviewer", holder: RUTH });
  const seated = worked([...SENT, lodged, reviewer]);
  expect(of(seated)).toEqual([codeWords("reviewer"), t("next.appeal"), "letters"]);
});

test("what an appeal sent back is opened once more by who leads", () => {
  const appeal = [
    moved("appeal", APPEAL, "lodge", { actor: "reporter", code: "procedure", party: "reporter" }),
    moved("appeal", APPEAL, "hear", { actor: RUTH, version: 2 }),
    moved("appeal", APPEAL, "remit", { actor: RUTH, version: 3 }),
  ];
  expect(reopeningBy(worked(SENT))).toEqual(["new_evidence", "respondent_returned"]);
  const back = worked([...SENT, ...appeal]);
  expect(reopeningBy(back)).toEqual(["new_evidence", "appeal", "respondent_returned"]);
  expect(said(back)[0]).toEqual([t("next.reopen"), true]);
});
