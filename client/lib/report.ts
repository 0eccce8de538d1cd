/** What the reporter's pages do, in one call each. */

import { generateIdentity, recipientOf, seal } from "./agefile.ts";
import type { CaseView, ReportBody } from "./api.ts";
import { type Bytes, base64, newId, utf8 } from "./bytes.ts";
import { keyText } from "./ed25519.ts";
import type { Erasure } from "./erased.ts";
import {
  type ContentOf,
  type FileEntry,
  type IdentityContent,
  type LetterKind,
  letterBody,
  packLetter,
  type ReportContent,
  sealLetter as sealAnyLetter,
  type SealedLetter,
} from "./letter.ts";
import { SigningKeys } from "./signingKeys.ts";
import type { CodeKeys } from "./returncode.ts";
import type { Holder, Roster } from "./roster.ts";
import { signAlone } from "./alone.ts";
import { digestOf, state } from "./readers.ts";
import { hear, type Heard, type LetterOrFailure } from "./letterAuthors.ts";
import { type CaseIdentity, openWraps, sealWrap } from "./wrap.ts";

export type { LetterOrFailure } from "./letterAuthors.ts";

export interface ReportInput {
  /** A fresh id, kept with the form so that a repeated send is one report. */
  readonly case?: string;
  readonly roster: Roster;
  readonly answers: ReportContent;
  /** Ids of those who will read it; at least one. */
  readonly holders: readonly string[];
  readonly keys: CodeKeys;
  readonly disclosed: string | null;
  readonly urgent: boolean;
  /** Her name, sealed to `knowers` and to herself only; null for anonymous. */
  readonly identity: IdentityContent | null;
  /** Ids of those who may know her name, all of them among `holders`; without it, every holder. */
  readonly knowers?: readonly string[];
  readonly now: Date;
}

export class NobodyLeft extends Error {
  override name = "NobodyLeft";
}

/** A sealed report, and what goes on being written in this sitting. */
export interface SealedReport {
  readonly body: ReportBody;
  readonly case: CaseIdentity;
}

function chosen({ roster, holders }: ReportInput): Holder[] {
  const all = roster.entries.filter(({ id }) => holders.includes(id));
  if (all.length === 0) throw new NobodyLeft("Choose at least one person who may read this.");
  if (all.length !== new Set(holders).size) {
    throw new NobodyLeft("Somebody you chose is no longer on the list. Please choose again.");
  }
  return all;
}

async function sealIdentity(input: ReportInput, id: string, people: readonly Holder[]) {
  if (!input.identity) return null;
  if (people.length === 0) throw new NobodyLeft("Choose at least one person who may know your name.");
  const { keys, now } = input;
  // Number 1: the report is 0, and each letter of hers needs its own number.
  const body = letterBody(
    { case: id, seq: 1, kind: "identity", author: "reporter", content: input.identity, now, seen: "" },
    keys.signer,
  );
  const plaintext = await packLetter(utf8(JSON.stringify(body)), keys.signer);
  const recipients = [...people.map(({ recipient }) => recipient), keys.recipient];
  const sealed = base64(await seal(plaintext, recipients));
  return { id: body.id, sealed, holders: people.map(holder => holder.id) };
}

/** The case identity for each of these people. */
export async function sealWraps(key: CaseIdentity, people: readonly Holder[]) {
  return Promise.all(
    people.map(async ({ id, recipient }) => ({
      holder: id,
      sealed: base64(await sealWrap(key, recipient)),
    })),
  );
}

/**
 * The body of POST /report/api/reports. Send the same body again when the answer is lost; sealing
 * anew would be another report.
 */
export async function sealReport(input: ReportInput): Promise<SealedReport> {
  const { keys, now } = input;
  const people = chosen(input);
  const mayKnow = (holder: Holder) => input.knowers?.includes(holder.id) ?? true;
  const id = input.case ?? newId();
  const key: CaseIdentity = { case: id, generation: 0, identity: generateIdentity() };
  const recipient = await recipientOf(key.identity);
  const readers = await state({ generation: 0, recipient, holders: people });
  const signed = await signAlone(readers, { case: id, author: "reporter", now }, keys.signer);
  const content = { ...input.answers, readers, signed };
  const letter = await sealAnyLetter(
    { case: id, seq: 0, kind: "report", author: "reporter", content, now, seen: "" },
    keys.signer,
    [recipient],
  );
  const body: ReportBody = {
    case: id,
    roster: input.roster.sha256,
    code: keys.code,
    reporter: { recipient: keys.recipient, signing: keyText(keys.signer.key) },
    case_recipient: recipient,
    wraps: await sealWraps(key, people),
    reporter_wrap: base64(await sealWrap(key, keys.recipient)),
    letter: { id: letter.id, sealed: letter.sealed },
    identity: await sealIdentity(input, id, people.filter(mayKnow)),
    disclosed: input.disclosed,
    urgent: input.urgent,
    readers: await digestOf(readers),
  };
  return { body, case: key };
}

