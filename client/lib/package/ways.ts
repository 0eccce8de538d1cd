/**
 * How the sealed bytes of a package come to a disk (docs/spec/package.md, 8): into a file that was picked,
 * by way of the site's own storage, or in parts. Nothing but sealed bytes is written, and no service worker.
 */

import type { Bytes } from "../bytes.ts";

/** Takes sealed bytes in order. Until `close` nothing of it is there for anybody. */
export interface Sink {
  write(bytes: Bytes): Promise<void>;
  /** All of it is there. Gives a blob where it still has to be saved, and what takes it away again. */
  close(): Promise<Stored | null>;
  /** Throws away what was written. */
  abort(): Promise<void>;
}

export interface Stored {
  readonly blob: Blob;
  remove(): Promise<void>;
}

/** What has to be saved before the next part is made; resolves once it is. */
export type TakePart = (part: Blob, number: number, last: boolean) => Promise<void>;

interface Writable {
  write(bytes: Bytes): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}
interface FileHandle {
  createWritable?: () => Promise<Writable>;
  getFile(): Promise<Blob>;
}
interface Folder {
  keys(): AsyncIterable<string>;
  getFileHandle(name: string, options: { create: boolean }): Promise<FileHandle>;
  removeEntry(name: string): Promise<void>;
}
type Picker = (options: { suggestedName: string }) => Promise<FileHandle>;

export const PART = 256 * 1024 * 1024;
const OWN = "package-";

/** Where the browser lets somebody pick a file to write: what it gives takes the bytes as they come. */
export function picker(): (() => Promise<Sink>) | null {
  const pick = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  if (!pick) return null;
  return async () => {
    const handle = await pick.call(globalThis, { suggestedName: NAME });
    return sinkOf(await writableOf(handle), () => Promise.resolve(null));
  };
}

export const NAME = "package.zip.age";

async function writableOf(handle: FileHandle): Promise<Writable> {
  if (!handle.createWritable) throw new DOMException("no stream", "NotSupportedError");
  return handle.createWritable();
}

function sinkOf(writable: Writable, stored: () => Promise<Stored | null>): Sink {
  return {
    write: bytes => writable.write(bytes),
    abort: () => writable.abort().catch(() => undefined),
    async close() {
      await writable.close();
      return stored();
    },
  };
}

/** Raises where there is none: TypeError in an engine that has no such thing. */
async function folder(): Promise<Folder> {
  const place: unknown = await navigator.storage.getDirectory();
  return place as Folder;
}

/** Takes away what an earlier visit left, which was closed before it could. */
export async function sweep(): Promise<void> {
  try {
    const place = await folder();
    const left: string[] = [];
    for await (const name of place.keys()) if (name.startsWith(OWN)) left.push(name);
    for (const name of left) await place.removeEntry(name);
  } catch {
    // No storage here: then nothing was left in it.
  }
}

/** The site's own storage; null where there is none, as in private windows. */
export async function storage(): Promise<Sink | null> {
  const name = `${OWN}${crypto.randomUUID()}`;
  try {
    const place = await folder();
    const handle = await place.getFileHandle(name, { create: true });
    const remove = () => place.removeEntry(name).catch(() => undefined);
    const writable = await writableOf(handle).catch(async error => {
      await remove();
      throw error;
    });
    const sink = sinkOf(writable, async () => ({ blob: await handle.getFile(), remove }));
    return { ...sink, abort: () => sink.abort().then(remove) };
  } catch {
    return null;
  }
}

/** In memory, a part at a time: the next is made when the one before was taken. */
export function inParts(take: TakePart, size = PART): Sink {
  let pieces: Bytes[] = [];
  let held = 0;
  let number = 0;
  const give = async (last: boolean) => {
    const part = new Blob(pieces, { type: "application/octet-stream" });
    [pieces, held] = [[], 0];
    await take(part, ++number, last);
  };
  return {
    async write(bytes) {
      let rest = bytes;
      // The last one is given by `close` alone: a part that is full may be it.
      while (held + rest.length > size) {
        const fits = size - held;
        pieces.push(rest.slice(0, fits));
        rest = rest.subarray(fits);
        await give(false);
      }
      if (rest.length > 0) pieces.push(rest);
      held += rest.length;
    },
    async close() {
      await give(true);
      return null;
    },
    abort: () => Promise.resolve(void (pieces = [])),
  };
}

/**
 * Lets all of it into the sink. `finished` is asked before it counts: where it raises, nothing is left.
 * Raises what the source, the sink or `finished` raises.
 */
export async function pour(
  sealed: ReadableStream<Bytes>,
  sink: Sink,
  finished: () => Promise<unknown>,
): Promise<Stored | null> {
  const reader = sealed.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) await sink.write(next.value);
    await finished();
    return await sink.close();
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    await sink.abort();
    throw error;
  }
}
