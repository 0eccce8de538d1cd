import { expect, test } from "vitest";
import { ApiError, Unreachable } from "./api.ts";
import { type Bytes, concat, hex } from "./bytes.ts";
import { BLOCK, blocksOf, digestOf } from "./digest.ts";
import { AnotherCopy, keepCopy } from "./exhibitUpload.ts";

const COPY = new Blob([new Uint8Array(2 * BLOCK + 5).map((_, i) => i % 251)]);

/** As the server takes blocks: each in its place, and no other. */
class Heard {
  blocks: Bytes[] = [];
  readonly sent: number[] = [];
  readonly said: { size: number; blocks: readonly string[] }[] = [];
  /** Once before the block at this offset. */
  fault: { at: number; raise: unknown; isTaken?: boolean } | null = null;

  get kept() {
    const received = this.blocks.reduce((sum, { length }) => sum + length, 0);
    return { record: "", size: COPY.size, received, whole: received === COPY.size };
  }

  readonly announce = async (size: number, blocks: readonly string[]) => {
    this.said.push({ size, blocks });
    return this.kept;
  };

  readonly put = async (offset: number, part: Bytes) => {
    this.sent.push(offset);
    const { fault } = this;
    if (fault?.at === offset) {
      this.fault = null;
      if (fault.isTaken) this.blocks.push(part);
      throw fault.raise;
    }
    expect(offset).toBe(this.kept.received);
    this.blocks.push(part);
    return this.kept;
  };
}

async function sent(heard: Heard, copy = COPY) {
  const told: (boolean | number)[] = [];
  const digest = await digestOf(COPY);
  const { announce, put } = heard;
  const tell = (each: boolean | number) => void told.push(each);
  await keepCopy({ copy, digest, announce, put, progress: tell, waiting: tell });
  return told;
}

test("its blocks are said first, then come in order, and make the copy", async () => {
  const heard = new Heard();
  expect(await sent(heard)).toEqual([0, BLOCK, 2 * BLOCK, COPY.size]);
  expect(heard.said).toEqual([{ size: COPY.size, blocks: (await blocksOf(COPY)).map(hex) }]);
  expect(await digestOf(new Blob([concat(...heard.blocks)]))).toBe(await digestOf(COPY));
});

test("it goes on where it broke off before a reload", async () => {
  const heard = new Heard();
  heard.blocks = [new Uint8Array(await COPY.slice(0, BLOCK).arrayBuffer())];
  expect(await sent(heard)).toEqual([BLOCK, 2 * BLOCK, COPY.size]);
  expect(heard.sent).toEqual([BLOCK, 2 * BLOCK]);
});

test("a connection that is gone is waited for; what arrived all the same is not sent twice", async () => {
  const heard = new Heard();
  heard.fault = { at: BLOCK, raise: new Unreachable("gone") };
  expect(await sent(heard)).toEqual([0, BLOCK, true, false, 2 * BLOCK, COPY.size]);
  const other = new Heard();
  const raise = new ApiError(409, "conflict", "Go on.", { received: 2 * BLOCK });
  other.fault = { at: BLOCK, raise, isTaken: true };
  await sent(other);
  expect(other.sent).toEqual([0, BLOCK, 2 * BLOCK]);
});

test("another file is not sent, and a refusal is said", async () => {
  const heard = new Heard();
  await expect(sent(heard, new Blob(["another"]))).rejects.toThrow(AnotherCopy);
  expect(heard.said).toEqual([]);
  heard.fault = { at: 0, raise: new ApiError(409, "conflict", "No file of yours.") };
  await expect(sent(heard)).rejects.toThrow("No file of yours.");
});

test("a server that takes a block and has no more by it is not asked without end", async () => {
  const heard = new Heard();
  const put = async () => heard.kept;
  const digest = await digestOf(COPY);
  await expect(keepCopy({ copy: COPY, digest, announce: heard.announce, put })).rejects.toThrow(Unreachable);
});
