/**
 * What somebody signs who links two cases, or looks at a link (docs/spec/sealing.md, 10): the content of a
 * `note` whose `case` is the link's id, sealed to the newest file key of either case.
 */

import { open, recipientOf } from "./agefile.ts";
import { type Bytes, isId, utf8 } from "./bytes.ts";
import type { ContentOf } from "./contents.ts";
import type { Signer } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";
import { judgeBy, type SealedLetter, sealLetter } from "./letter.ts";
import { byText, hasMembers, inOrder, isDigest } from "./readers.ts";

/** One of the two; `file`: SHA-256 of its file recipient, to which the letter is sealed. */
export interface LinkedCase {
  readonly id: string;
  readonly file: string;
}

export interface CaseLink {
  readonly kind: "link";
  /** Sorted by id. */
  readonly cases: readonly LinkedCase[];
  /** Why they are linked. */
  readonly words: string;
}

/** Whether a complaint is retaliation for the other; `cases` with the files that they have by now. */
export interface LinkCheck extends Omit<CaseLink, "kind"> {
  readonly kind: "link-check";
  /** SHA-256 of the letter of the link, sealed. */
  readonly answers: string;
  readonly retaliation: boolean;
}

/** What is said of a link does not hold. */
export class BadLink extends Error {
  override name = "BadLink";
}

const MOST_WORDS = 65_536; // bytes of UTF-8
/** `seq` of the letter that links, and of the one that says what was found. */
const [LINKS, CHECKS] = [0, 1] as const;

function isCase(value: unknown): value is LinkedCase {
  return hasMembers(value, "file,id") && isId(value["id"]) && isDigest(value["file"]);
}

/** Reads what a letter says of a link; only what a writer writes. Raises BadLink. */
export function parseLink(value: unknown): CaseLink {
  const sound =
    hasMembers(value, "cases,kind,words") &&
    value["kind"] === "link" &&
    Array.isArray(value["cases"]) &&
    value["cases"].length === 2 &&
    value["cases"].every(isCase) &&
    inOrder(value["cases"].map(({ id }) => id)) &&
    value["cases"][0]?.file !== value["cases"][1]?.file &&
    typeof value["words"] === "string" &&
    utf8(value["words"]).length <= MOST_WORDS;
  if (!sound) throw new BadLink("what links these cases does not hold");
  return value as unknown as CaseLink;
}

/** Reads what a letter says of a look at a link; only what a writer writes. Raises BadLink. */
export function parseLinkCheck(value: unknown): LinkCheck {
  const sound =
    hasMembers(value, "answers,cases,kind,retaliation,words") &&
    value["kind"] === "link-check" &&
    isDigest(value["answers"]) &&
    typeof value["retaliation"] === "boolean";
  if (!sound) throw new BadLink("what looks at this link does not hold");
  parseLink({ kind: "link", cases: value["cases"], words: value["words"] });
  return value as unknown as LinkCheck;
}

export interface Linking {
  readonly link: string;
  /** Both cases, with their newest file recipients (age1pq1…). */
  readonly cases: readonly { readonly id: string; readonly recipient: string }[];
  readonly words: string;
  readonly author: string;
  readonly now: Date;
}

/** Both with the file recipients that they have, in the order of their ids. */
async function named(cases: Linking["cases"]): Promise<LinkedCase[]> {
  const both = cases.toSorted((a, b) => byText(a.id, b.id));
  return Promise.all(both.map(async ({ id, recipient }) => ({ id, file: await sha256hex(utf8(recipient)) })));
}

async function sealed(
  { link, cases, author, now }: Linking,
  seq: number,
  content: CaseLink | LinkCheck,
  signer: Signer,
): Promise<SealedLetter> {
  const both = cases.toSorted((a, b) => byText(a.id, b.id));
  const draft = { case: link, kind: "note" as const, seq, author, now, seen: "" };
  const whole = { ...draft, content: content as unknown as ContentOf["note"] };
  return sealLetter(
    whole,
    signer,
    both.map(({ recipient }) => recipient),
  );
}

/** What the server says of a link, seen from the case `own`. */
export interface GivenLink {
  readonly id: string;
  readonly own: string;
  readonly other: string;
  readonly author: string;
  readonly letter: string;
  readonly sealed: Bytes;
}

/** The letter that links two cases. Raises BadLink. */
export async function sealLink(linking: Linking, signer: Signer): Promise<SealedLetter> {
  const { words } = linking;
  const content = parseLink({ kind: "link", cases: await named(linking.cases), words });
  return sealed(linking, LINKS, content, signer);
}

/** What somebody found who looked at the link whose sealed letter is `answered`. */
export interface Checking extends Linking {
  readonly answered: Bytes;
  readonly retaliation: boolean;
}

/** The letter that says so. Raises BadLink. */
export async function sealLinkCheck(checking: Checking, signer: Signer): Promise<SealedLetter> {
  const { words, retaliation, answered } = checking;
  const cases = await named(checking.cases);
  const said = { kind: "link-check", cases, words, retaliation, answers: await sha256hex(answered) };
  return sealed(checking, CHECKS, parseLinkCheck(said), signer);
}

export type KeyOf = (author: string, day: string, claimed: string) => Bytes | null | Promise<Bytes | null>;

/** What a letter of a link says, once its author and its place are checked. */
async function contentOf(
  { id, author, letter, sealed }: Omit<GivenLink, "own" | "other">,
  seq: number,
  identities: readonly string[],
  keyOf: KeyOf,
): Promise<unknown> {
  const plaintext = await open(sealed, identities);
  const claim = { case: id, id: letter, kind: "note", author, seq } as const;
  const { body, doubts } = await judgeBy(plaintext, claim, ({ sent, key }) =>
    keyOf(author, sent.slice(0, 10), key),
  );
  if (doubts.length > 0) throw new BadLink("the letter of this link is not genuine");
  return body.content;
}

/** Whether these are the cases that the server says, and one of the files is of these identities. */
async function areThey(
  cases: readonly LinkedCase[],
  { own, other }: Pick<GivenLink, "own" | "other">,
  identities: readonly string[],
): Promise<boolean> {
  const files = await Promise.all(identities.map(async each => sha256hex(utf8(await recipientOf(each)))));
  const isOurs = cases.some(each => each.id === own && files.includes(each.file));
  return isOurs && cases.some(each => each.id === other);
}

/**
 * Opens the letter of a link by the identities of the file of `own`. Raises AgeError where none of them
 * opens it, BadLetter and BadLink where it is not what the server says.
 */
export async function openLink(
  given: GivenLink,
  identities: readonly string[],
  keyOf: KeyOf,
): Promise<CaseLink> {
  const said = parseLink(await contentOf(given, LINKS, identities, keyOf));
  if (await areThey(said.cases, given, identities)) return said;
  throw new BadLink("the letter of this link is about something else");
}

/** What the server says of a look at a link. */
export interface GivenCheck extends GivenLink {
  /** The letter of the link, sealed. */
  readonly answered: Bytes;
  readonly retaliation: boolean;
}

/** Opens the letter of a look at a link. Raises as `openLink`. */
export async function openLinkCheck(
  given: GivenCheck,
  identities: readonly string[],
  keyOf: KeyOf,
): Promise<LinkCheck> {
  const said = parseLinkCheck(await contentOf(given, CHECKS, identities, keyOf));
  const isOfIt = said.answers === (await sha256hex(given.answered)) && said.retaliation === given.retaliation;
  if (isOfIt && (await areThey(said.cases, given, identities))) return said;
  throw new BadLink("the letter of this look is about something else");
}
