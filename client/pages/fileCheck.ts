/** A chosen file is looked through before anything is sent, and she is asked where it matters. */

import { largestFile } from "../lib/filelimit.ts";
import type { Prepared } from "../lib/prepare.ts";
import { button, h, size, t } from "./dom.ts";

/** What was found out about a file. */
export interface Looked {
  readonly prepared: Prepared;
  /** Another way to send a picture that could not be cleaned. */
  readonly fresh: Prepared | null;
}

/** How large a file may be where the site has not told yet. */
export const DEFAULT_MAX = 2 * 1024 ** 3;

export const limitOf = (bound: number | undefined): number =>
  bound === undefined ? DEFAULT_MAX : largestFile(bound);

let turn: Promise<unknown> = Promise.resolve();

/** One file at a time: a picture is held in memory meanwhile. Raises where it cannot be read. */
export function look(file: File, strip: boolean, max: number): Promise<Looked> {
  const mine = turn.then(async () => {
    const { prepareFile } = await import("./preparing.ts");
    const prepared = await prepareFile(file, strip);
    return { prepared, fresh: prepared.hidden === "stuck" ? await freshCopy(prepared, max) : null };
  });
  turn = mine.catch(() => undefined);
  return mine;
}

async function freshCopy(prepared: Prepared, max: number): Promise<Prepared | null> {
  const { redraw } = await import("./preparing.ts");
  const blob = await redraw(prepared.blob);
  if (!blob || blob.size > max) return null;
  const name = `${prepared.name.replace(/\.[^.]*$/, "")}.png`;
  return { blob, name, type: blob.type, removed: ["other"], hidden: "gone" };
}

/** Files that may be sent, and a sentence for each of the others. */
export function sift(files: readonly File[], max: number): { fit: File[]; refused: string[] } {
  const fit = files.filter(file => file.size > 0 && file.size <= max);
  const refused = files.flatMap(file => {
    if (file.size > max) return t("files.large", { name: file.name, max: size(max) });
    return file.size === 0 ? t("files.empty", { name: file.name }) : [];
  });
  return { fit, refused };
}

/** What happens to the hidden details of a file: only what is so. */
export function hiddenNote({ hidden, removed, name }: Prepared, file: File): string {
  if (hidden !== "gone") return t("files.keeps");
  if (name !== file.name) return t("files.fresh_note");
  return t(removed.length > 0 ? "files.will_strip" : "files.nothing_hidden");
}

/** Asks what to do with a picture that could not be cleaned; `answer(null)`: leave it out. */
export function question(
  { prepared, fresh }: Looked,
  answer: (chosen: Prepared | null) => unknown,
): HTMLElement {
  const { name } = prepared;
  const choice = (key: string, chosen: Prepared | null) => {
    const element = button(t(key), () => answer(chosen));
    element.ariaLabel = `${t(key)}: ${name}`;
    return element;
  };
  return h(
    "div",
    { class: "asks", role: "group", tabindex: -1, "aria-label": name },
    h("p", {}, t(fresh ? "files.stuck_fresh" : "files.stuck")),
    h(
      "div",
      { class: "row" },
      fresh && choice("files.fresh", fresh),
      choice("files.as_is", { ...prepared, hidden: "stays" }),
      choice("files.leave_out", null),
    ),
  );
}
