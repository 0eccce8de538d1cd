import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { CHUNK, generateIdentity, MAX_HEADER, open, recipientOf } from "./agefile.ts";
import { ApiError, type PartPlace, Unreachable } from "./api.ts";
import { type Bytes, concat, equal, hex, random } from "./bytes.ts";
import { BLOCK, BlockDigest, digestOf } from "./digest.ts";
import { sha256 } from "./hash.ts";
import type { FileContent } from "./letter.ts";
import { BadFile, checkSegments, openBlob, openFile } from "./sealedFileReader.ts";
import { coverage, FileChanged, segmentsFrom, uploadFile } from "./upload.ts";
import { FILE_PART } from "./shared.ts";

const identity = generateIdentity();
const recipient = await recipientOf(identity);
const FILE = "0".repeat(32);

function plain(size: number): Bytes {
  const block = random(Math.min(size, 65536));
  return concat(...Array(Math.ceil(size / 65536)).fill(block)).slice(0, size);
}

/** Keeps segments as the server does, and counts what it was sent. */
class Server {
  readonly segments = new Map<string, Bytes>();
  readonly seen = new Map<string, string>();
  failures: ((place: PartPlace) => Error | null)[] = [];
  differing = 0;

  put = async (place: PartPlace, part: Bytes): Promise<unknown> => {
    const name = `${place.segment} ${place.offset}`;
    const digest = hex(await sha256(part));
    if ((this.seen.get(name) ?? digest) !== digest) this.differing += 1;
    this.seen.set(name, digest);
    const had = this.segments.get(place.segment) ?? new Uint8Array(0);
    const before = this.failures.shift()?.(place);
    if (before) throw before;
    if (had.length !== place.offset) {
      throw new ApiError(409, "conflict", "elsewhere", { received: had.length });
    }
    this.segments.set(place.segment, concat(had, part));
    const after = this.failures.shift()?.(place);
    if (after) throw after;
    return {};
  };

  range = async (id: string, from: number, to: number): Promise<Bytes> =>
    (this.segments.get(id) ?? new Uint8Array(0)).slice(from, to);

  received() {
    return [...this.segments].map(([id, bytes]) => ({ id, received: bytes.length }));
  }
}

const lost = () => new Unreachable("gone");
const fine = () => null;

function contentOf(size: number, sent: Awaited<ReturnType<typeof uploadFile>>): FileContent {
  const segments = sent.segments.map(({ id, offset, length }) => ({ id, offset, length }));
  return { file: FILE, name: "a.mp4", type: "video/mp4", size, digest: sent.digest, stripped: [], segments };
}

async function readBack(server: Server, content: FileContent): Promise<Bytes> {
  const file = openFile(content, [identity], server.range);
  return new Uint8Array(await (await openBlob(file)).arrayBuffer());
}

afterEach(() => vi.restoreAllMocks());

