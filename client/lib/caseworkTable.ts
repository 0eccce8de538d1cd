/** The table of moves of a case that is worked (src/heard/rules/law/casework.toml, whose head explains it). */

import law from "../../src/heard/rules/law/casework.toml";

/** A row of the table. */
export interface Row {
  readonly move: string;
  readonly from: readonly string[];
  readonly to?: string;
  readonly who: readonly string[];
  readonly codes?: string;
  readonly names?: readonly string[];
  readonly may?: readonly string[];
  readonly needs?: readonly string[];
  readonly keys: readonly string[];
  readonly seconds?: number;
  readonly second?: readonly string[];
  readonly second_on?: readonly string[];
  readonly second_from?: readonly string[];
  readonly starts?: readonly string[];
  readonly starts_on?: readonly string[];
  readonly fulfils?: readonly string[];
  readonly carries?: string;
  readonly sweeps?: string;
  readonly phase?: string;
  readonly phase_when?: string;
  readonly course?: string;
  readonly flag?: string;
  readonly unflag?: string;
  readonly since?: string;
  readonly until?: string;
  readonly during?: readonly string[];
}

/** What there is of one kind in a case. */
export interface Kind {
  readonly states: readonly string[];
  readonly clear: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly during?: readonly string[];
  readonly date?: string;
  readonly carried?: Readonly<Record<string, readonly string[]>>;
  readonly moves: readonly Row[];
}

/** The whole file. */
export interface Law {
  readonly phases: readonly string[];
  readonly reopened: string;
  readonly parts: Readonly<
    Record<"standing" | "roles" | "seats" | "committee" | "apart" | "early" | "related", readonly string[]>
  >;
  readonly codes: Readonly<Record<string, readonly string[]>>;
  readonly unweighed: { readonly finding: readonly string[] };
  readonly hours: Readonly<
    Record<
      | ("preview" | "informal" | "returning" | "retracting" | "silence" | "late_reply")
      | ("preliminary" | "data_notice" | "deferral" | "longest_appeal" | "considering" | "revoking"),
      number
    >
  >;
  readonly weeks: Readonly<Record<"checkins", readonly number[]>>;
  readonly working: Readonly<Record<string, string>>;
  readonly count: Readonly<
    Record<"questions" | "attempts" | "committee" | "reminders" | "adjusted" | "ahead" | "asked_for", number>
  >;
  readonly object: Readonly<Record<string, Kind>>;
}

/** A row with all that it leaves to its kind. */
export interface Move extends Row {
  readonly object: string;
  readonly before: readonly string[];
  readonly since: string;
  readonly until: string;
  readonly during: readonly string[];
  readonly date: string;
}

function moveOf(object: string, kind: Kind, row: Row): Move {
  return {
    ...row,
    object,
    before: row.from[0] === "*" ? kind.states : row.from,
    since: row.since ?? kind.since ?? "received",
    until: row.until ?? kind.until ?? "aftercare",
    during: row.during ?? kind.during ?? ["open", "continues_without"],
    date: kind.date ?? "day",
  };
}

function movesOf(object: string, kind: Kind): ReadonlyMap<string, Move> {
  return new Map(kind.moves.map(row => [row.move, moveOf(object, kind, row)]));
}

/** All moves, by object and name. */
export const MOVES: ReadonlyMap<string, ReadonlyMap<string, Move>> = new Map(
  Object.entries(law.object).map(([object, kind]) => [object, movesOf(object, kind)]),
);

const RANK = new Map(law.phases.map((phase, place) => [phase, place]));

/** The place of a phase in their order. */
export function rankOf(phase: string): number {
  return RANK.get(phase === "reopened" ? law.reopened : phase) ?? -1;
}

/** From which states a move of something else carries an allegation to this one. */
export function carriedTo(state: string): readonly string[] {
  return law.object["allegation"]?.carried?.[state] ?? [];
}

export const {
  parts: PARTS,
  codes: CODES,
  hours: HOURS,
  weeks: WEEKS_AFTER,
  working: WORKING,
  count: COUNT,
} = law;
export const UNWEIGHED: readonly string[] = law.unweighed.finding;
