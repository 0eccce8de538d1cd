/** The page's end of the sealing worker. */

import { isNative as hasChaCha } from "./chacha.ts";
import type { Upload } from "./files.ts";
import type { SealJob, SealNews } from "./seal-worker.ts";
import { sealWorker } from "./trusted.ts";
import { isNative as hasX25519 } from "./x25519.ts";

/** The worker gave up. */
export class UploadFailed extends Error {
  override name = "UploadFailed";
  /** The name of the error in the worker: FileChanged, ApiError, Unreachable … */
  readonly reason: string;
  readonly code: string;
  constructor(message: string, reason: string, code: string) {
    super(message);
    this.reason = reason;
    this.code = code;
  }
}

export interface WorkerOptions {
  readonly login: string;
  readonly progress?: (done: number, total: number) => void;
  readonly waiting?: (waiting: boolean) => void;
  readonly signal?: AbortSignal;
}

/** An `Upload` (files.ts) that runs in a worker of its own; aborting ends the worker. */
export function runInWorker(options: WorkerOptions): Upload {
  return async input => {
    const native = (await hasChaCha()) && (await hasX25519());
    return new Promise((resolve, reject) => {
      options.signal?.throwIfAborted();
      const worker = sealWorker(native);
      const end = () => worker.terminate();
      options.signal?.addEventListener("abort", () => {
        end();
        reject(options.signal?.reason);
      });
      worker.addEventListener("error", () => {
        end();
        reject(new UploadFailed("The file could not be sealed.", "Worker", ""));
      });
      worker.addEventListener("message", ({ data }: MessageEvent<SealNews>) => {
        if (data.kind === "progress") options.progress?.(data.done, data.total);
        if (data.kind === "waiting") options.waiting?.(data.waiting);
        if (data.kind === "done") {
          end();
          resolve(data.result);
        }
        if (data.kind === "failed") {
          end();
          reject(new UploadFailed(data.message, data.name, data.code));
        }
      });
      const job: SealJob = { ...input, login: options.login };
      worker.postMessage(job);
    });
  };
}
