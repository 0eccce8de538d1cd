/** Sending sealed copies to Heard: each goes on while another part of the case is looked at. */

import { AnotherCopy, keepCopy } from "../../../../lib/exhibitUpload.ts";
import { Store } from "../../../../lib/store.ts";
import { LocalizedError, t } from "../../words.ts";
import { api, type CaseRecord } from "../model.ts";
import type { WorkStore } from "../store.ts";

export interface Upload {
  readonly size: number;
  readonly done: number;
  /** There is no connection just now; it goes on by itself. */
  readonly isWaiting: boolean;
  /** Why it ended before its end; null while it goes on. */
  readonly error: unknown;
}

/** By the id of an exhibit. */
export const uploads = new Store<ReadonlyMap<string, Upload>>(new Map());

/** What this browser sealed and was not sent yet, by digest: the last few. Copies lie on the disk as well. */
const sealed = new Map<string, Blob>();
const MOST_SEALED = 3;

export function remember(digest: string, copy: Blob): void {
  sealed.set(digest, copy);
  const [oldest] = sealed.keys();
  if (sealed.size > MOST_SEALED && oldest !== undefined) sealed.delete(oldest);
}

export function sealedHere({ digest }: CaseRecord): Blob | null {
  return sealed.get(digest) ?? null;
}

function tell(id: string, change: Partial<Upload> | null): void {
  uploads.update(all => {
    const now = new Map(all);
    const before = now.get(id);
    if (change === null) now.delete(id);
    else now.set(id, { size: 0, done: 0, isWaiting: false, error: null, ...before, ...change });
    return now;
  });
}

/** Sends a copy to its end, and shows the case as it is then. Never rejects: `uploads` has why it ended. */
export async function send(store: WorkStore, record: CaseRecord, copy: Blob): Promise<void> {
  const { id, digest } = record;
  const there = uploads.value.get(id);
  if (there && there.error === null) return;
  tell(id, { size: copy.size, done: 0, isWaiting: false, error: null });
  try {
    await keepCopy({
      ...{ copy, digest },
      announce: (size, blocks) => api.announceExhibit(store.id, id, { size, blocks: [...blocks] }),
      put: (offset, part) => api.putExhibit(store.id, id, offset, part),
      progress: done => tell(id, { done }),
      waiting: isWaiting => tell(id, { isWaiting }),
    });
    sealed.delete(digest);
    if (store.value !== null) await store.reload();
    tell(id, null);
  } catch (error) {
    tell(id, {
      error: error instanceof AnotherCopy ? new LocalizedError(() => t("keeping.another")) : error,
    });
  }
}
