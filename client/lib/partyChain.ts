/**
 * What is in a party's room, by what the letters in it say of each other (docs/spec/sealing.md, 12).
 * Pure. A party has no log: so each letter names those before it, and says who reads the file key that it
 * is sealed to. The rules are written out in src/heard/formats/partyroom.py, its twin.
 */

import type { TeamMember } from "./invitation.ts";
import { BadLetter, type OpenedLetter } from "./letter.ts";
import { MOST_BEFORE, parseRoom, parseTo, type RoomSaid, type To } from "./partyLetter.ts";
import { byText } from "./readers.ts";

/** A letter that opened and holds. `key`: that signed it, base64; `said`: null in letters from before. */
export interface HeldInRoom {
  readonly author: string;
  readonly key: string;
  readonly to: To;
  readonly said: RoomSaid | null;
}

/** A letter as it is told: SHA-256 of what was sealed; `held` is null where it does not hold. */
export interface ToldInRoom {
  readonly sha256: string;
  readonly held: HeldInRoom | null;
}

/** Of the invitation. `file`: SHA-256 of the file's recipient. */
export interface RoomBegun {
  readonly party: string;
  readonly generation: number;
  readonly file: string;
  readonly team: readonly TeamMember[];
}

export interface FollowedRoom {
  /** Who names a letter that is not told before theirs: the party, or ids of handlers. */
  readonly sawMore: readonly string[];
  /** What the next letter names. */
  readonly heads: readonly string[];
  /** SHA-256 of the file's recipient, by generation. */
  readonly files: ReadonlyMap<number, string>;
  /** The keys of those who are believed, by id. */
  readonly team: ReadonlyMap<string, string>;
  /** Letters of handlers that count as nobody's. */
  readonly strangers: ReadonlySet<string>;
  /** Those of who is of no team that is believed. */
  readonly late: ReadonlySet<string>;
}

/** A letter that was opened, as it counts in a room: not where anything about it is in doubt. */
export function toldIn({ body, doubts }: OpenedLetter, sha256: string): ToldInRoom {
  const { to, room } = body.content as { to?: unknown; room?: unknown };
  try {
    if (doubts.length > 0) return { sha256, held: null };
    const said = room === undefined ? null : parseRoom(room);
    return { sha256, held: { author: body.author, key: body.key, to: parseTo(to), said } };
  } catch (error) {
    if (error instanceof BadLetter) return { sha256, held: null };
    throw error;
  }
}

/** Who reads the file, where no letter of the room that holds has said just that; else nobody. */
export function teamToSay(told: readonly ToldInRoom[], readers: readonly TeamMember[]): TeamMember[] {
  const said = told.flatMap(({ held }) => (held?.said?.team.length ? [held.said.team] : [])).at(-1) ?? [];
  const team = readers.map(({ id, signing }) => ({ id, signing })).toSorted((a, b) => byText(a.id, b.id));
  return JSON.stringify(said.map(({ id, signing }) => [id, signing])) ===
    JSON.stringify(team.map(({ id, signing }) => [id, signing]))
    ? []
    : team;
}

/** What the next letter names: those that hold and that none of them names. */
export function headsOf(told: readonly ToldInRoom[]): string[] {
  const held = told.filter(each => each.held !== null);
  const named = new Set(held.flatMap(each => each.held?.said?.before ?? []));
  const last = held.map(({ sha256 }) => sha256).filter(sha256 => !named.has(sha256));
  return last.slice(-MOST_BEFORE).sort(byText);
}

class Course {
  readonly #party: string;
  #generation: number;
  #left = new Set<string>();
  readonly #seen = new Set<string>();
  readonly files: Map<number, string>;
  team: Map<string, string>;
  readonly sawMore = new Set<string>();
  readonly strangers = new Set<string>();
  readonly late = new Set<string>();

  constructor({ party, generation, file, team }: RoomBegun) {
    this.#party = party;
    this.#generation = generation;
    this.files = new Map([[generation, file]]);
    this.team = keysOf(team);
  }

  take({ sha256, held }: ToldInRoom): void {
    if (held?.said?.before.some(each => !this.#seen.has(each))) this.sawMore.add(held.author);
    if (held && held.author !== this.#party) this.#believe(sha256, held);
    this.#seen.add(sha256);
  }

  #believe(sha256: string, held: HeldInRoom): void {
    const { author, key, to, said } = held;
    const isSuperseded = to.generation < this.#generation || this.#left.has(author);
    if (isSuperseded) this.strangers.add(sha256);
    else if (this.team.get(author) !== key) this.late.add(sha256);
    else if (to.generation > this.#generation) this.#goOn(held);
    else if (said && to.file === this.files.get(this.#generation)) {
      this.team = new Map([...keysOf(said.team), ...this.team]);
    }
  }

  #goOn({ author, key, to, said }: HeldInRoom): void {
    this.#generation = to.generation;
    this.files.set(to.generation, to.file);
    const team = keysOf(said?.team ?? []);
    if (team.get(author) !== key) return;
    this.#left = new Set([...this.#left, ...this.team.keys()].filter(id => !team.has(id)));
    this.team = team;
  }
}

const keysOf = (team: readonly TeamMember[]) => new Map(team.map(({ id, signing }) => [id, signing]));

/** What a party may believe. */
export function followRoom(begun: RoomBegun, told: readonly ToldInRoom[]): FollowedRoom {
  const course = new Course(begun);
  for (const each of told) course.take(each);
  const { sawMore, files, team, strangers, late } = course;
  return { sawMore: [...sawMore], heads: headsOf(told), files, team, strangers, late };
}
