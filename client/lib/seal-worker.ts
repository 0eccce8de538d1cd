/** Runs in a worker: seals and uploads one file, so that the page stays alive meanwhile. */

import { inboxApi } from "./api.ts";
import { type SegmentState, type Uploaded, uploadFile } from "./upload.ts";

export interface SealJob {
  readonly login: string;
  readonly file: string;
  readonly blob: Blob;
  readonly recipient: string;
  readonly had: readonly SegmentState[];
}

export type SealNews =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "waiting"; readonly waiting: boolean }
  | { readonly kind: "done"; readonly result: Uploaded }
  | { readonly kind: "failed"; readonly name: string; readonly message: string; readonly code: string };

const tell = (news: SealNews) => self.postMessage(news);

self.addEventListener("message", async ({ data }: MessageEvent<SealJob>) => {
  const { login, ...job } = data;
  const api = inboxApi(login);
  try {
    const result = await uploadFile({
      ...job,
      put: (place, part) => api.putPart(place, part),
      progress: (done, total) => tell({ kind: "progress", done, total }),
      waiting: waiting => tell({ kind: "waiting", waiting }),
    });
    tell({ kind: "done", result });
  } catch (error) {
    const { name, message, code = "" } = error as Error & { code?: string };
    tell({ kind: "failed", name, message, code });
  }
});
