/**
 * A package in the making (docs/spec/package.md): its files one after the other into a zip, its
 * manifests at the end, and all of it sealed as it goes. Memory stays at a few chunks.
 */

import { makeZip } from "client-zip";

import type { Started } from "../agefile.ts";
import { type Bytes, hex, utf8 } from "../bytes.ts";
import { BAG, BadBag, bagInfo, type BagInfo, digestOf, isPath, manifest, tagManifest } from "./bag.ts";
import { sealStream } from "./sealStream.ts";

/** The folder that all of it stands in. */
export const FOLDER = "heard-package";

/** SHA-256 in hex and bytes, by path, of what went before. */
export type Before = ReadonlyMap<string, { readonly digest: string; readonly size: number }>;

/** A file of the payload. `content` is asked for when its turn has come. */
export interface Item {
  readonly path: string;
  readonly content: (before: Before) => Bytes | ReadableStream<Bytes> | Promise<Bytes>;
}

/** What is known of a package before it is made. */
export type About = Omit<BagInfo, "octets" | "files">;

export interface Making {
  readonly items: AsyncIterable<Item> | Iterable<Item>;
  readonly about: About;
  /** What it is sealed to: age's `start`, or `startWithPassphrase`. */
  readonly started: Started;
  /** Gets the bytes of the payload that are in it so far. */
  readonly progress?: (done: number) => void;
}

export interface Package {
  /** An age file. It fails where a file of the payload does, and then has no end. */
  readonly sealed: ReadableStream<Bytes>;
  /** SHA-256 of the tag manifest, in hex; known once all of `sealed` was read. */
  readonly digest: () => string;
}

/** 1 January 1980, where zip's time begins: when it was made stands in `bag-info.txt`. */
const WHEN = new Date(1980, 0, 1);

const entry = (name: string, input: Bytes | AsyncIterable<Bytes>) => ({
  name: `${FOLDER}/${name}`,
  input,
  lastModified: WHEN,
});

async function* piecesOf(content: ReadableStream<Bytes>): AsyncGenerator<Bytes> {
  const reader = content.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Where what comes after it fails; of one that is at its end nothing is left to give up.
    await reader.cancel().catch(() => undefined);
  }
}

class Bag {
  readonly #making: Making;
  readonly #digests = new Map<string, { digest: string; size: number }>();
  #octets = 0;
  /** Of the tag manifest; empty until all is in. */
  digest = "";

  constructor(making: Making) {
    this.#making = making;
  }

  async *#counted(path: string, content: Bytes | ReadableStream<Bytes>): AsyncGenerator<Bytes> {
    const { sha256 } = await import("../noble-hashes.ts");
    const hash = sha256.create();
    let size = 0;
    for await (const piece of content instanceof Uint8Array ? [content] : piecesOf(content)) {
      hash.update(piece);
      size += piece.length;
      this.#octets += piece.length;
      this.#making.progress?.(this.#octets);
      yield piece;
    }
    this.#digests.set(path, { digest: hex(hash.digest()), size });
  }

  async *entries() {
    for await (const { path, content } of this.#making.items) {
      if (!isPath(path) || this.#digests.has(path)) throw new BadBag(`no name for a file: ${path}`);
      yield entry(path, this.#counted(path, await content(this.#digests)));
    }
    for (const [name, bytes] of await this.#tags()) yield entry(name, bytes);
  }

  async #tags(): Promise<Map<string, Bytes>> {
    const { about } = this.#making;
    const files = this.#digests.size;
    const tags = new Map([
      ["bag-info.txt", bagInfo({ ...about, octets: this.#octets, files })],
      ["manifest-sha256.txt", manifest(new Map([...this.#digests].map(([path, of]) => [path, of.digest])))],
    ]);
    const last = await tagManifest(tags);
    this.digest = await digestOf(last);
    return new Map([["bagit.txt", utf8(BAG.declaration)], ...tags, ["tagmanifest-sha256.txt", last]]);
  }
}

/** Begins a package: nothing is fetched before `sealed` is read. */
export function make(making: Making): Package {
  const bag = new Bag(making);
  const zip = makeZip(bag.entries()) as ReadableStream<Bytes>;
  return { sealed: zip.pipeThrough(sealStream(making.started)), digest: () => bag.digest };
}
