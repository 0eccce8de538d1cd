/** The board's figures (docs/spec/api.md): a number that is not shown is null, never 0. */

export type Shown = number | null;

export interface Figure {
  readonly total: Shown;
  readonly by: Readonly<Record<string, Readonly<Record<string, Shown>>>>;
}

/** Hours, rounded up; null where too few cases stand behind. */
export interface Delay {
  readonly cases: Shown;
  readonly median: Shown;
  readonly slowest_tenth: Shown;
}

export interface Month {
  /** "2026-03" */
  readonly month: string;
  readonly missed: Figure;
  readonly kept: Figure;
  /** Late on arrival; null in months that were told before there was this figure. */
  readonly before: Figure | null;
  readonly escalations: Figure;
  readonly demands: Figure;
  readonly overridden: Figure;
  readonly acknowledged: Delay;
}

export interface Week {
  /** Its Monday. */
  readonly week: string;
  readonly next: string;
  readonly made: string;
  readonly least: number;
  readonly open: Figure;
  readonly overdue: Figure;
  readonly suspended: Figure;
  readonly evidence: Figure;
  /** Newest first. */
  readonly months: readonly Month[];
}

/** What is wrong with Heard itself (`GET oversight/alarms`). */
export interface Alarm {
  readonly kind: "file" | "witness" | "clock" | "epoch";
  /** The witness's name; empty for files. */
  readonly subject: string;
  readonly what: string;
  /** "2026-03-10" */
  readonly since: string;
}
