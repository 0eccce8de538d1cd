/** Letters: everything written, signed by its author, padded, sealed (docs/spec/sealing.md, 4). */

import { open, seal } from "./agefile.ts";
import {
  type Bytes,
  base64,
  concat,
  equal,
  isId,
  newId,
  NotCanonical,
  text,
  timestamp,
  unbase64,
  utf8,
} from "./bytes.ts";
import type { ContentOf, FileEntry, LetterKind } from "./contents.ts";
import { type Signer, verify } from "./ed25519.ts";
import { readJson } from "./json.ts";
import { LETTER_KINDS, LETTER_LARGEST, LETTER_MAX_BODY, LETTER_SMALLEST } from "./shared.ts";

export type * from "./contents.ts";

export interface LetterBody<K extends LetterKind = LetterKind> {
  v: 1;
  case: string;
  id: string;
  seq: number;
  kind: K;
  author: string;
  key: string;
  sent: string;
  files: FileEntry[];
  content: ContentOf[K];
  /**
   * The newest leaf of the case that its author had verified; empty where nothing had been, absent in
   * letters from before events named the one before.
   */
  seen?: string;
}

/** A letter does not follow the format, or does not say what the server said it is. */
export class BadLetter extends Error {
  override name = "BadLetter";
}

const OVERHEAD = 68;
const DOMAIN = utf8("heard/letter/v1\n");

function bucket(size: number): number {
  let fits = LETTER_SMALLEST;
  while (fits < size) fits *= 2;
  return fits;
}

/** Signs and pads; the plaintext of the sealed letter. Raises BadLetter where it is too long. */
export async function packLetter(body: Bytes, signer: Signer): Promise<Bytes> {
  if (body.length > LETTER_MAX_BODY) {
    throw new BadLetter("This is too long to send at once. Send the rest as another message.");
  }
  return joinLetter(body, await signer.sign(concat(DOMAIN, body)));
}

/** The plaintext that `splitLetter` takes apart, whoever signed it. */
export function joinLetter(body: Bytes, signature: Bytes): Bytes {
  const out = new Uint8Array(bucket(body.length + OVERHEAD));
  new DataView(out.buffer).setUint32(0, body.length);
  out.set(body, 4);
  out.set(signature, 4 + body.length);
  return out;
}

export interface UnpackedLetter {
  readonly body: LetterBody;
  /** Exactly what was signed. */
  readonly bytes: Bytes;
  /** Whether `body.key` signed it. */
  readonly signed: boolean;
}

