/**
 * What is shown of a file is decided by its bytes and a short list of types, never by the type that
 * the sender wrote: a picture and a film cannot run script; a PDF is handed to the browser's viewer as
 * `application/pdf` whatever it is, so that it is never read as a page.
 */

import type { Bytes } from "../../../lib/bytes.ts";
import { identitiesOf } from "../../../lib/desk.ts";
import { safeName } from "../../../lib/filenames.ts";
import type { FileContent } from "../../../lib/letter.ts";
import { serveMedia } from "../../../lib/media.ts";
import { MAX_BLOB, openBlob, openFile, type SealedFile } from "../../../lib/sealedFileReader.ts";
import { generationOfFile } from "../../../lib/report.ts";
import { t, LocalizedError } from "../words.ts";
import { api, keysOf, type OpenCase } from "./model.ts";

/** First bytes of the pictures that are shown, as Latin-1. */
const PICTURES: readonly (readonly [RegExp, string])[] = [
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^\x89PNG\r\n\x1a\n/, "image/png"],
  [/^GIF8[79]a/, "image/gif"],
  [/^RIFF[^]{4}WEBP/, "image/webp"],
  [/^[^]{4}ftypavi[fs]/, "image/avif"],
];
const PLAYED = /^(video\/(mp4|webm|ogg|quicktime)|audio\/(mp4|mpeg|ogg|webm|wav|aac|flac|x-m4a))$/;
const SNIFFED = 1024;

export type View = "picture" | "pdf" | "audio" | "video";

/** How a file of this type may be looked at here; null: not at all. */
export function viewOf({ type }: FileContent): View | null {
  if (/^image\/(jpeg|png|gif|webp|avif)$/.test(type)) return "picture";
  if (type === "application/pdf") return "pdf";
  if (!PLAYED.test(type)) return null;
  return type.startsWith("audio/") ? "audio" : "video";
}

/** What the bytes of something may be shown as. */
export type ShownAs =
  | { readonly view: "picture" | "pdf"; readonly type: string }
  | { readonly view: "text"; readonly text: string };

/** No more than a reader scrolls through. */
const MOST_TEXT = 512 * 1024;

/** By what they are, whatever they are called; null where they are nothing that is shown here. */
export function shownAs(bytes: Bytes): ShownAs | null {
  const start = String.fromCharCode(...bytes.subarray(0, SNIFFED));
  const type = PICTURES.find(([magic]) => magic.test(start))?.[1];
  if (type) return { view: "picture", type };
  if (start.startsWith("%PDF-")) return { view: "pdf", type: "application/pdf" };
  if (bytes.length > MOST_TEXT || bytes.includes(0)) return null;
  try {
    return { view: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return null;
  }
}

/** Takes back what was opened of a file: an address in this tab. */
export interface Opened {
  readonly src: string;
  readonly close: () => void;
}

export type Progress = (done: number) => void;

/** The file for its reader. Raises BadFile where its parts do not fit together. */
export function sealedFile(open: OpenCase, id: string, about: FileContent): SealedFile {
  const keys = keysOf(open);
  return openFile(about, identitiesOf(keys, generationOfFile(keys.view, id)), api.segment(open.id, id));
}

async function whole(file: SealedFile, type: string, progress: Progress): Promise<Opened> {
  const src = URL.createObjectURL(await openBlob(file, type, progress));
  return { src, close: () => URL.revokeObjectURL(src) };
}

async function firstBytes(file: SealedFile): Promise<string> {
  return String.fromCharCode(...(await file.read(0, SNIFFED)));
}

/** By its bytes. Raises LocalizedError where they are of nothing that is shown so. */
async function typeOf(file: SealedFile, view: "picture" | "pdf"): Promise<string> {
  const start = await firstBytes(file);
  if (view === "pdf") {
    if (start.includes("%PDF-")) return "application/pdf";
    throw new LocalizedError(() => t("files.not_pdf"));
  }
  const type = PICTURES.find(([magic]) => magic.test(start))?.[1];
  if (type) return type;
  throw new LocalizedError(() => t("files.not_image"));
}

/** Films are read piece by piece, the others as a whole. Raises BadFile, Told and what the server says. */
export async function openView(
  file: SealedFile,
  about: FileContent,
  view: View,
  progress: Progress,
): Promise<Opened> {
  if (view === "picture" || view === "pdf") {
    if (about.size > MAX_BLOB) throw new LocalizedError(() => t("files.too_large"));
    return whole(file, await typeOf(file, view), progress);
  }
  // QuickTime from phones is MP4 in all but name, and is refused under its own name.
  const type = about.type === "video/quicktime" ? "video/mp4" : about.type;
  const { url, close } = await serveMedia({ ...file, type });
  return { src: url, close };
}

type Picker = (options: { suggestedName: string }) => Promise<{
  createWritable(): Promise<WritableStream<Uint8Array>>;
}>;

/**
 * A large file goes straight to the disk where the browser can; the others through memory, which is
 * given back by what this resolves to. Raises as `openView`, and AbortError where it was called off.
 */
export async function saveFile(
  file: SealedFile,
  about: FileContent,
  progress: Progress,
): Promise<() => void> {
  const name = safeName(about.name || t("files.unnamed"), new Set());
  const picker = (window as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  if (about.size > MAX_BLOB && picker) {
    const handle = await picker({ suggestedName: name });
    await file.stream(progress).pipeTo(await handle.createWritable());
    return () => undefined;
  }
  // As bytes without a type: the browser must not open what it saves.
  const { src, close } = await whole(file, "application/octet-stream", progress);
  const link = document.createElement("a");
  link.href = src;
  link.download = name;
  link.click();
  return close;
}
