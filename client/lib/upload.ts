/**
 * Seals a file and sends it in parts (docs/spec/sealing.md, 6). Memory stays at a few parts,
 * whatever the size. A sealed part is kept until the server has it and is never sealed twice.
 */

import { CHUNK, type Payload, SEALED_CHUNK, sealedSize, start } from "./agefile.ts";
import { ApiError, type PartPlace, receivedOf, sleep, Unreachable, waitMs } from "./api.ts";
import { type Bytes, newId } from "./bytes.ts";
import { BLOCK, BlockDigest } from "./digest.ts";
import { FILE_PART } from "./shared.ts";

export interface SegmentState {
  readonly id: string;
  /** Ciphertext bytes that the server has. */
  readonly received: number;
}

export interface SentSegment {
  readonly id: string;
  /** Plaintext. */
  readonly offset: number;
  readonly length: number;
  /** Ciphertext. */
  readonly size: number;
}

export interface UploadInput {
  readonly file: string;
  readonly blob: Blob;
  /** The case recipient. */
  readonly recipient: string;
  readonly put: (place: PartPlace, part: Bytes) => Promise<unknown>;
  /** What the server has of this file from before a reload. */
  readonly had?: readonly SegmentState[];
  /** Plaintext bytes that are safe on the server, and how many there are. */
  readonly progress?: (done: number, total: number) => void;
  /** Told when the connection is gone (true) and when it is back. */
  readonly waiting?: (waiting: boolean) => void;
  readonly signal?: AbortSignal;
}

export interface Uploaded {
  readonly segments: readonly SentSegment[];
  readonly digest: string;
}

/** The file can no longer be read as it was chosen: it was changed, moved or deleted. */
export class FileChanged extends Error {
  override name = "FileChanged";
}

/** The server has fewer bytes of the segment than it said: what was sealed for it is gone. */
class LostPart extends Error {
  readonly received: number;
  constructor(received: number) {
    super("the server lost a part");
    this.received = received;
  }
}

/**
 * Plaintext bytes that `received` bytes of a segment cover, where `remaining` were to come: all
 * of them if the last chunk is there, else whole chunks only.
 */
export function coverage(received: number, head: number, remaining: number): number {
  const payload = received - head;
  if (payload === sealedSize(remaining)) return remaining;
  const chunks = Math.max(0, Math.floor(payload / SEALED_CHUNK));
  return Math.min(chunks * CHUNK, Math.floor(Math.max(0, remaining - 1) / CHUNK) * CHUNK);
}

export async function sliceOf(blob: Blob, from: number, to: number): Promise<Bytes> {
  try {
    const bytes = new Uint8Array(await blob.slice(from, to).arrayBuffer());
    if (bytes.length === to - from) return bytes;
  } catch {
    // NotReadableError: the browser noticed.
  }
  throw new FileChanged("The file was changed or moved. Please choose it again.");
}

/** Where the next slice ends: at a block of the digest, so that most are hashed as they lie. */
function sliceEnd(at: number, size: number): number {
  return Math.min(size, (Math.floor(at / BLOCK) + 1) * BLOCK);
}

async function sealSlice(payload: Payload, first: number, last: boolean, plain: Bytes) {
  const count = Math.max(1, Math.ceil(plain.length / CHUNK));
  const jobs = Array.from({ length: count }, (_, i) =>
    payload.sealChunk(first + i, last && i === count - 1, plain.subarray(i * CHUNK, (i + 1) * CHUNK)),
  );
  return Promise.all(jobs);
}

/** The ciphertext of one segment in parts; each belongs to whoever takes it. */
async function* sealedParts(
  blob: Blob,
  offset: number,
  digest: BlockDigest,
  head: Bytes,
  payload: Payload,
): AsyncGenerator<Bytes, void> {
  let part = new Uint8Array(FILE_PART);
  let filled = 0;
  let pending: Bytes[] = [head];
  let chunk = 0;
  for (let at = offset; ;) {
    const end = sliceEnd(at, blob.size);
    const plain = await sliceOf(blob, at, end);
    const last = end === blob.size;
    // Hashed and sealed at once, from the same bytes in memory: the file may change on disk.
    const sealing = sealSlice(payload, chunk, last, plain);
    const [sealed] = await Promise.all([sealing, digest.add(plain)]);
    pending = pending.concat(sealed);
    chunk += Math.ceil(plain.length / CHUNK);
    for (const piece of pending) {
      const fits = Math.min(piece.length, FILE_PART - filled);
      part.set(piece.subarray(0, fits), filled);
      filled += fits;
      if (filled < FILE_PART) continue;
      yield part;
      part = new Uint8Array(FILE_PART);
      part.set(piece.subarray(fits));
      filled = piece.length - fits;
    }
    pending = [];
    at = end;
    if (last) break;
  }
  if (filled > 0) yield part.slice(0, filled);
}

