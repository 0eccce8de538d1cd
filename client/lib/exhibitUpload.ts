/**
 * Gives the sealed bytes of an exhibit to Heard, block by block (docs/spec/casework.md, "Bytes of an
 * exhibit"): where it broke off, it goes on. One block is in memory, whatever the size.
 */

import { receivedOf, sleep, Unreachable, waitMs } from "./api.ts";
import { type Bytes, concat, hex } from "./bytes.ts";
import { BLOCK, blocksOf } from "./digest.ts";
import { sha256hex } from "./hash.ts";
import { canPass, sliceOf } from "./upload.ts";
import type { KeptView } from "./wire.ts";

/** Blocks after which the server has no more than before. */
const MOST_IDLE = 3;

/** What was chosen is not the copy whose digest the log has. */
export class AnotherCopy extends Error {
  override name = "AnotherCopy";
}

export interface KeepInput {
  /** The sealed copy. */
  readonly copy: Blob;
  /** Its digest as the log has it. */
  readonly digest: string;
  readonly announce: (size: number, blocks: readonly string[]) => Promise<KeptView>;
  readonly put: (offset: number, part: Bytes) => Promise<KeptView>;
  /** Bytes that are with Heard. */
  readonly progress?: (done: number) => void;
  /** Told when the connection is gone (true) and when it is back. */
  readonly waiting?: (waiting: boolean) => void;
}

/** Until it is answered. Raises ApiError where another try cannot help. */
async function patiently<T>(act: () => Promise<T>, { waiting }: KeepInput): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await act();
      if (attempt > 0) waiting?.(false);
      return answer;
    } catch (error) {
      if (!canPass(error)) throw error;
      waiting?.(true);
      await sleep(waitMs(Math.min(attempt, 6)));
    }
  }
}

/** Sends it to its end. Raises AnotherCopy, FileChanged, ApiError; waits while there is no connection. */
export async function keepCopy(input: KeepInput): Promise<void> {
  const { copy, digest, announce, put, progress } = input;
  const blocks = await blocksOf(copy);
  if ((await sha256hex(concat(...blocks))) !== digest) throw new AnotherCopy("it is not what was received");
  const said = () => patiently(() => announce(copy.size, blocks.map(hex)), input);
  let there = await said();
  for (let idle = 0; !there.whole;) {
    const at = there.received;
    progress?.(at);
    const part = await sliceOf(copy, at, Math.min(copy.size, at + BLOCK));
    try {
      there = await patiently(() => put(at, part), input);
    } catch (error) {
      // Another window was faster: it says where to go on.
      if (receivedOf(error) === null) throw error;
      there = await said();
    }
    idle = there.received > at ? 0 : idle + 1;
    if (idle > MOST_IDLE) throw new Unreachable("The server takes no more of this file.");
  }
  progress?.(copy.size);
}
