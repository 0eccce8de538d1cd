/** Sealing what comes piece by piece: apart from agefile.ts, which pages load that seal no stream. */

import { CHUNK, type Started } from "../agefile.ts";
import { type Bytes, concat } from "../bytes.ts";

/** Seals a stream as the file that was begun; memory stays at a few chunks. */
export function sealStream(started: Started): TransformStream<Bytes, Bytes> {
  const out = chunked((index, last, chunk) => started.payload.sealChunk(index, last, chunk));
  return new TransformStream<Bytes, Bytes>({
    start: controller => controller.enqueue(started.head),
    transform: (bytes, controller) => out.push(bytes, controller),
    flush: controller => out.finish(controller),
  });
}

type Sink = { enqueue(bytes: Bytes): void };

/** Cuts a stream into chunks. One is held back: only the end tells which is the last. */
function chunked(work: (index: number, last: boolean, chunk: Bytes) => Promise<Bytes>) {
  let held: Bytes = new Uint8Array(0);
  let index = 0;
  return {
    async push(bytes: Bytes, sink: Sink): Promise<void> {
      held = concat(held, bytes);
      let at = 0;
      for (; held.length - at > CHUNK; at += CHUNK) {
        sink.enqueue(await work(index++, false, held.slice(at, at + CHUNK)));
      }
      held = held.slice(at);
    },
    finish: async (sink: Sink): Promise<void> => sink.enqueue(await work(index, true, held)),
  };
}