/** Sends one part until the server has it: the same bytes each time. */
async function deliver(input: UploadInput, place: PartPlace, part: Bytes): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    input.signal?.throwIfAborted();
    try {
      await input.put(place, part);
      if (attempt > 0) input.waiting?.(false);
      return;
    } catch (error) {
      const received = receivedOf(error);
      // The answer to an earlier try was lost, the part was not.
      if (received === place.offset + part.length) return;
      if (received !== null && received !== place.offset) throw new LostPart(received);
      if (!canPass(error) && received === null) throw error;
      input.waiting?.(true);
      await sleep(waitMs(Math.min(attempt, 6)), input.signal);
    }
  }
}

export function canPass(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return error instanceof ApiError && [429, 502, 503, 504].includes(error.status);
}

interface Progressed {
  readonly segment: SentSegment;
  readonly complete: boolean;
}

async function sendSegment(input: UploadInput, offset: number, digest: BlockDigest): Promise<Progressed> {
  const { head, payload } = await start([input.recipient]);
  const id = newId();
  const remaining = input.blob.size - offset;
  const parts = sealedParts(input.blob, offset, digest, head, payload);
  let sent = 0;
  let next = parts.next();
  for (;;) {
    const { value: part, done } = await next;
    if (done || !part) break;
    // The next part is sealed while this one travels; no more than two are held.
    next = parts.next();
    next.catch(() => undefined);
    try {
      await deliver(input, { file: input.file, segment: id, offset: sent }, part);
    } catch (error) {
      if (!(error instanceof LostPart)) throw error;
      const length = coverage(error.received, head.length, remaining);
      return { segment: { id, offset, length, size: error.received }, complete: false };
    }
    sent += part.length;
    input.progress?.(offset + coverage(sent, head.length, remaining), input.blob.size);
  }
  return { segment: { id, offset, length: remaining, size: sent }, complete: true };
}

/** Segments from before a reload, as far as their chunks reach. */
export async function segmentsFrom(
  had: readonly SegmentState[],
  recipient: string,
  size: number,
): Promise<SentSegment[]> {
  // The same for every file to one hybrid recipient.
  const head = (await start([recipient])).head.length;
  const out: SentSegment[] = [];
  let offset = 0;
  for (const { id, received } of had) {
    const length = coverage(received, head, size - offset);
    const complete = received === head + sealedSize(size - offset) && size - offset >= 0;
    if (length > 0 || complete) out.push({ id, offset, length, size: received });
    offset += length;
  }
  return out;
}

/** Hashes again what was sent before, from the file itself. */
async function digestUpTo(blob: Blob, end: number): Promise<BlockDigest> {
  const digest = new BlockDigest();
  for (let at = 0; at < end;) {
    const to = Math.min(end, sliceEnd(at, blob.size));
    await digest.add(await sliceOf(blob, at, to));
    at = to;
  }
  return digest;
}

/** Uploads a file to its end. Raises FileChanged, ApiError; waits while there is no connection. */
export async function uploadFile(input: UploadInput): Promise<Uploaded> {
  const { blob, recipient } = input;
  const segments = await segmentsFrom(input.had ?? [], recipient, blob.size);
  for (;;) {
    const done = segments.reduce((sum, { length }) => sum + length, 0);
    const digest = await digestUpTo(blob, done);
    if (done === blob.size && segments.length > 0) return { segments, digest: await digest.result() };
    input.progress?.(done, blob.size);
    const { segment, complete } = await sendSegment(input, done, digest);
    if (segment.length > 0 || complete) segments.push(segment);
    if (complete) return { segments, digest: await digest.result() };
  }
}