describe("a file", () => {
  test.each([0, 1, CHUNK, CHUNK + 1, BLOCK, BLOCK + 5, 2 * FILE_PART + 12345])(
    "of %i bytes arrives whole",
    async size => {
      const server = new Server();
      const bytes = plain(size);
      const blob = new Blob([bytes]);
      const sent = await uploadFile({ file: FILE, blob, recipient, put: server.put });
      const [only] = [...server.segments.values()];
      expect(equal(await open(only as Bytes, [identity]), bytes)).toBe(true);
      expect(sent.digest).toBe(await digestOf(blob));
      expect(equal(await readBack(server, contentOf(size, sent)), bytes)).toBe(true);
    },
  );

  test("goes on when answers and connections are lost, with the same bytes", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const server = new Server();
    server.failures = [lost, fine, lost, lost, fine, fine, fine, lost];
    const bytes = plain(2 * FILE_PART + 999);
    const waited: boolean[] = [];
    const blob = new Blob([bytes]);
    const waiting = (now: boolean) => void waited.push(now);
    const sent = await uploadFile({ file: FILE, blob, recipient, put: server.put, waiting });
    expect(equal(await readBack(server, contentOf(bytes.length, sent)), bytes)).toBe(true);
    expect(server.differing).toBe(0);
    expect(sent.segments.length).toBe(1);
    expect(waited).toContain(true);
  });

  test("goes on in a new segment after a reload, and reads as one", async () => {
    const server = new Server();
    const bytes = plain(2 * FILE_PART + 4321);
    const blob = new Blob([bytes]);
    const stop = new Error("the tab was closed");
    server.failures = [fine, fine, () => stop];
    const broken = uploadFile({ file: FILE, blob, recipient, put: server.put });
    await expect(broken).rejects.toBe(stop);
    const had = server.received();
    expect(had.map(({ received }) => received)).toEqual([FILE_PART]);
    const sent = await uploadFile({ file: FILE, blob, recipient, put: server.put, had });
    expect(sent.segments.length).toBe(2);
    expect((sent.segments[0]?.length ?? 1) % CHUNK).toBe(0);
    expect(sent.digest).toBe(await digestOf(blob));
    const content = contentOf(bytes.length, sent);
    expect(equal(await readBack(server, content), bytes)).toBe(true);
    const file = openFile(content, [identity], server.range);
    const at = (sent.segments[0]?.length ?? 0) - 10;
    expect(await file.read(at, 20)).toEqual(bytes.slice(at, at + 20));
  });

  test("that was all sent before the reload is only finished", async () => {
    const server = new Server();
    const blob = new Blob([plain(CHUNK * 2)]);
    await uploadFile({ file: FILE, blob, recipient, put: server.put });
    const had = server.received();
    const put = () => Promise.reject(new Error("nothing more is to be sent"));
    const sent = await uploadFile({ file: FILE, blob, recipient, put, had });
    expect(sent.segments).toMatchObject([{ offset: 0, length: CHUNK * 2 }]);
  });

  test("that changed on disk is noticed", async () => {
    const blob = { size: 10, slice: () => ({ arrayBuffer: () => Promise.reject(new Error()) }) };
    const input = { file: FILE, blob: blob as unknown as Blob, recipient, put: async () => ({}) };
    await expect(uploadFile(input)).rejects.toBeInstanceOf(FileChanged);
  });

  test("that was altered on the server is not given out", async () => {
    const server = new Server();
    const blob = new Blob([plain(CHUNK * 2)]);
    const sent = await uploadFile({ file: FILE, blob, recipient, put: server.put });
    const content = contentOf(CHUNK * 2, sent);
    await expect(readBack(server, { ...content, digest: "0".repeat(64) })).rejects.toBeInstanceOf(BadFile);
    const [id, bytes] = [...server.segments][0] as [string, Bytes];
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    server.segments.set(id, bytes);
    await expect(readBack(server, content)).rejects.toMatchObject({ kind: "payload" });
  });
});

test("any range of a file reads as that range", async () => {
  const server = new Server();
  const bytes = plain(5 * CHUNK + 77);
  const blob = new Blob([bytes]);
  const sent = await uploadFile({ file: FILE, blob, recipient, put: server.put });
  const file = openFile(contentOf(bytes.length, sent), [identity], server.range);
  const place = fc.nat(bytes.length + 100);
  await fc.assert(
    fc.asyncProperty(place, place, async (offset, length) => {
      expect(await file.read(offset, length)).toEqual(bytes.slice(offset, offset + length));
    }),
    { numRuns: 60 },
  );
});

test("what is covered never reaches beyond what was received", async () => {
  const [first] = await segmentsFrom([{ id: FILE, received: 10_000_000 }], recipient, 100_000_000);
  expect((first?.length ?? 1) % CHUNK).toBe(0);
  fc.assert(
    fc.property(fc.nat(MAX_HEADER), fc.nat(10 * CHUNK), (received, remaining) => {
      const covered = coverage(received, 1700, remaining);
      expect(covered).toBeLessThanOrEqual(remaining);
      expect(covered).toBeLessThanOrEqual(Math.max(0, received - 1700));
      if (covered !== remaining) expect(covered % CHUNK).toBe(0);
    }),
  );
});

test("segments with a gap, an overlap or a piece of a chunk are refused", () => {
  const id = "a".repeat(32);
  const base = { file: id, name: "", type: "", digest: "", stripped: [], size: CHUNK + 5 };
  const good = [
    { id, offset: 0, length: CHUNK },
    { id, offset: CHUNK, length: 5 },
  ];
  expect(checkSegments({ ...base, segments: good })).toBe(undefined);
  const cut = [
    { id, offset: 0, length: 5 },
    { id, offset: 5, length: CHUNK },
  ];
  const bad = [[], cut, good.slice(1), good.slice(0, 1), [...good].reverse()];
  for (const segments of bad) expect(() => checkSegments({ ...base, segments })).toThrow(BadFile);
});

test("the digest does not depend on the pieces", async () => {
  const bytes = plain(2 * BLOCK + 3);
  const whole = await digestOf(new Blob([bytes]));
  for (const step of [BLOCK, 1_000_003, bytes.length]) {
    const digest = new BlockDigest();
    for (let at = 0; at < bytes.length; at += step) await digest.add(bytes.slice(at, at + step));
    expect(await digest.result()).toBe(whole);
  }
});
