/** What a letter of each kind says (docs/spec/sealing.md, 5). */

import type { Carried } from "./alone.ts";
import type { Statement } from "./readers.ts";

export type LetterKind =
  | "report"
  | "message"
  | "addition"
  | "note"
  | "file-start"
  | "file"
  | "identity"
  | "request"
  | "evidence"
  | "decision"
  | "record"
  | "file-key"
  | "assent";

export type Answer = "yes" | "no" | "unsure" | "";

/** What a person typed about someone; the role is one of the field's, or empty. */
export interface Person {
  name: string;
  role: "respondent" | "witness" | "bystander" | "supporter" | "told" | "";
  relation: string;
  note: string;
}

export interface ReportContent {
  words: string;
  about: "me" | "someone" | "both" | "";
  safe: Answer;
  people: Person[];
  when: string;
  where: string;
  ongoing: Answer;
  /** `acted`: whether they did something; absent in what was written before it was asked. */
  told: { who: string; when: string; acted?: "yes" | "no" | "" }[];
  help: string[];
  help_words: string;
  worries: string;
  contact: { how: string; detail: string; times: string; name: string; avoid: string };
  language: string;
  needs: string;
  reveal: "anonymous" | "confidential" | "named";
  /** Whom it is sealed to; absent in what was written before statements (docs/spec/sealing.md, 9). */
  readers?: Statement;
  /** The same, signed by itself (alone.ts), base64; absent before 2026-11-30. */
  signed?: string;
}

export interface WordsContent {
  words: string;
  /** Who can read the case from now on, where the letter makes a new key or lets somebody in. */
  readers?: Statement;
  /** As in a report. */
  signed?: string;
  /** In a note that makes a new key: who could read by those before (carried.ts). */
  earlier?: readonly Carried[];
}

export interface IdentityContent {
  name: string;
  contact: string;
  words: string;
}

export interface FileStartContent {
  file: string;
  name: string;
  type: string;
  size: number;
  modified: string;
}

export interface FileContent {
  file: string;
  name: string;
  type: string;
  size: number;
  digest: string;
  stripped: string[];
  segments: { id: string; offset: number; length: number }[];
}

/** What a request asks her for. She owes none of it, and nothing waits for it. */
export type Asks = "question" | "meeting" | "consent" | "document" | "proof" | "witness" | "recording";

/** `reason` is why it is asked, and never empty where proof is asked for (wordcheck.ts). */
export interface RequestContent {
  words: string;
  asks: Asks;
  reason: string;
}

/**
 * Something that somebody outside holds: what, where it was taken, who has it and how to reach
 * them, and from when until when it matters. Among handlers, like a note.
 */
export interface EvidenceContent {
  what: string;
  where: string;
  holder: string;
  reach: string;
  from: string;
  until: string;
  words: string;
}

/**
 * How the case goes on, and why. `record`: what the server shows of the move beside it (docs/spec/sealing.md,
 * 11); whoever opens it compares the two (shell.ts).
 */
export interface DecisionContent {
  text: string;
  record: unknown;
}

/**
 * A move of a record, in words, or a signature beside one: `record` is its shell, as in a decision, `answers`
 * the body that is accepted. What else an object has to say stands beside it.
 */
export interface RecordContent {
  text: string;
  record: unknown;
  answers?: string;
  readonly [more: string]: unknown;
}

/** What the reporter's own letters to the file are sealed to (docs/spec/sealing.md, 5). */
export interface FileKeyContent {
  matter: string;
  generation: number;
  recipient: string;
}

export interface ContentOf {
  report: ReportContent;
  message: WordsContent;
  addition: WordsContent;
  note: WordsContent;
  identity: IdentityContent;
  "file-start": FileStartContent;
  file: FileContent;
  request: RequestContent;
  evidence: EvidenceContent;
  decision: DecisionContent;
  record: RecordContent;
  "file-key": FileKeyContent;
  assent: RecordContent;
}

export interface FileEntry {
  id: string;
  name: string;
  type: string;
  size: number;
  digest: string;
}
