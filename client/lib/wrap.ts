/** The case identity sealed to one holder or to the reporter (docs/spec/sealing.md, 3). */

import { hybridSeed, open, recipientOf, seal } from "./agefile.ts";
import { type Bytes, isId, text, unbase64, utf8 } from "./bytes.ts";

const MAX_WRAP = 8192;
const FIRST = "heard/case-identity/v1";

export interface CaseIdentity {
  readonly case: string;
  readonly generation: number;
  readonly identity: string;
}

export class BadWrap extends Error {
  override name = "BadWrap";
}

export function wrapText({ case: id, generation, identity }: CaseIdentity): string {
  return `${FIRST}\n${id}\n${generation}\n${identity}\n`;
}

/** Raises BadWrap where it is not exactly what `wrapText` writes. */
export function parseWrap(value: string): CaseIdentity {
  const [, id = "", generation = "", identity = ""] = value.split("\n");
  const parsed = { case: id, generation: Number(generation), identity };
  const fits =
    isId(id) && /^(0|[1-9]\d{0,4})$/.test(generation) && identity.startsWith("AGE-SECRET-KEY-PQ-1");
  if (!fits || wrapText(parsed) !== value) throw new BadWrap("the case key is malformed");
  try {
    hybridSeed(identity);
  } catch {
    throw new BadWrap("the case key is mistyped or cut");
  }
  return parsed;
}

export function sealWrap(key: CaseIdentity, recipient: string): Promise<Bytes> {
  return seal(utf8(wrapText(key)), [recipient]);
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
): Promise<CaseIdentity> {
  if (sealed.length > MAX_WRAP) throw new BadWrap("the case key is too large");
  return checkWrap(await open(sealed, [...identities]), expected);
}

export async function checkWrap(plaintext: Bytes, expected: ExpectedKey): Promise<CaseIdentity> {
  if (plaintext.length > MAX_WRAP) throw new BadWrap("the case key is too large");
  const key = parseWrap(text(plaintext));
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
