/**
 * What the server knows of a record, said again inside its letter (docs/spec/sealing.md, 11): who
 * opens the letter compares the two. Otherwise a shell could say `not_substantiated` over a letter
 * that says the opposite.
 */

import { type Bytes, isId } from "./bytes.ts";
import { sha256hex } from "./hash.ts";

/** The clear members of one move of a record; `from`, `to`: its states before and after. */
export interface Shell {
  readonly object: string;
  readonly id: string;
  /** Empty where it is about none, as `party`. */
  readonly allegation: string;
  readonly party: string;
  /** Empty where there is none, as `to` and `code`. */
  readonly from: string;
  readonly to: string;
  readonly code: string;
  readonly version: number;
}

/** A shell that nobody writes. */
export class BadShell extends Error {
  override name = "BadShell";
}

const MEMBERS = ["object", "id", "allegation", "party", "from", "to", "code", "version"] as const;

const isCode = (value: unknown): boolean => typeof value === "string" && /^[a-z][a-z0-9_]{0,39}$/.test(value);
const orEmpty = (isOne: (value: unknown) => boolean) => (value: unknown) => value === "" || isOne(value);

const SOUND: Readonly<Record<keyof Shell, (value: unknown) => boolean>> = {
  object: isCode,
  id: isId,
  allegation: orEmpty(isId),
  party: orEmpty(isId),
  from: orEmpty(isCode),
  to: orEmpty(isCode),
  code: orEmpty(isCode),
  version: value => Number.isSafeInteger(value) && (value as number) >= 1,
};

/** Reads a shell; only what a writer writes. Raises BadShell. */
export function parseShell(value: unknown): Shell {
  const given = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const whole = Object.keys(given).length === MEMBERS.length;
  const wrong = MEMBERS.find(name => !Object.hasOwn(given, name) || !SOUND[name](given[name]));
  if (!whole || wrong) throw new BadShell(`what is said of this record has a malformed ${wrong ?? "member"}`);
  return given as unknown as Shell;
}

/**
 * Names of the members that the sealed content says otherwise, or not; empty where it fits.
 * `answered`: the body that this record must answer, where it is an approval or an acceptance; where
 * there is none, `content` may answer nothing. Whatever is named is shown as failing.
 */
export async function fits(
  shell: Shell,
  content: Readonly<Record<string, unknown>>,
  answered?: Bytes,
): Promise<string[]> {
  const { record, answers } = content;
  const is = typeof record === "object" && record !== null && !Array.isArray(record);
  const inside = (is ? record : {}) as Record<string, unknown>;
  const differing: string[] = MEMBERS.filter(
    name => !Object.hasOwn(inside, name) || inside[name] !== shell[name],
  );
  if (Object.keys(inside).some(name => !MEMBERS.includes(name as keyof Shell))) differing.push("record");
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
