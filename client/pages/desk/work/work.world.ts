/** Cases as they are worked, by their moves alone, for tests of what a page makes of them. */

import { fold, type Moved } from "../../../lib/casework.ts";
import type { OpenCase } from "../case/model.ts";
import type { Work } from "./model.ts";

export const [CASE, AMARA, JONAS, RUTH, GAO] = [..."abcde"].map(each => each.repeat(32)) as [
  string,
  string,
  string,
  string,
  string,
];
export const XU = "8".repeat(32);
export const TABLE = "1".repeat(64);
const CALENDAR = { zone: "UTC", weekend: [5, 6], holidays: [], worked: [] };
let hours = 0;

/** What is moved from now on comes in the order in which it is made, however much came before. */
export function fromMidnight(): void {
  hours = 0;
}

export function moved(object: string, id: string, move: string, more: Partial<Moved> = {}): Moved {
  const at = `2026-11-30T${String(hours++ % 24).padStart(2, "0")}:00:00Z`;
  return { object, id, move, actor: AMARA, at, version: 1, ...more };
}

export const TRIAGED = moved("case", "case", "triage", { code: "investigate" });
export const ACCUSED = moved("party", GAO, "note", { code: "respondent" });

/** A case after these moves, as Amara, who leads it, or somebody else sees it. */
export function worked(
  moves: readonly Moved[],
  id = AMARA,
  standing: readonly string[] = ["lead", "tier1"],
): Work {
  const people = [
    { id: AMARA, name: "Amara Okafor", role: "Ethics officer", tier: 1 },
    { id: JONAS, name: "Jonas Lindqvist", role: "HR case lead", tier: 1 },
    { id: RUTH, name: "Ruth Adeyemi", role: "Ombudsperson", tier: 2 },
    { id: XU, name: "Xu Wei", role: "Counsel", tier: 2 },
  ];
  const open = {
    id: CASE,
    me: id,
    proven: true,
    lapsed: false,
    lead: AMARA,
    holders: people,
    letters: [],
    duties: [],
  };
  const work = {
    ...{ state: fold(moves), moves: [], hidden: [], me: { id, standing }, file: null },
    ...{
      view: { may_hold: people, assents: [], parties: [], calendar: CALENDAR },
      open: open as unknown as OpenCase,
    },
  };
  return work as unknown as Work;
}

export function seat(n: number, part: string, holder: string): Moved[] {
  const id = String(n).repeat(32);
  return [
    moved("seat", id, "propose", { code: part, holder }),
    moved("seat", id, "declare", { version: 2, actor: holder, digest: TABLE }),
  ];
}

export function chain(
  object: string,
  id: string,
  moves: readonly string[],
  more: Partial<Moved> = {},
): Moved[] {
  return moves.map((move, at) => moved(object, id, move, { ...more, version: at + 1 }));
}
