/** The identity of a case or of a matter's file, sealed to one person (docs/spec/sealing.md, 3 and 10). */

import { hybridSeed, open, recipientOf, seal } from "./agefile.ts";
import { type Bytes, isId, text, unbase64, utf8 } from "./bytes.ts";

const MAX_WRAP = 8192;

/** What a key is of; a file's is named by the id of its matter, in the place of a case's. */
export type KeyObject = "case" | "file";

const FIRST: Readonly<Record<KeyObject, string>> = {
  case: "heard/case-identity/v1",
  file: "heard/file-identity/v1",
};

export interface CaseIdentity {
  readonly case: string;
  readonly generation: number;
  readonly identity: string;
  /** Opened by the reporter's copy: that of whoever made the key does not hold. */
  readonly second?: true;
}

export class BadWrap extends Error {
  override name = "BadWrap";
}

export function wrapText(
  { case: id, generation, identity }: CaseIdentity,
  object: KeyObject = "case",
): string {
  return `${FIRST[object]}\n${id}\n${generation}\n${identity}\n`;
}

/** Raises BadWrap where it is not exactly what `wrapText` writes. */
export function parseWrap(value: string, object: KeyObject = "case"): CaseIdentity {
  const [, id = "", generation = "", identity = ""] = value.split("\n");
  const parsed = { case: id, generation: Number(generation), identity };
  const fits =
    isId(id) && /^(0|[1-9]\d{0,4})$/.test(generation) && identity.startsWith("AGE-SECRET-KEY-PQ-1");
  if (!fits || wrapText(parsed, object) !== value) throw new BadWrap("the case key is malformed");
  try {
    hybridSeed(identity);
  } catch {
    throw new BadWrap("the case key is mistyped or cut");
  }
  return parsed;
}

export function sealWrap(key: CaseIdentity, recipient: string, object?: KeyObject): Promise<Bytes> {
  return seal(utf8(wrapText(key, object)), [recipient]);
}

export interface ExpectedKey {
  readonly case: string;
  readonly generation: number;
  readonly case_recipient: string;
}

/** Raises BadWrap where the key inside is another case's, or not the one that letters go to. */
export async function openWrap(
  sealed: Bytes,
  identities: readonly string[],
  expected: ExpectedKey,
  object?: KeyObject,
): Promise<CaseIdentity> {
  if (sealed.length > MAX_WRAP) throw new BadWrap("the case key is too large");
  return checkWrap(await open(sealed, [...identities]), expected, object);
}

export async function checkWrap(
  plaintext: Bytes,
  expected: ExpectedKey,
  object?: KeyObject,
): Promise<CaseIdentity> {
  if (plaintext.length > MAX_WRAP) throw new BadWrap("the case key is too large");
  const key = parseWrap(text(plaintext), object);
  if (key.case !== expected.case || key.generation !== expected.generation) {
    throw new BadWrap("the key is of another case");
  }
  if ((await recipientOf(key.identity)) !== expected.case_recipient) {
    throw new BadWrap("the case key is another");
  }
  return key;
}

/** What a case says of its keys (docs/spec/api.md): `keys` of every generation, and the newest. */
export interface GivenKeys extends ExpectedKey {
  readonly wrap: string;
  readonly keys: readonly {
    readonly generation: number;
    readonly case_recipient: string;
    readonly wrap: string;
    /** Base64, by the reporter, beside one that a holder made. */
    readonly second?: string | null;
  }[];
}

/**
 * Opens every generation, oldest first; the last is what everything is sealed to from now on, where
 * it is the newest that there is. One that does not hold is left out, the newest too: whoever makes
 * a new key could seal nonsense, and must not take away by it what came before. Raises BadWrap or
 * AgeError, that of the newest, where none holds.
 */
export async function openWraps(
  given: GivenKeys,
  identities: readonly string[],
): Promise<[...CaseIdentity[], CaseIdentity]> {
  const { case: id, generation, case_recipient, wrap, keys } = given;
  const older = keys.filter(key => key.generation < generation);
  const opened = await Promise.all(
    older.map(key => openWrap(unbase64(key.wrap), identities, { case: id, ...key }).catch(() => [])),
  );
  const sorted = opened.flat().sort((a, b) => a.generation - b.generation);
  try {
    return [...sorted, await openWrap(unbase64(wrap), identities, { case: id, generation, case_recipient })];
  } catch (error) {
    const last = sorted.pop();
    if (!last) throw error;
    return [...sorted, last];
  }
}
