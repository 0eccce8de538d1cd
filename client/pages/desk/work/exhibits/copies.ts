/** Where the bytes of an exhibit are: a file of the report, or a copy that was sealed and saved. */

import type { Bytes } from "../../../../lib/bytes.ts";
import {
  type Digests,
  digestsOfFile,
  exhibitNumber,
  fetchCopy,
  MAX_SEALED,
  contentOfCopy,
  type SealedCopy,
} from "../../../../lib/exhibits.ts";
import type { KeptView } from "../../../../lib/wire.ts";
import { sealedFile } from "../../case/viewing.ts";
import { LocalizedError, t } from "../../words.ts";
import { api, type CaseRecord, type Work } from "../model.ts";
import { newest } from "../naming.ts";

/** The file of the report that it is; null where it came from elsewhere, or that file is gone. */
export function fileOf(work: Work, exhibit: CaseRecord) {
  const id = newest(work, exhibit, "file");
  return id === "" ? null : (work.open.files.find(each => each.id === id) ?? null);
}

/** Whether its letter says that it is a file of the report. */
export function isOfReport(work: Work, exhibit: CaseRecord): boolean {
  return newest(work, exhibit, "file") !== "";
}

export function numberOf({ open }: Work, { past }: CaseRecord): string {
  return exhibitNumber(open.ref, past[0]?.number ?? 0);
}

/** What Heard has of its sealed bytes; null where nothing was sent. */
export function keptOf({ view }: Work, { id }: CaseRecord): KeptView | null {
  return view.kept.find(({ record }) => record === id) ?? null;
}

/** All that Heard keeps of it, sealed. Raises ApiError. */
export function keptCopy(work: Work, kept: KeptView, progress?: (done: number) => void): Promise<Blob> {
  return fetchCopy(api.exhibit(work.open.id), kept, progress);
}

/** As it is called on a disk: nothing of the case but its number. */
export function copyName(work: Work, exhibit: CaseRecord): string {
  return `${numberOf(work, exhibit).replace("/", "-")}.age`;
}

/** Both digests of a file of the report. Raises LocalizedError, BadFile, ApiError. */
export async function reportDigests(work: Work, exhibit: CaseRecord): Promise<Digests> {
  const shown = fileOf(work, exhibit);
  if (!shown?.about) throw new LocalizedError(() => t("exhibits.file_gone"));
  const file = sealedFile(work.open, shown.id, shown.about);
  return digestsOfFile(file, shown.about, api.segment(work.open.id, shown.id));
}

/** A saved copy, opened. Raises LocalizedError where it does not open. */
export async function openedCopy({ file }: Work, copy: Blob): Promise<SealedCopy> {
  try {
    return await contentOfCopy(copy, [...(file?.opened.keys.values() ?? [])]);
  } catch (error) {
    if (error instanceof Error && error.name === "AgeError") {
      throw new LocalizedError(() => t("exhibits.not_opened"));
    }
    throw error;
  }
}

/** The copy that Heard keeps, opened. Raises LocalizedError, ApiError. */
export async function openedKept(work: Work, kept: KeptView): Promise<SealedCopy> {
  if (kept.size > MAX_SEALED) throw new LocalizedError(() => t("keeping.not_here"));
  return openedCopy(work, await keptCopy(work, kept));
}

/** It is the same where both what is sealed and what is in it are. Raises LocalizedError. */
export function checkSame(work: Work, exhibit: CaseRecord, digest: string, plain: string): void {
  if (digest === exhibit.digest && plain === newest(work, exhibit, "plain")) return;
  throw new LocalizedError(() => t("exhibits.not_same"));
}

/** What is in it, once it is what was received. Raises LocalizedError, ApiError. */
export async function keptContent(work: Work, exhibit: CaseRecord, kept: KeptView): Promise<Bytes> {
  const { bytes, sealed, plain } = await openedKept(work, kept);
  checkSame(work, exhibit, sealed, plain);
  return bytes;
}

/** Hands a sealed copy to the browser's downloads. Gives what lets go of it, for who knows that it is saved. */
export function saveCopy(name: string, copy: Blob): () => void {
  const href = URL.createObjectURL(copy);
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
  const release = (): void => URL.revokeObjectURL(href);
  // Some browsers read the address after the click has returned.
  setTimeout(release, 60_000);
  return release;
}

/** What letters say of it. */
export function digestWords({ plain, sha256, size }: Digests): Record<string, string> {
  return { plain, sha256, size: String(size) };
}
