/** A file on its way from the reporter: announced, sealed in a worker, finished. */

import type { FileView, InboxApi } from "./api.ts";
import { newId, timestamp } from "./bytes.ts";
import type { FileContent, FileStartContent, OpenedLetter } from "./letter.ts";
import { BadImage, MAX_IMAGE, type Removed, stripMetadata } from "./metadata.ts";
import { type OpenInbox, sealLetter } from "./report.ts";
import type { SegmentState, Uploaded } from "./upload.ts";

/** What is sent for a chosen file. */
export interface Prepared {
  readonly blob: Blob;
  readonly name: string;
  readonly type: string;
  readonly modified: Date;
  readonly removed: readonly Removed[];
  /** False: this kind of file may still carry where and when it was made. */
  readonly clean: boolean;
}

/** Takes metadata out of an image if `strip`; every other file is as it was chosen. */
export async function prepareFile(file: File, strip: boolean): Promise<Prepared> {
  const { name, type } = file;
  const modified = new Date(file.lastModified);
  const asIs = { blob: file, name, type, modified, removed: [], clean: false };
  if (!strip || !type.startsWith("image/") || file.size > MAX_IMAGE) return asIs;
  try {
    const { bytes, removed, known } = stripMetadata(new Uint8Array(await file.arrayBuffer()));
    return { ...asIs, blob: new Blob([bytes], { type }), removed, clean: known };
  } catch (error) {
    if (error instanceof BadImage) return asIs;
    throw error;
  }
}

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
    modified: timestamp(prepared.modified),
  };
  await api.startFile(
    file,
    await sealLetter(inbox, { kind: "file-start", seq: input.seq[0], content, now }),
  );
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

/** Name, size and time as announced: the digest is of what is sent in the end anyway. */
export function isSameFile(content: FileStartContent, prepared: Prepared): boolean {
  return (
    content.name === prepared.name &&
    content.size === prepared.blob.size &&
    content.modified === timestamp(prepared.modified)
  );
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
