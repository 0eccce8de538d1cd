/**
 * Files: listed, looked at here, or saved with a warning.
 *
 * What is shown is decided by the bytes and a short list of types, never by the type that the
 * sender wrote: a picture and a film cannot run script; a PDF is handed to the browser's viewer as
 * `application/pdf` whatever it is, so that it is never read as a page. That frame carries no
 * `sandbox` attribute: Chromium's viewer refuses to start inside one, and then the file would be
 * saved to disk and opened by something less shut in.
 */

import { identitiesOf } from "../../../lib/desk.ts";
import { generationOfFile } from "../../../lib/report.ts";
import type { FileContent } from "../../../lib/letter.ts";
import { BadFile, MAX_BLOB, openBlob, openFile, type SealedFile } from "../../../lib/sealedFileReader.ts";
import { safeName } from "../../../lib/filenames.ts";
import { bdi, button, h, notice, replace } from "../dom.ts";
import { onLeave } from "../session.ts";
import { problemWords } from "../problems.ts";
import { size as sizeWords } from "../times.ts";
import { t, Told } from "../words.ts";
import { mediaUrl } from "./media.ts";
import { api, keysOf, type OpenCase, type ShownFile } from "./model.ts";
import { faultNotice } from "./report.ts";

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

type View = "picture" | "pdf" | "played" | null;

function viewOf({ type }: FileContent): View {
  if (/^image\/(jpeg|png|gif|webp|avif)$/.test(type)) return "picture";
  if (type === "application/pdf") return "pdf";
  return PLAYED.test(type) ? "played" : null;
}

/** One file as it is being looked at. */
interface Looking {
  readonly about: FileContent;
  readonly file: SealedFile;
  readonly place: HTMLElement;
}

function progressBar(place: HTMLElement, all: number): (done: number) => void {
  const bar = h("progress", { max: Math.max(1, all), value: 0 });
  const words = h("p", { class: "small" });
  replace(place, bar, words);
  bar.setAttribute("aria-label", t("files.progress", { done: "", all: sizeWords(all) }));
  return done => {
    bar.value = done;
    words.textContent = t("files.progress", { done: sizeWords(done), all: sizeWords(all) });
  };
}

function objectUrl(blob: Blob): string {
  const url = URL.createObjectURL(blob);
  onLeave(() => URL.revokeObjectURL(url));
  return url;
}

async function firstBytes(file: SealedFile): Promise<string> {
  return String.fromCharCode(...(await file.read(0, SNIFFED)));
}

async function whole({ about, file, place }: Looking, type: string): Promise<string> {
  return objectUrl(await openBlob(file, type, progressBar(place, about.size)));
}

async function showPicture(looking: Looking): Promise<void> {
  const start = await firstBytes(looking.file);
  const type = PICTURES.find(([magic]) => magic.test(start))?.[1];
  if (!type) throw new Told(t("files.not_image"));
  const src = await whole(looking, type);
  const alt = t("files.alt", { name: looking.about.name });
  replace(looking.place, h("img", { src, alt }), checked());
}

async function showPdf(looking: Looking): Promise<void> {
  if (!(await firstBytes(looking.file)).includes("%PDF-")) throw new Told(t("files.not_pdf"));
  const src = await whole(looking, "application/pdf");
  replace(
    looking.place,
    h("p", { class: "small" }, t("files.pdf_hint")),
    h("iframe", { src, title: looking.about.name, referrerpolicy: "no-referrer" }),
    checked(),
  );
}

async function play(looking: Looking): Promise<void> {
  const { about, file, place } = looking;
  // QuickTime from phones is MP4 in all but name, and is refused under its own name.
  const type = about.type === "video/quicktime" ? "video/mp4" : about.type;
  const src = await mediaUrl(file, type);
  const kind = type.startsWith("audio/") ? "audio" : "video";
  const player = h(kind, { src, controls: true, preload: "metadata", "aria-label": about.name });
  const problem = h("div", { role: "alert" });
  player.addEventListener("error", () => replace(problem, notice("warm", t("files.not_played"))));
  onLeave(() => player.removeAttribute("src"));
  replace(place, player, problem, h("p", { class: "small" }, t("files.unchecked")));
}

