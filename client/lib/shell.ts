/**
 * What the server knows of a move, said again inside its letter (docs/spec/sealing.md, 11): who opens
 * the letter compares the two. Otherwise a shell could say `not_substantiated` over a letter that says
 * the opposite.
 */

import { type Bytes, isId, utf8 } from "./bytes.ts";
import { sha256hex } from "./hash.ts";
import { canonicalJson } from "./json.ts";

/** The clear members of one move; `from`, `to`: states of its record before and after. */
export interface Shell {
  readonly object: string;
  readonly id: string;
  readonly move: string;
  readonly version: number;
  /** Empty where there is none, as all that follows; a number is 0 then. */
  readonly from: string;
  readonly to: string;
  readonly code: string;
  /** An id, or `reporter`. */
  readonly party: string;
  /** Ids of allegations. */
  readonly about: readonly string[];
  readonly holder: string;
  readonly digest: string;
  readonly number: number;
  /** A day or a quarter. */
  readonly when: string;
  readonly basis: string;
}

/** A shell that nobody writes. */
export class BadShell extends Error {
  override name = "BadShell";
}

const MEMBERS = [
  ...(["object", "id", "move", "version", "from", "to", "code"] as const),
  ...(["party", "about", "holder", "digest", "number", "when", "basis"] as const),
] as const;
/** Of decisions from before 2026-11-30. A letter is never written anew, so readers know both. */
const OLDER = ["object", "id", "allegation", "party", "from", "to", "code", "version"] as const;
const MOST_ABOUT = 64;
const DOMAIN = utf8("heard/shell/v1\n");

const NOTHING = { from: "", to: "", code: "", party: "", about: [], holder: "", digest: "" };

/** What a move says in clear, and nothing where it says nothing. */
export function shellWith(said: Pick<Shell, "object" | "id" | "move" | "version"> & Partial<Shell>): Shell {
  return { ...NOTHING, number: 0, when: "", basis: "", ...said };
}

type Is = (value: unknown) => boolean;

const fitting =
  (pattern: RegExp): Is =>
  value =>
    typeof value === "string" && pattern.test(value);
const isCode = fitting(/^[a-z][a-z0-9_]{0,39}$/);
const isDigest = fitting(/^[0-9a-f]{64}$/);
const isWhen = fitting(/^[12]\d{3}-(?:Q[1-4]|[01]\d-[0-3]\d)$/);
const orEmpty =
  (isOne: Is): Is =>
  value =>
    value === "" || isOne(value);
const from =
  (least: number): Is =>
  value =>
    Number.isSafeInteger(value) && (value as number) >= least;

function isAbout(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= MOST_ABOUT &&
    value.every(isId) &&
    new Set(value).size === value.length
  );
}

const SOUND: Readonly<Record<keyof Shell, Is>> = {
  object: isCode,
  id: isId,
  move: isCode,
  version: from(1),
  from: orEmpty(isCode),
  to: orEmpty(isCode),
  code: orEmpty(isCode),
  party: orEmpty(value => value === "reporter" || isId(value)),
  about: isAbout,
  holder: orEmpty(isId),
  digest: orEmpty(isDigest),
  number: from(0),
  when: orEmpty(isWhen),
  basis: orEmpty(isCode),
};

/** Reads a shell; only what a writer writes. Raises BadShell. */
export function parseShell(value: unknown): Shell {
  const given = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const whole = Object.keys(given).length === MEMBERS.length;
  const wrong = MEMBERS.find(name => !Object.hasOwn(given, name) || !SOUND[name](given[name]));
  if (!whole || wrong) throw new BadShell(`what is said of this record has a malformed ${wrong ?? "member"}`);
  return given as unknown as Shell;
}

/** What the event of a move, and whoever signs beside it, say of it: SHA-256, hexadecimal. */
export function shellDigest(shell: Shell): Promise<string> {
  const said = Object.fromEntries(MEMBERS.map(name => [name, shell[name]]));
  return sha256hex(DOMAIN, utf8(canonicalJson(said)));
}

type Said = Readonly<Record<string, unknown>>;

/** As it stood in a letter before 2026-11-30. */
function older(shell: Shell): Said {
  const clear: Said = { ...shell, allegation: "" };
  return Object.fromEntries(OLDER.map(name => [name, clear[name]]));
}

function isSame(said: unknown, clear: unknown): boolean {
  if (!Array.isArray(clear)) return said === clear;
  return Array.isArray(said) && said.length === clear.length && said.every((each, at) => each === clear[at]);
}

interface FitsOptions {
  readonly answered?: Bytes | undefined;
  readonly older?: boolean;
}

/**
 * Names of the members that the sealed content says otherwise, or not; empty where it fits.
 * `answered`: the body that this record must answer, where it is an approval or an acceptance; where
 * there is none, `content` may answer nothing. `older`: the shell from before 2026-11-30 may stand
 * there instead. Whatever is named is shown as failing.
 */
export async function fits(shell: Shell, content: Said, options: FitsOptions = {}): Promise<string[]> {
  const { record, answers } = content;
  const { answered } = options;
  const is = typeof record === "object" && record !== null && !Array.isArray(record);
  const inside = (is ? record : {}) as Said;
  const isOlder = options.older === true && Object.hasOwn(inside, "allegation");
  const names: readonly string[] = isOlder ? OLDER : MEMBERS;
  const clear: Said = isOlder ? older(shell) : { ...shell };
  const differing = names.filter(name => !Object.hasOwn(inside, name) || !isSame(inside[name], clear[name]));
  if (Object.keys(inside).some(name => !names.includes(name))) differing.push("record");
  if ((answers ?? null) !== (answered ? await bodyDigest(answered) : null)) differing.push("answers");
  return differing;
}

/**
 * What an approval or acceptance signs of the letter that it answers: SHA-256, hexadecimal, of the
 * JSON that was signed, to the byte.
 */
export function bodyDigest(body: Bytes): Promise<string> {
  return sha256hex(body);
}
