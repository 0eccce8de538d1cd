/** What the files of a package are made of, whoever makes it (docs/spec/package.md, 1). */

import { type Bytes, utf8 } from "../bytes.ts";
import type { Before, Item } from "./making.ts";
import { sheet } from "./sheet.ts";

/** A file that is not as it was sent or received, or cannot be read. */
export class BadItem extends Error {
  override name = "BadItem";
  /** What it was called. */
  readonly file: string;
  constructor(file: string, cause?: unknown) {
    super("a file is not as it was", { cause });
    this.file = file;
  }
}

/** Something that was sent or received: where it stands, what it was called, and its digest in its letter. */
export interface Exhibit {
  readonly path: string;
  readonly name: string;
  /** Bytes; 0 where nobody said. */
  readonly size: number;
  readonly digest: string;
  readonly stream: () => ReadableStream<Bytes>;
}

/** The network may come back; of anything else that file is named. */
export function named(file: string, source: ReadableStream<Bytes>): ReadableStream<Bytes> {
  const reader = source.getReader();
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const { value, done } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        const passing = error instanceof Error && error.name === "Unreachable";
        controller.error(passing ? error : new BadItem(file, error));
      }
    },
    cancel: reason => reader.cancel(reason),
  });
}

/** Four digits, from 1: names in the order of the case. */
export const numbered = (at: number): string => String(at + 1).padStart(4, "0");

export const item = (path: string, words: string): Item => ({
  path: `data/${path}`,
  content: () => utf8(words),
});

export type Cells = readonly (string | number | null)[];

export const table = (path: string, rows: readonly Cells[]): Item => ({
  path: `data/${path}`,
  content: () => sheet(rows),
});

/** What went before, file by file, with what each was called. `head`: five headings. */
export function index(head: readonly string[], exhibits: readonly Exhibit[]): Item {
  const of = new Map(exhibits.map(each => [each.path, each]));
  const rows = (before: Before) =>
    [...before].map(([path, { digest, size }]) => {
      const exhibit = of.get(path);
      return [path, exhibit?.name ?? "", size, digest, exhibit?.digest ?? ""];
    });
  return { path: "data/00-index.csv", content: before => sheet([head, ...rows(before)]) };
}

interface Keys {
  readonly root: string;
  readonly log: string;
  readonly promise?: string | null | undefined;
}

/** By which receipts are checked: vkeys, a line each; of promises where there is one. */
export function keysItem({ root, log, promise }: Keys): Item {
  const lines = [`root ${root}`, `log ${log}`, ...(promise ? [`promise ${promise}`] : [])];
  return item("90-proofs/keys.txt", lines.map(each => `${each}\n`).join(""));
}

/** How it is checked; the same in any language. */
export const CHECKS = `sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt
bagit.py --validate .`;

/** Lets each file pass to its end: nothing is given away before all of it was held against its digest. */
export async function checkAll(
  exhibits: readonly Exhibit[],
  progress: (done: number) => void,
): Promise<void> {
  let done = 0;
  for (const { stream } of exhibits) {
    const reader = stream().getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      done += next.value.length;
      progress(done);
    }
  }
}

export const sizeOf = (exhibits: readonly Exhibit[]): number =>
  exhibits.reduce((sum, { size }) => sum + size, 0);
