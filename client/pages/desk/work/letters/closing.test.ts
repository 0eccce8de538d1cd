import { expect, test } from "vitest";

import type { Moved } from "../../../../lib/casework.ts";
import { caseRecord } from "../../../../lib/caseworkState.ts";
import type { KeptUntilView } from "../../../../lib/wire.ts";
import { t } from "../../words.ts";
import { AMARA, JONAS, moved, worked } from "../work.world.ts";
import { closingNext, closingWords, keptLines, statedDay } from "./closing.ts";

type Row = KeptUntilView["kept"][number];

function row(kind: Row["kind"], day: string, waits: Row["waits"] = []): Row {
  return { kind, day, source: "HinSchG § 11(5)", verified: true, waits };
}

const VIEW: KeptUntilView = {
  closed: false,
  held: false,
  kept: [
    row("contacts", "2026-12-08"),
    row("report", "2029-12-02"),
    row("findings", "2032-12-02", ["conflict"]),
    row("respondent_name", "2029-12-02"),
    row("recordings", "2026-12-01"),
    row("wraps", ""),
  ],
};

test("the day that a closing states is the last on which the report is kept", () => {
  expect(statedDay(VIEW, "2026-12-01")).toBe("2029-12-01");
  expect(statedDay({ ...VIEW, kept: [row("report", "")] }, "2026-12-01")).toBe("2026-12-01");
  expect(statedDay({ ...VIEW, kept: [row("report", "2028-03-01")] }, "2026-12-01")).toBe("2028-02-29");
});

test("the letter says what is kept, and nothing of what was found of another", () => {
  expect(keptLines(VIEW)).toEqual([
    "where news of it was sent: Erased from December 8, 2026 on",
    "report, messages, evidence: Erased from December 2, 2029 on",
    `findings and what followed: Erased from December 2, 2032 on ${t("kept_until.conflict")}`,
    `the keys: ${t("kept_until.unknown")}`,
  ]);
  expect(keptLines({ ...VIEW, held: true })[0]).toBe(t("kept_until.hold"));
  const [own, kept, reach] = closingWords("We talked to both.", VIEW).split("\n\n");
  expect([own, reach]).toEqual(["We talked to both.", t("kept_until.not_reached")]);
  expect(kept?.split("\n")[0]).toBe(t("closing.kept"));
  expect(closingWords("", VIEW).startsWith(t("closing.kept"))).toBe(true);
});

test("closing is next once nothing of the time afterwards waits any more", () => {
  const ended = moved("checkin", "6".repeat(32), "end", { actor: "reporter", party: "reporter" });
  const told = moved("party", "reporter", "tell_outcome", { due: "2026-11-30T00:00:00Z" });
  const due = moved("checkin", "7".repeat(32), "request", { party: "reporter", due: "2026-12-30T12:00:00Z" });
  const after = (moves: readonly Moved[], me = AMARA, standing = ["lead"]) => {
    const work = worked([told, ...moves], me, standing);
    const state = { ...work.state, phase: "aftercare" };
    const record = new Map([["case", { ...caseRecord(state), state: "aftercare" }]]);
    const records = new Map([...state.records, ["case", record]]);
    return closingNext({ ...work, state: { ...state, records } }).map(({ what, mine }) => [what, mine]);
  };
  expect(after([ended])).toEqual([[t("next.close"), true]]);
  expect(after([ended], JONAS, ["tier1"])).toEqual([[t("next.close"), false]]);
  expect(after([])).toEqual([]);
  expect(after([ended, due])).toEqual([]);
  expect(closingNext(worked([ended]))).toEqual([]);
});
