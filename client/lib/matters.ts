/**
 * Who may hold the file key of a matter, who is owed it, and who must not be the last of it
 * (src/heard/rules/matters.py; docs/spec/sealing.md, 10). A desk goes by it before it seals.
 */

import law from "../../src/heard/rules/law/matters.toml";

/** By part of a team: what their copies of the file key wait for; empty where they read at once. */
export const UNTIL: Readonly<Record<string, string>> = law.until;

export type Fault =
  "" | "last_reader" | "nobody_outside" | "few_readers" | "later_tier_lost" | "team_outside";

/** One case of a matter, as far as it says who may read the file. Ids of holders. */
export interface CaseSide {
  /** Who reads or waits by the newest generation of its key. */
  readonly sealed_to: readonly string[];
  /** Whom anybody ever left out, and who stepped out. */
  readonly excluded: readonly string[];
  /** Who must not judge somebody named in it. */
  readonly conflicted: readonly string[];
  /** Who works on it and may, and who leads it. */
  readonly team: readonly string[];
}

/** Who may read the file or wait for it: whom each case allows; of no case, nobody. Sorted. */
export function mayHold(cases: readonly CaseSide[]): string[] {
  const [first, ...others] = cases.map(
    ({ sealed_to, excluded, conflicted }) =>
      new Set(sealed_to.filter(id => !excluded.includes(id) && !conflicted.includes(id))),
  );
  return [...(first ?? [])].filter(id => others.every(each => each.has(id))).sort();
}

/**
 * The lowest generation that may be written to: the one after `newest`, which nobody has made yet,
 * once one of its `holders` (readers and those who wait) may not hold it, or it is `parted`: made under a
 * link that holds no more.
 */
export function floorOf(
  newest: number,
  holders: readonly string[],
  may: readonly string[],
  parted = false,
): number {
  return !parted && holders.every(id => may.includes(id)) ? newest : newest + 1;
}

/** Why these cases must not be worked together, or no longer are; or empty. `later`: everybody of a later tier. */
export function linkingFault(cases: readonly CaseSide[], later: readonly string[]): Fault {
  const both = mayHold(cases);
  if (both.filter(id => !later.includes(id)).length < 2) return "few_readers";
  const had = cases.some(({ sealed_to, excluded }) =>
    sealed_to.some(id => later.includes(id) && !excluded.includes(id)),
  );
  if (had && !both.some(id => later.includes(id))) return "later_tier_lost";
  return cases.every(({ team }) => team.every(id => both.includes(id))) ? "" : "team_outside";
}

/** Somebody makes one matter of cases; `counter`: one is a complaint against who reported the other. */
export interface Link {
  readonly by: string;
  readonly counter: boolean;
  /** Who, of a later tier than the first by the roster, looked whether it is retaliation. */
  readonly checked: readonly string[];
  /** Of each case who decides, or finds together. */
  readonly deciders: readonly (readonly string[])[];
  /** Who investigates in any. */
  readonly inquirers: readonly string[];
}

/**
 * Why this must not be linked, or empty. It is the deed of somebody who reads each of the cases. A
 * counter-complaint is decided by somebody else, after somebody of a later tier who decides and investigates
 * in neither has looked at it.
 */
export function linkFault(
  { by, counter, checked, deciders, inquirers }: Link,
  cases: readonly CaseSide[],
  later: readonly string[],
): Fault | "not_a_reader" | "not_checked" | "one_decider" {
  if (!mayHold(cases).includes(by)) return "not_a_reader";
  const fault = linkingFault(cases, later);
  if (fault || !counter) return fault;
  const judging = deciders.flat();
  const apart = [...judging, ...inquirers, by];
  if (new Set(judging).size !== judging.length) return "one_decider";
  return checked.some(id => !apart.includes(id)) ? "" : "not_checked";
}

export interface Leaving {
  readonly readers: readonly string[];
  readonly waiting: readonly string[];
  readonly team: readonly string[];
  readonly leaving?: readonly string[];
}

/** Why these must not lose the file key, or empty; with nobody leaving, why there is no team. */
export function leavingFault({ readers, waiting, team, leaving = [] }: Leaving): Fault {
  if (readers.every(id => leaving.includes(id))) return "last_reader";
  const outside = [...readers, ...waiting].filter(id => !team.includes(id) && !leaving.includes(id));
  return outside.length > 0 ? "" : "nobody_outside";
}

/** Whether a copy that waits for `until` is given out; one that waits for nothing is. */
export function isReleased(until: string, happened: readonly string[]): boolean {
  return until === "" || happened.includes(until);
}

/** Somebody who is to have the newest generation. */
export interface Seat {
  readonly holder: string;
  /** SHA-256 of the one they use today, hexadecimal. */
  readonly recipient: string;
  readonly until: string;
}

/** The file key as `author` sealed it to a holder's `recipient` (SHA-256, hexadecimal). */
export interface Copy {
  readonly holder: string;
  readonly recipient: string;
  readonly author: string;
}

/** Copies that somebody lacks. `authors`: who made one already; another makes the next. */
export interface Owed {
  readonly holder: string;
  readonly copies: number;
  readonly authors: readonly string[];
}

export interface Held {
  readonly seats: readonly Seat[];
  readonly copies: readonly Copy[];
  readonly may: readonly string[];
  readonly happened: readonly string[];
}

/**
 * Who is owed the newest file key, by id: any member's desk pays at unlock. A copy for keys that a
 * holder no longer uses is none, nor is one that they made for themselves while they wait. Who may
 * not hold it is owed nothing.
 */
export function owed({ seats, copies, may, happened }: Held): Owed[] {
  const bySeat = seats.toSorted((a, b) => (a.holder < b.holder ? -1 : 1));
  return bySeat.flatMap(({ holder, recipient, until }) => {
    const reads = isReleased(until, happened);
    const theirs = copies.filter(each => each.holder === holder && each.recipient === recipient);
    const by = new Set(theirs.map(({ author }) => author));
    if (!reads) by.delete(holder);
    const missing = (reads ? 1 : 2) - by.size;
    return missing > 0 && may.includes(holder) ? [{ holder, copies: missing, authors: [...by].sort() }] : [];
  });
}

/** Whom this reader can seal the key to; the second copy of who waits is for another reader. */
export function payable(debts: readonly Owed[], by: string): string[] {
  return debts.filter(({ authors }) => !authors.includes(by)).map(({ holder }) => holder);
}
