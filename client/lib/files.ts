/** A file on its way from the reporter: announced, sealed in a worker, finished. */

import type { FileView, InboxApi } from "./api.ts";
import { newId } from "./bytes.ts";
import type { FileContent, FileStartContent, OpenedLetter } from "./letter.ts";
import type { Prepared } from "./prepare.ts";
import { type OpenInbox, sealLetter } from "./report.ts";
import type { SegmentState, Uploaded } from "./upload.ts";

/** How a file travels: `runInWorker` in pages, `uploadFile` itself in tests. */
export type Upload = (input: {
  readonly file: string;
  readonly blob: Blob;
  readonly recipient: string;
  readonly had: readonly SegmentState[];
}) => Promise<Uploaded>;

export interface SendFileInput {
  readonly api: InboxApi;
  readonly inbox: OpenInbox;
  readonly prepared: Prepared;
  /** Numbers of two letters of hers: the announcement and the end. */
  readonly seq: readonly [number, number];
  readonly now: Date;
  readonly upload: Upload;
}

/** Announces, uploads and finishes a file. The answer carries the receipt. */
export async function sendFile(input: SendFileInput) {
  const { api, inbox, prepared, now } = input;
  const file = newId();
  const { blob, name, type } = prepared;
  const content: FileStartContent = {
    file,
    name,
    type,
    size: blob.size,
    // When a file was written is mostly when a picture was taken: that is told to nobody.
    modified: "",
  };
  await api.startFile(file, await sealLetter(inbox, { kind: "file-start", seq: input.seq[0], content, now }));
  return finish(input, file, [], input.seq[1]);
}

/** Goes on with a file that was announced before a reload and chosen again. */
export async function resumeFile(input: Omit<SendFileInput, "seq"> & ResumeInput) {
  if (!isSameFile(input.announced.body.content, input.prepared)) {
    throw new OtherFile("This is not the file that was being sent. Please choose that one.");
  }
  return finish(input, input.view.id, input.view.segments, input.seq);
}

export interface ResumeInput {
  readonly view: FileView;
  readonly announced: OpenedLetter<"file-start">;
  readonly seq: number;
}

export class OtherFile extends Error {
  override name = "OtherFile";
}

/** Name and size as announced: the digest is of what is sent in the end anyway. */
export function isSameFile(content: FileStartContent, prepared: Prepared): boolean {
  return content.name === prepared.name && content.size === prepared.blob.size;
}

async function finish(
  input: Omit<SendFileInput, "seq">,
  file: string,
  had: readonly SegmentState[],
  seq: number,
) {
  const { api, inbox, prepared, now } = input;
  const { blob, name, type } = prepared;
  const recipient = inbox.view.case_recipient;
  const { segments, digest } = await input.upload({ file, blob, recipient, had });
  const content: FileContent = {
    file,
    name,
    type,
    size: blob.size,
    digest,
    stripped: [...prepared.removed],
    segments: segments.map(({ id, offset, length }) => ({ id, offset, length })),
  };
  const entry = { id: file, name, type, size: blob.size, digest };
  const letter = await sealLetter(inbox, { kind: "file", seq, content, files: [entry], now });
  const sizes = segments.map(({ id, size }) => ({ id, size }));
  return { ...(await api.finishFile(file, letter, sizes)), content };
}
