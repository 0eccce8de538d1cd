/** What a worked case is: a fold over what happened in it (src/heard/rules/casework/_state.py). */

import { carriedTo, MOVES, type Move, rankOf } from "./caseworkTable.ts";

/** Something that was moved, or is to be; instants are RFC 3339 with the organisation's offset. */
export interface Moved {
  readonly object: string;
  readonly id: string;
  readonly move: string;
  readonly actor: string;
  readonly at: string;
  readonly version: number;
  readonly code?: string;
  readonly agreed?: readonly string[];
  readonly party?: string;
  readonly about?: readonly string[];
  readonly holder?: string;
  readonly digest?: string;
  readonly number?: number;
  readonly when?: string;
  readonly due?: string;
  readonly basis?: string;
}

/** One thing of a case. `code`: what it was made as; `put_by`: the notice that put an allegation last. */
export interface CaseRecord {
  readonly object: string;
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly code: string;
  readonly party: string;
  readonly about: readonly string[];
  readonly holder: string;
  readonly digest: string;
  readonly number: number;
  readonly due: string;
  readonly put_by: string;
  readonly past: readonly Moved[];
}

type Records = ReadonlyMap<string, ReadonlyMap<string, CaseRecord>>;

/** A case as it stands. */
export interface Casework {
  readonly phase: string;
  readonly course: string;
  readonly raised: ReadonlySet<string>;
  readonly records: Records;
}

/** A move that does not follow from what was before, or that no table knows. */
export class DoesNotFollow extends Error {
  override readonly name = "DoesNotFollow";
}

/** Something that is not there yet. */
export function emptyRecord(object: string, id: string): CaseRecord {
  const nothing = { state: "", version: 0, code: "", party: "", about: [], holder: "", digest: "" };
  return { object, id, ...nothing, number: 0, due: "", put_by: "", past: [] };
}

const CASE_RECORD = { ...emptyRecord("case", "case"), state: "received" };
const REPORTER = { ...emptyRecord("party", "reporter"), state: "confirmed", code: "reporter" };

export const BEGUN: Casework = {
  phase: "received",
  course: "open",
  raised: new Set(),
  records: new Map([
    ["case", new Map([["case", CASE_RECORD]])],
    ["party", new Map([["reporter", REPORTER]])],
  ]),
};

/** Everything of one kind. */
export function every(state: Casework, object: string): readonly CaseRecord[] {
  return [...(state.records.get(object)?.values() ?? [])];
}

/** One of a kind. */
export function one(state: Casework, object: string, id: string): CaseRecord | undefined {
  return state.records.get(object)?.get(id);
}

/** What was done to the case as such. */
export function caseRecord(state: Casework): CaseRecord {
  return one(state, "case", "case") ?? CASE_RECORD;
}

/** The newest of these moves of a record. */
export function last(record: CaseRecord | undefined, ...moves: readonly string[]): Moved | undefined {
  return record?.past.findLast(each => moves.includes(each.move));
}

/** What stands beside the phase. */
export function flagsOf(state: Casework): ReadonlySet<string> {
  const appealed = every(state, "appeal").some(isOpenAppeal);
  return appealed ? new Set([...state.raised, "appealed"]) : state.raised;
}

/** Whether an appeal is not decided yet. */
export function isOpenAppeal({ state }: CaseRecord): boolean {
  return state === "lodged" || state === "heard";
}

/** Whether anything is alleged and a finding was made of each allegation. */
export function isAllFound(state: Casework): boolean {
  const alleged = every(state, "allegation");
  return alleged.length > 0 && alleged.every(each => each.state === "found");
}

/** The row of the table. Throws DoesNotFollow for an object or a move that there is not. */
export function rowOf(moved: Moved): Move {
  const row = MOVES.get(moved.object)?.get(moved.move);
  if (!row) throw new DoesNotFollow(`there is no ${moved.object}.${moved.move}`);
  return row;
}

/** The case after these moves, oldest first, which are not judged again. Throws DoesNotFollow. */
export function fold(moves: Iterable<Moved>, from: Casework = BEGUN): Casework {
  const now = new Growing(from);
  for (const each of moves) now.take(each);
  return now;
}

/** A case that moves are taken into, one after the other: two thousand cost two thousand steps. */
export class Growing implements Casework {
  phase: string;
  course: string;
  raised: Set<string>;
  records: Map<string, Map<string, CaseRecord>>;

  constructor(from: Casework = BEGUN) {
    this.phase = from.phase;
    this.course = from.course;
    this.raised = new Set(from.raised);
    this.records = new Map([...from.records].map(([object, each]) => [object, new Map(each)]));
  }

  /** Throws DoesNotFollow, with nothing changed. */
  take(moved: Moved): void {
    const row = rowOf(moved);
    const there = this.of(moved.object);
    const record = there.get(moved.id) ?? emptyRecord(moved.object, moved.id);
    if (!row.before.includes(record.state) || moved.version !== record.version + 1) {
      throw new DoesNotFollow(`${moved.object} ${moved.move} as version ${moved.version}`);
    }
    const next = nextOf(record, moved, row);
    there.set(moved.id, next);
    if (row.carries) this.carry(moved, row.carries, next);
    if (row.sweeps) this.sweep(row.sweeps, next);
    if (row.course) this.course = row.course;
    if (row.flag) this.raised.add(row.flag);
    if (row.unflag) this.raised.delete(row.unflag);
    this.goOn(row);
  }

  private of(object: string): Map<string, CaseRecord> {
    const there = this.records.get(object) ?? new Map<string, CaseRecord>();
    this.records.set(object, there);
    return there;
  }

  private carry(moved: Moved, to: string, record: CaseRecord): void {
    const there = this.of("allegation");
    for (const id of record.about) {
      const each = there.get(id);
      if (!each || !carriedTo(to).includes(each.state)) continue;
      const puts = to === "put";
      if (puts || to === "found" || each.put_by === moved.id) {
        there.set(id, { ...each, state: to, put_by: puts ? moved.id : each.put_by });
      }
    }
  }

  private sweep(move: string, { object, party }: CaseRecord): void {
    const like = MOVES.get(object)?.get(move);
    const there = this.of(object);
    for (const [id, each] of there) {
      const isSwept = each.party === party && like?.before.includes(each.state);
      if (isSwept) there.set(id, { ...each, state: like?.to ?? each.state });
    }
  }

  private goOn(row: Move): void {
    const to = row.object === "case" ? row.to : row.phase;
    if (!to || (row.phase_when === "all_found" && !isAllFound(this))) return;
    if (to === "reopened" || rankOf(to) > rankOf(this.phase)) this.phase = to;
    this.of("case").set("case", { ...caseRecord(this), state: this.phase });
  }
}

function nextOf(record: CaseRecord, moved: Moved, row: Move): CaseRecord {
  const isFirst = record.past.length === 0;
  const names = isFirst || ["finding", "checkin"].includes(moved.object);
  return {
    ...record,
    state: row.to ?? record.state,
    version: moved.version,
    code: (names && moved.code) || record.code,
    party: isFirst ? (moved.party ?? "") : record.party,
    about: isFirst ? (moved.about ?? []) : record.about,
    holder: moved.holder ?? record.holder,
    digest: moved.digest ?? record.digest,
    number: moved.number ?? record.number,
    due: moved.due ?? record.due,
    past: [...record.past, moved],
  };
}
