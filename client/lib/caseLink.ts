/**
 * What somebody signs who links two cases (docs/spec/sealing.md, 10): the content of a `note` whose `case`
 * is the link's id, sealed to the newest file key of either case.
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

/** What is said of a link does not hold. */
export class BadLink extends Error {
  override name = "BadLink";
}

const MOST_WORDS = 65_536; // bytes of UTF-8

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

export interface Linking {
  readonly link: string;
  /** Both cases, with their newest file recipients (age1pq1…). */
  readonly cases: readonly { readonly id: string; readonly recipient: string }[];
  readonly words: string;
  readonly author: string;
  readonly now: Date;
}

/** The letter that links two cases. Raises BadLink. */
export async function sealLink(
  { link, cases, words, author, now }: Linking,
  signer: Signer,
): Promise<SealedLetter> {
  const both = cases.toSorted((a, b) => byText(a.id, b.id));
  const named = both.map(async ({ id, recipient }) => ({ id, file: await sha256hex(utf8(recipient)) }));
  const content = parseLink({ kind: "link", cases: await Promise.all(named), words });
  const draft = { case: link, kind: "note" as const, seq: 0, author, now, seen: "" };
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

/**
 * Opens the letter of a link by the identities of the file of `own`. Raises AgeError where none of them
 * opens it, BadLetter and BadLink where it is not what the server says.
 */
export async function openLink(
  { id, own, other, author, letter, sealed }: GivenLink,
  identities: readonly string[],
  keyOf: (author: string, day: string, claimed: string) => Bytes | null | Promise<Bytes | null>,
): Promise<CaseLink> {
  const plaintext = await open(sealed, identities);
  const claim = { case: id, id: letter, kind: "note", author, seq: 0 } as const;
  const { body, doubts } = await judgeBy(plaintext, claim, ({ sent, key }) =>
    keyOf(author, sent.slice(0, 10), key),
  );
  const said = parseLink(body.content);
  const files = await Promise.all(identities.map(async each => sha256hex(utf8(await recipientOf(each)))));
  const isOurs = said.cases.some(each => each.id === own && files.includes(each.file));
  if (doubts.length > 0 || !isOurs || !said.cases.some(each => each.id === other)) {
    throw new BadLink("the letter of this link is about something else");
  }
  return said;
}