/** An inbox that has been opened with the code. */
export interface OpenInbox {
  readonly view: CaseView;
  readonly keys: CodeKeys;
  /**
   * The newest case identity that opens: what is written from now on is sealed to it, once
   * `verifyCase` has let it pass (of an older one than the view's it lets none).
   */
  readonly case: CaseIdentity;
  /** Every generation that opens, oldest first. */
  readonly cases: readonly CaseIdentity[];
  /** The number of her next letter. */
  readonly nextSeq: number;
  /** Whose signature is whose. */
  readonly signers: SigningKeys;
  /** The newest leaf of what was followed (history.ts); empty until it was. */
  readonly seen: string;
}

function nextSeq(view: CaseView): number {
  const own = view.letters.filter(({ author }) => author === "reporter");
  return own.reduce((next, { seq }) => Math.max(next, seq + 1), 0);
}

/** Opens GET inbox. Raises BadWrap or AgeError where no key of it is one for this code. */
export async function openInbox(
  view: CaseView,
  keys: CodeKeys,
  signers: SigningKeys = new SigningKeys(null, () => Promise.reject(new Error("there is no roster"))),
): Promise<OpenInbox> {
  const cases = await openWraps(view, [keys.identity]);
  const newest = cases.at(-1) as CaseIdentity;
  return { view, keys, case: newest, cases, nextSeq: nextSeq(view), signers, seen: "" };
}

/** What opens something of this generation: its own identity, and hers for what is sealed to her. */
export function identitiesOf(
  { cases, keys }: Pick<OpenInbox, "cases" | "keys">,
  generation: number,
): string[] {
  const own = cases.filter(each => each.generation === generation);
  return [...own.map(({ identity }) => identity), keys.identity];
}

/** A file belongs to the generation under which it was announced. */
export function generationOfFile({ files, letters }: CaseView, file: string): number {
  const start = files.find(({ id }) => id === file)?.start;
  return letters.find(({ id }) => id === start)?.generation ?? 0;
}

/** Opens the letters of an inbox, and follows who could read what. */
export function hearLetters(
  { view, cases, keys, signers }: OpenInbox,
  fetchLetter: (id: string) => Promise<Bytes>,
  erasures?: Promise<readonly Erasure[]>,
): Promise<Heard> {
  const keyOf = (author: string, day: string, claimed: string) =>
    author === "reporter" ? keys.signer.key : signers.of(author, day, claimed);
  const successors = () => signers.successors;
  const reporter = keyText(keys.signer.key);
  const log = erasures ? { erasures } : {};
  return hear({ view, cases, own: [keys.identity], fetchLetter, reporter, keyOf, successors, ...log });
}

export async function openLetters(
  inbox: OpenInbox,
  fetchLetter: (id: string) => Promise<Bytes>,
): Promise<LetterOrFailure[]> {
  return (await hearLetters(inbox, fetchLetter)).letters;
}

/** A letter of hers, and which key it is sealed to: the server takes none of an older one. */
export interface ReporterLetter extends SealedLetter {
  readonly generation: number;
}

/** A letter of hers. `seq` counts on from `nextSeq`, one for each letter. */
export async function sealLetter<K extends LetterKind>(
  inbox: Pick<OpenInbox, "keys" | "case" | "seen"> & { readonly view: { readonly case_recipient: string } },
  letter: {
    kind: K;
    seq: number;
    content: ContentOf[K];
    files?: readonly FileEntry[];
    now: Date;
    id?: string;
  },
): Promise<ReporterLetter> {
  const { case: id, generation } = inbox.case;
  const draft = { ...letter, case: id, author: "reporter", seen: inbox.seen };
  const sealed = await sealAnyLetter(draft, inbox.keys.signer, [inbox.view.case_recipient]);
  return { ...sealed, generation };
}

/** An empty report, every answer skipped. */
export function emptyReport(language: string): ReportContent {
  return {
    words: "",
    about: "",
    safe: "",
    people: [],
    when: "",
    where: "",
    ongoing: "",
    told: [],
    help: [],
    help_words: "",
    worries: "",
    contact: { how: "", detail: "", times: "", name: "", avoid: "" },
    language,
    needs: "",
    reveal: "anonymous",
  };
}
