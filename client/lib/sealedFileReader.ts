/**
 * Reads sealed files where they lie, chunk by chunk: a video can be sought in without fetching
 * all of it (docs/spec/sealing.md, 6).
 */

import { CHUNK, MAX_HEADER, openHead, type Opened, SEALED_CHUNK, TAG } from "./agefile.ts";
import type { ReadRange } from "./api.ts";
import { type Bytes, concat, isId } from "./bytes.ts";
import { BlockDigest } from "./digest.ts";
import type { FileContent } from "./letter.ts";
import { FILE_MAX_SEGMENTS } from "./shared.ts";

/** The file letter contradicts itself, or the bytes are not those that the reporter sent. */
export class BadFile extends Error {
  override name = "BadFile";
}

/** Of a header to one hybrid recipient about 1,700 bytes; asked for first. */
const FIRST_READ = 4096;
/** Plaintext of one request while streaming. */
const SPAN = 64 * CHUNK;
/** Decrypted chunks that are kept: a player reads the same place again and again. */
const KEPT = 64;

type Segment = FileContent["segments"][number];

/** Checks that the segments cover the file in order, without gap or overlap. */
export function checkSegments({ size, segments }: FileContent): void {
  if (!Array.isArray(segments) || segments.length < 1 || segments.length > FILE_MAX_SEGMENTS) {
    throw new BadFile("the file has no parts, or too many");
  }
  let at = 0;
  segments.forEach(({ id, offset, length }, i) => {
    const whole = i === segments.length - 1 || length % CHUNK === 0;
    if (!isId(id) || offset !== at || !Number.isSafeInteger(length) || length < 0 || !whole) {
      throw new BadFile("the parts of the file do not fit");
    }
    at += length;
  });
  if (at !== size) throw new BadFile("the parts of the file have another size");
}

export interface SealedFile {
  readonly size: number;
  readonly type: string;
  readonly name: string;
  /** Plaintext from `offset`, at most `length` bytes; shorter only at the end. */
  read(offset: number, length: number): Promise<Bytes>;
  /** All of it; fails at the end where the digest is not the reporter's. */
  stream(progress?: (done: number) => void): ReadableStream<Bytes>;
}

class Reader {
  readonly #content: FileContent;
  readonly #identities: readonly string[];
  readonly #range: ReadRange;
  readonly #heads = new Map<string, Promise<Opened>>();
  readonly #chunks = new Map<string, Bytes>();

  constructor(content: FileContent, identities: readonly string[], range: ReadRange) {
    this.#content = content;
    this.#identities = identities;
    this.#range = range;
  }

  #head(id: string): Promise<Opened> {
    const known = this.#heads.get(id) ?? this.#openHead(id);
    this.#heads.set(id, known);
    known.catch(() => this.#heads.delete(id));
    return known;
  }

  async #openHead(id: string): Promise<Opened> {
    const first = await this.#range(id, 0, FIRST_READ);
    const text = String.fromCharCode(...first);
    // Another tool may have written a longer header than ours.
    const enough = /\n--- [^\n]*\n[^]{16}/.test(text);
    return openHead(enough ? first : await this.#range(id, 0, MAX_HEADER), this.#identities);
  }

  /** Opens chunks `from` to `to` (exclusive) of a segment with one request. */
  async #fetch(segment: Segment, from: number, to: number): Promise<Bytes[]> {
    const { size: head, payload } = await this.#head(segment.id);
    const count = Math.max(1, Math.ceil(segment.length / CHUNK));
    const isLast = segment === this.#content.segments.at(-1);
    const rest = segment.length - (count - 1) * CHUNK;
    const end = to === count && isLast ? (to - 1) * SEALED_CHUNK + rest + TAG : to * SEALED_CHUNK;
    const sealed = await this.#range(segment.id, head + from * SEALED_CHUNK, head + end);
    if (sealed.length !== end - from * SEALED_CHUNK) throw new BadFile("the server sent too little");
    return Promise.all(
      Array.from({ length: to - from }, (_, i) => {
        const bytes = sealed.slice(i * SEALED_CHUNK, (i + 1) * SEALED_CHUNK);
        return payload.openChunk(from + i, isLast && from + i === count - 1, bytes);
      }),
    );
  }

  async #readSegment(segment: Segment, from: number, to: number): Promise<Bytes> {
    const first = Math.floor(from / CHUNK);
    const last = Math.max(first + 1, Math.ceil(to / CHUNK));
    const name = (index: number) => `${segment.id} ${index}`;
    const indexes = Array.from({ length: last - first }, (_, i) => first + i);
    const held = indexes.map(index => this.#chunks.get(name(index)));
    if (held.includes(undefined)) {
      const fresh = await this.#fetch(segment, first, last);
      fresh.forEach((chunk, i) => {
        held[i] = chunk;
        this.#keep(name(first + i), chunk);
      });
    }
    const bytes = concat(...(held as Bytes[]));
    return bytes.slice(from - first * CHUNK, to - first * CHUNK);
  }

  #keep(name: string, chunk: Bytes): void {
    this.#chunks.set(name, chunk);
    const oldest = this.#chunks.keys().next().value;
    if (this.#chunks.size > KEPT && oldest !== undefined) this.#chunks.delete(oldest);
  }

  async read(offset: number, length: number): Promise<Bytes> {
    const end = Math.min(this.#content.size, offset + length);
    const parts: Bytes[] = [];
    for (const segment of this.#content.segments) {
      const from = Math.max(offset, segment.offset);
      const to = Math.min(end, segment.offset + segment.length);
      // An empty file is one empty chunk: it too must open.
      if (from < to || this.#content.size === 0) {
        parts.push(await this.#readSegment(segment, from - segment.offset, to - segment.offset));
      }
    }
    return concat(...parts);
  }
}

function streamOf(reader: Reader, content: FileContent, progress?: (done: number) => void) {
  const digest = new BlockDigest();
  let at = 0;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const bytes = await reader.read(at, SPAN);
      await digest.add(bytes);
      at += bytes.length;
      progress?.(at);
      if (bytes.length > 0) controller.enqueue(bytes);
      if (at < content.size) return;
      if ((await digest.result()) !== content.digest) {
        controller.error(new BadFile("the file is not the one that was sent"));
        return;
      }
      controller.close();
    },
  });
}

/** Opens a file by its `file` letter. `range` reads sealed bytes: `api.segment(file)`. */
export function openFile(content: FileContent, identities: readonly string[], range: ReadRange): SealedFile {
  checkSegments(content);
  const reader = new Reader(content, identities, range);
  return {
    size: content.size,
    type: content.type,
    name: content.name,
    read: (offset, length) => reader.read(offset, length),
    stream: progress => streamOf(reader, content, progress),
  };
}

/** Up to this size a file is opened into a Blob; above it a video is played piece by piece. */
export const MAX_BLOB = 200 * 1024 * 1024;

/** The whole file as a Blob, its digest checked. `type` lets a page force a harmless one. */
export async function openBlob(
  file: SealedFile,
  type = file.type,
  progress?: (done: number) => void,
): Promise<Blob> {
  // Not by way of a Response: Chromium turns what the stream says went wrong into "network error".
  const reader = file.stream(progress).getReader();
  const parts: Bytes[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) parts.push(next.value);
  return new Blob(parts, { type });
}