/** The body and signature of a plaintext. Raises BadLetter. */
export function splitLetter(plaintext: Bytes): { body: Bytes; signature: Bytes } {
  if (plaintext.length < LETTER_SMALLEST || plaintext.length > LETTER_LARGEST) {
    throw new BadLetter("the letter has another size");
  }
  const size = new DataView(plaintext.buffer, plaintext.byteOffset).getUint32(0);
  if (size + OVERHEAD > LETTER_LARGEST || bucket(size + OVERHEAD) !== plaintext.length) {
    throw new BadLetter("the letter is not padded to its size");
  }
  if (plaintext.subarray(size + OVERHEAD).some(byte => byte !== 0)) {
    throw new BadLetter("the letter has more after its end");
  }
  const end = 4 + size;
  return { body: plaintext.slice(4, end), signature: plaintext.slice(end, end + 64) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const BODY_MEMBERS = "author,case,content,files,id,key,kind,sent,seq,v";
const FILE_MEMBERS = "digest,id,name,size,type";

/** Exactly these members: a reader takes only what a writer writes. */
function hasMembers(value: Record<string, unknown>, members: string): boolean {
  return Object.keys(value).sort().join() === members;
}

const WITH_SEEN = "author,case,content,files,id,key,kind,seen,sent,seq,v";

function isSeen(body: Record<string, unknown>): boolean {
  if (!("seen" in body)) return hasMembers(body, BODY_MEMBERS);
  const { seen } = body;
  return hasMembers(body, WITH_SEEN) && typeof seen === "string" && /^([0-9a-f]{64})?$/.test(seen);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isFileEntry(value: unknown): boolean {
  return (
    isObject(value) &&
    hasMembers(value, FILE_MEMBERS) &&
    isId(value["id"]) &&
    [value["name"], value["type"]].every(member => typeof member === "string") &&
    /^[0-9a-f]{64}$/.test(String(value["digest"])) &&
    isCount(value["size"])
  );
}

/** A day and time that there is; a reporter's is cut to the hour. */
function isSent(value: unknown, author: unknown): boolean {
  const pattern = author === "reporter" ? /T\d\d:00:00Z$/ : /T\d\d:\d\d:\d\dZ$/;
  const time = new Date(String(value));
  return (
    typeof value === "string" &&
    pattern.test(value) &&
    !Number.isNaN(time.getTime()) &&
    timestamp(time) === value
  );
}

/** Checks the members that every letter has; pages check what they show of the content. */
function readBody(bytes: Bytes): LetterBody {
  let body: unknown;
  try {
    body = readJson(text(bytes));
  } catch {
    throw new BadLetter("the letter is not JSON");
  }
  const fits =
    isObject(body) &&
    isSeen(body) &&
    body["v"] === 1 &&
    isId(body["case"]) &&
    isId(body["id"]) &&
    isCount(body["seq"]) &&
    LETTER_KINDS.includes(String(body["kind"])) &&
    (body["author"] === "reporter" || isId(body["author"])) &&
    typeof body["key"] === "string" &&
    isSent(body["sent"], body["author"]) &&
    Array.isArray(body["files"]) &&
    body["files"].every(isFileEntry) &&
    isObject(body["content"]);
  if (!fits) throw new BadLetter("the letter lacks something");
  return body as LetterBody;
}

/** A letter with a wrong signature is shown if it can be read, and refused for that otherwise. */
function readAltered(bytes: Bytes): LetterBody {
  try {
    return readBody(bytes);
  } catch {
    throw new BadLetter("the letter was altered: its signature is wrong");
  }
}

/**
 * The letter in a plaintext. With `key` the signature is checked before the JSON is read; without
 * it (the author is not known yet) against the key that the letter itself names.
 */
export async function unpackLetter(plaintext: Bytes, key?: Bytes): Promise<UnpackedLetter> {
  const { body: bytes, signature } = splitLetter(plaintext);
  const message = concat(DOMAIN, bytes);
  const known = key ? await verify(key, signature, message) : false;
  const body = key && !known ? readAltered(bytes) : readBody(bytes);
  // With a key that is known, only that one counts: the letter may name any.
  return { body, bytes, signed: key ? known : await verify(ownKey(body), signature, message) };
}

function ownKey(body: LetterBody): Bytes {
  try {
    return unbase64(body.key);
  } catch (error) {
    if (error instanceof NotCanonical) throw new BadLetter("the letter's key is malformed");
    throw error;
  }
}

/** What an author says; `now` is cut to the hour where the reporter writes. */
export interface Draft<K extends LetterKind> {
  readonly case: string;
  readonly seq: number;
  readonly kind: K;
  readonly author: string;
  readonly content: ContentOf[K];
  readonly files?: readonly FileEntry[];
  readonly now: Date;
  readonly id?: string;
  /** As in the body. */
  readonly seen?: string;
}

export function letterBody<K extends LetterKind>(draft: Draft<K>, signer: Signer): LetterBody<K> {
  return {
    v: 1,
    case: draft.case,
    id: draft.id ?? newId(),
    seq: draft.seq,
    kind: draft.kind,
    author: draft.author,
    key: base64(signer.key),
    sent: timestamp(draft.now, draft.author === "reporter"),
    files: [...(draft.files ?? [])],
    content: draft.content,
    ...(draft.seen === undefined ? {} : { seen: draft.seen }),
  };
}

/** A letter ready to send, as the API takes it: `sealed` is base64. */
export interface SealedLetter {
  readonly id: string;
  readonly seq: number;
  readonly sealed: string;
}

export async function sealLetter<K extends LetterKind>(
  draft: Draft<K>,
  signer: Signer,
  recipients: readonly string[],
): Promise<SealedLetter> {
  const body = letterBody(draft, signer);
  const plaintext = await packLetter(utf8(JSON.stringify(body)), signer);
  return { id: body.id, seq: body.seq, sealed: base64(await seal(plaintext, recipients)) };
}

/** What the server says a letter is. */
export interface Claim {
  readonly case: string;
  readonly id: string;
  readonly kind: string;
  readonly author: string;
  readonly seq: number;
  /** The author's key as the case or the roster has it; null where nobody knows it. */
  readonly key: Bytes | null;
}

/** Why a letter is shown as failing. */
export type Doubt = "signature" | "key" | "case" | "kind" | "id" | "author" | "seq" | "repeated" | "reader";

export interface OpenedLetter<K extends LetterKind = LetterKind> {
  readonly body: LetterBody<K>;
  /** Exactly what was signed: what an acceptance answers (shell.ts). */
  readonly bytes: Bytes;
  /** Empty where everything holds. */
  readonly doubts: readonly Doubt[];
}

/** Opens a sealed letter. Raises AgeError or BadLetter where there is nothing to show. */
export async function openLetter(
  sealed: Bytes,
  identities: readonly string[],
  claim: Claim,
): Promise<OpenedLetter> {
  return judgeLetter(await open(sealed, identities), claim);
}

/** Compares a plaintext with what the server says of it. Raises BadLetter. */
export async function judgeLetter(plaintext: Bytes, claim: Claim): Promise<OpenedLetter> {
  return judged(await unpackLetter(plaintext, claim.key ?? undefined), claim);
}

/**
 * The same where whose key counts follows from what the letter says: read and checked once, and once more
 * only where it is signed by another. Raises BadLetter, and what `keyOf` raises.
 */
export async function judgeBy(
  plaintext: Bytes,
  claim: Omit<Claim, "key">,
  keyOf: (body: LetterBody) => Claim["key"] | Promise<Claim["key"]>,
): Promise<OpenedLetter> {
  const own = await unpackLetter(plaintext);
  const whole = { ...claim, key: await keyOf(own.body) };
  const isOther = whole.key && !equal(whole.key, ownKey(own.body));
  return isOther ? judgeLetter(plaintext, whole) : judged(own, whole);
}

function judged({ body, bytes, signed }: UnpackedLetter, claim: Claim): OpenedLetter {
  const doubts: Doubt[] = signed ? [] : ["signature"];
  if (!claim.key || !equal(claim.key, ownKey(body))) doubts.push("key");
  for (const member of ["case", "kind", "id", "author", "seq"] as const) {
    if (body[member] !== claim[member]) doubts.push(member);
  }
  return { body, bytes, doubts };
}

/** Marks letters of one author that carry one number twice. */
export function markRepeated<T extends OpenedLetter>(letters: readonly T[]): T[] {
  const seen = new Map<string, number>();
  const name = ({ body }: T) => `${body.author} ${body.seq}`;
  for (const letter of letters) seen.set(name(letter), (seen.get(name(letter)) ?? 0) + 1);
  return letters.map(letter =>
    (seen.get(name(letter)) ?? 0) > 1
      ? { ...letter, doubts: [...letter.doubts, "repeated" as const] }
      : letter,
  );
}
