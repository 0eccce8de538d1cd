/**
 * Exhibits: how they are numbered, and the digests of what is sealed and of what is in it
 * (docs/spec/casework.md, "What the letters say").
 */

import { open, seal } from "./agefile.ts";
import { ApiError, type ReadRange } from "./api.ts";
import type { Bytes } from "./bytes.ts";
import { BLOCK, BlockDigest, digestOf } from "./digest.ts";
import { sha256hex } from "./hash.ts";
import type { FileContent } from "./letter.ts";
import { MAX_BLOB, openBlob, type SealedFile } from "./sealedFileReader.ts";

/** Sealed in memory: three times its size is needed while that is done. */
export const MAX_COPY = 100 * 1024 * 1024;

/** The most that such a copy has, sealed, whoever made it. */
export const MAX_SEALED = MAX_COPY + 1024 * 1024;

/** What an exhibit is known by: the case, and a number that no other of it ever has. */
export function exhibitNumber(ref: string, number: number): string {
  return `${ref}/E${String(number).padStart(3, "0")}`;
}

/** Of one thing, sealed and open. */
export interface Digests {
  /** Of the sealed bytes, by blocks (sealing.md, 6): the server sees this one. */
  readonly sealed: string;
  /** Of what is in it, by blocks. It would confirm a guess, so it is said in sealed letters alone. */
  readonly plain: string;
  /** The same as `sha256sum` prints it; empty of what is too large for memory. */
  readonly sha256: string;
  /** Bytes of what is in it. */
  readonly size: number;
}

/** A copy that is sealed to the file of the case: `bytes` as it was made the sealed ones, as it was opened those in it. */
export interface SealedCopy extends Digests {
  readonly bytes: Bytes;
}

/** Empty where the segment ends before: its last part may have been a whole block. */
async function blockAt(range: ReadRange, segment: string, at: number): Promise<Bytes> {
  try {
    return await range(segment, at, at + BLOCK);
  } catch (error) {
    if (error instanceof ApiError && error.status === 416 && at > 0) return new Uint8Array();
    throw error;
  }
}

/** Of a file that was sent with a report: its sealed segments one after the other. Raises ApiError. */
export async function sealedDigest(range: ReadRange, segments: FileContent["segments"]): Promise<string> {
  const digest = new BlockDigest();
  for (const { id } of segments) {
    for (let at = 0, last = BLOCK; last === BLOCK; at += BLOCK) {
      const block = await blockAt(range, id, at);
      await digest.add(block);
      last = block.length;
    }
  }
  return digest.result();
}

async function plainDigest(file: SealedFile): Promise<void> {
  const reader = file.stream().getReader();
  while (!(await reader.read()).done);
}

/** Both digests of a file that was sent with a report. Raises BadFile where it is another, ApiError. */
export async function digestsOfFile(
  file: SealedFile,
  { digest, size, segments }: FileContent,
  range: ReadRange,
): Promise<Digests> {
  const sealed = await sealedDigest(range, segments);
  if (size > MAX_BLOB) {
    await plainDigest(file);
    return { sealed, plain: digest, sha256: "", size };
  }
  // Opening it compares its digest with the one that was signed.
  const bytes = new Uint8Array(await (await openBlob(file)).arrayBuffer());
  return { sealed, plain: digest, sha256: await sha256hex(bytes), size };
}

/** Asked for at once of a copy that Heard has. */
const SPAN = 4 * 1024 * 1024;

/** The sealed bytes that Heard keeps of an exhibit. Raises ApiError. */
export async function fetchCopy(
  range: ReadRange,
  { record, size }: { readonly record: string; readonly size: number },
  progress?: (done: number) => void,
): Promise<Blob> {
  const parts: Blob[] = [];
  for (let at = 0; at < size; at += SPAN) {
    progress?.(at);
    parts.push(new Blob([await range(record, at, Math.min(size, at + SPAN))]));
  }
  return new Blob(parts, { type: "application/octet-stream" });
}

/** Seals something of the handler's to the file of the case. */
export async function sealCopy(file: Blob, recipient: string): Promise<SealedCopy> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const sealed = await seal(bytes, [recipient]);
  const [of, plain] = await Promise.all([digestOf(new Blob([sealed])), digestOf(file)]);
  return { bytes: sealed, sealed: of, plain, sha256: await sha256hex(bytes), size: file.size };
}

/** A sealed copy with what is in it. Raises AgeError where it was altered or sealed to others. */
export async function contentOfCopy(copy: Blob, identities: readonly string[]): Promise<SealedCopy> {
  const sealed = await digestOf(copy);
  const bytes = await open(new Uint8Array(await copy.arrayBuffer()), identities);
  const plain = await digestOf(new Blob([bytes]));
  return { bytes, sealed, plain, sha256: await sha256hex(bytes), size: bytes.length };
}