function checked(): HTMLElement {
  return h("p", { class: "small" }, t("files.good_digest"));
}

const SHOW = { picture: showPicture, pdf: showPdf, played: play } as const;

/** What went wrong with a file, in words. */
function problem(error: unknown): HTMLElement {
  if (error instanceof BadFile) return notice("grave", t("files.bad_digest"));
  return notice("warm", t("files.failed", { why: problemWords(error) }));
}

async function look(looking: Looking, view: Exclude<View, null>): Promise<void> {
  const { about, place } = looking;
  const heavy = view !== "played" && about.size > MAX_BLOB;
  try {
    if (heavy) throw new Told(t("files.too_large"));
    await SHOW[view](looking);
  } catch (error) {
    replace(place, problem(error));
  }
}

type Picker = (options: { suggestedName: string }) => Promise<{
  createWritable(): Promise<WritableStream<Uint8Array>>;
}>;

/** A large file goes straight to the disk where the browser can; the others through memory. */
async function save(looking: Looking): Promise<void> {
  const { about, file, place } = looking;
  const name = safeName(about.name || t("files.unnamed"), new Set());
  const picker = (window as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  if (about.size > MAX_BLOB && picker) {
    const handle = await picker({ suggestedName: name });
    await file.stream(progressBar(place, about.size)).pipeTo(await handle.createWritable());
  } else {
    // As bytes without a type: the browser must not open what it saves.
    const href = await whole(looking, "application/octet-stream");
    h("a", { href, download: name }).click();
  }
  replace(place, checked());
}

function askToSave(looking: Looking): void {
  const { place } = looking;
  const yes = async (): Promise<void> => {
    try {
      await save(looking);
    } catch (error) {
      const gone = error instanceof DOMException && error.name === "AbortError";
      replace(place, gone ? null : problem(error));
    }
  };
  replace(
    place,
    notice("warm", h("p", {}, t("files.download_warning"))),
    h(
      "div",
      { class: "row" },
      button({ label: t("files.download_yes"), kind: "main", act: yes }),
      button({ label: t("files.download_no"), act: () => replace(place) }),
    ),
  );
  place.querySelector("button")?.focus();
}

function unfinished(file: ShownFile): HTMLElement {
  return h(
    "li",
    {},
    h("p", { class: "name" }, t("files.unnamed")),
    file.faults.length > 0 ? faultNotice(file.faults) : h("p", { class: "small" }, t("files.unfinished")),
  );
}

function item(open: OpenCase, shown: ShownFile): HTMLElement {
  const { about } = shown;
  if (!about) return unfinished(shown);
  const keys = keysOf(open);
  const openers = identitiesOf(keys, generationOfFile(keys.view, shown.id));
  const file = openFile(about, openers, api.segment(open.id, shown.id));
  const place = h("div", { class: "viewer" });
  const looking = { about, file, place };
  const view = viewOf(about);
  const label = t(view === "played" ? "files.video" : "files.view");
  return h(
    "li",
    {},
    h(
      "p",
      { class: "name", dir: "auto", lang: about.name ? "" : undefined },
      about.name || t("files.unnamed"),
    ),
    h("p", { class: "small" }, h("bdi", {}, sizeWords(about.size)), " · ", bdi(about.type, "ltr")),
    shown.faults.length > 0 ? faultNotice(shown.faults) : null,
    h(
      "div",
      { class: "file-acts" },
      view ? button({ label, kind: "main", act: () => look(looking, view) }) : null,
      button({ label: t("files.download"), act: () => askToSave(looking) }),
    ),
    place,
  );
}

function safely(open: OpenCase, shown: ShownFile): HTMLElement {
  try {
    return item(open, shown);
  } catch (error) {
    return h("li", {}, problem(error)); // parts that do not fit together
  }
}

export function filesPanel(open: OpenCase): HTMLElement {
  return h(
    "div",
    { class: "filesbox" },
    h("h2", {}, t("part.files")),
    h("p", { class: "hint" }, t("files.hint")),
    open.files.length === 0
      ? h("p", { class: "empty-line" }, t("files.none"))
      : h("ul", { class: "files" }, ...open.files.map(file => safely(open, file))),
  );
}
