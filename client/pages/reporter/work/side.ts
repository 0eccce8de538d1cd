/**
 * What a panel of the work on a case knows of the page that it stands on: the reporter's report, or the room
 * of a party. Both are told moves by letters, and both answer by signed letters of their own.
 */

/** What was done with a thing, as its letter tells it. */
export interface Step {
  readonly move: string;
  readonly version: number;
  readonly code: string;
  /** An id, `reporter`, or empty. */
  readonly party: string;
  /** Ids of allegations. */
  readonly about: readonly string[];
  readonly number: number;
  /** SHA-256 in hex, where it says one to the reporter. */
  readonly digest?: string;
  /** A day or a quarter, or empty. */
  readonly when: string;
  /** A day or an instant, RFC 3339, or empty. */
  readonly due: string;
  /** The same in words. */
  readonly until: string;
  readonly actor: string;
  /** Whether whoever reads did it. */
  readonly mine: boolean;
  /** The day on which it was done (UTC), RFC 3339. */
  readonly on: string;
  /** When it was done, in words: the reporter is told the hour, a party the day. */
  readonly said: string;
  /** All that its letter says in words, by name (docs/spec/casework.md, "What the letters say"). */
  readonly words: Readonly<Record<string, string>> & { readonly text: string };
}

/** A thing of the case, by what is told of it. */
export interface Thing {
  readonly object: string;
  readonly id: string;
  /** What it was made as; empty where that is not told. */
  readonly code: string;
  readonly state: string;
  readonly version: number;
  /** Whether it can be relied on: else it is shown as not genuine, and nothing is offered on it. */
  readonly holds: boolean;
  /** Oldest first; never empty. */
  readonly steps: readonly Step[];
}

/** What whoever reads does. `thing`: as they are told of it; null for something new. */
export interface Answer {
  readonly object: string;
  readonly thing: Thing | null;
  readonly move: string;
  readonly code?: string;
  readonly party?: string;
  readonly about?: readonly string[];
  /** A day, `YYYY-MM-DD`. */
  readonly when?: string;
  readonly words: Readonly<Record<string, string>>;
}

/** What is owed to whoever reads; days in words. */
export interface Owed {
  readonly kind: string;
  readonly when: string;
  readonly late: boolean;
}

/** Who keeps the gate by the signed roster. */
export interface Gate {
  readonly operators: readonly string[];
  /** Whether the employer is one of them. */
  readonly isOwn: boolean;
  /** Whether these keepers and no others are meant by a digest (docs/spec/gate.md, 8). */
  readonly isMeant: (digest: string) => Promise<boolean>;
}

/** The ways from one check-in, and from all of them. */
export interface BeingAsked {
  readonly declining: (side: Side, thing: Thing) => HTMLElement;
  readonly rhythm: (side: Side, hasEnded: boolean) => HTMLElement;
}

/** Whose page it is, and the ways from it. */
export interface Side {
  /** `reporter`, or the id of a party. */
  readonly me: string;
  readonly things: readonly Thing[];
  /** Empty where the page says it elsewhere. */
  readonly owed: readonly Owed[];
  /** Whether what finds out can be answered: not where the report was taken back, nor without a key to seal to. */
  readonly mayAnswer: boolean;
  /** The same of what protects somebody, of how things are, and of appeals: that goes on. */
  readonly mayProtect: boolean;
  /** Where they can say on which days they want to be asked how things are. */
  readonly beingAsked?: BeingAsked | undefined;
  /** Null where the signed roster could not be checked; a party is asked nothing of the gate. */
  readonly gate?: Gate | null;
  /** As somebody is called here. */
  readonly nameOf: (actor: string) => string;
  /** Seals, signs and sends it. Raises what the page explains; what was typed stays, and can be sent again. */
  readonly send: (answer: Answer) => Promise<void>;
  /** Shows the page as it stands now, with its heading in focus. */
  readonly home: () => void | Promise<void>;
  /** Shows a page of its own in place of the other, its heading in focus. */
  readonly subpage: (...content: readonly (Node | string)[]) => void;
}

/** Shows things of one kind. `things`: at least one. */
export type Panel = (things: readonly Thing[], side: Side) => HTMLElement | false;

/** The things of one kind, in the order in which they were first told. */
export function thingsOf({ things }: Pick<Side, "things">, object: string): readonly Thing[] {
  return things.filter(each => each.object === object);
}

/** The newest step of one of these kinds. */
export function newest({ steps }: Thing, ...moves: readonly string[]): Step | undefined {
  return steps.findLast(({ move }) => moves.includes(move));
}
