/**
 * Letters of the file of the case that was read last: none ever changes, so what was opened once is not
 * fetched, opened or checked again until the desk is locked or another case is read (ADR 0061).
 */

import { type Bytes, unbase64 } from "../../../lib/bytes.ts";
import type { OpenedBefore } from "../../../lib/fileKey.ts";
import type { WorkedFileView } from "../../../lib/wire.ts";
import { api } from "../case/model.ts";
import { onLock } from "../session.ts";

/** As many as the server gives out in one answer. */
const TOGETHER = 64;

export class KeptLetters {
  readonly case: string;
  readonly opened: OpenedBefore = new Map();
  readonly #sealed = new Map<string, Promise<Bytes>>();

  constructor(id: string) {
    this.case = id;
  }

  /** Raises what the server says. */
  fetch(letter: string): Promise<Bytes> {
    return this.#sealed.get(letter) ?? this.#keep(letter, api.fileLetter(this.case, letter));
  }

  /**
   * Asks for what is missing of `first`, and for as many others as come in one answer: behind hundreds would
   * wait what the page asks for meanwhile.
   */
  fetchSome(file: WorkedFileView, first: ReadonlySet<string>): void {
    const ids = this.#missing(file);
    this.#askAll(ids.filter(id => first.has(id)));
    this.#askAll(ids.filter(id => !first.has(id)).slice(0, TOGETHER));
  }

  /** Asks for all that is missing: one by one, each would wait for the way there and back. */
  fetchAll(file: WorkedFileView): void {
    this.#askAll(this.#missing(file));
  }

  #missing({ letters, keys }: WorkedFileView): string[] {
    const given = keys.filter(({ wraps }) => wraps.length > 0).map(({ generation }) => generation);
    const missing = letters.filter(each => given.includes(each.generation) && !this.#sealed.has(each.id));
    return missing.map(({ id }) => id);
  }

  #askAll(ids: readonly string[]): void {
    for (let at = 0; at < ids.length; at += TOGETHER) this.#ask(ids.slice(at, at + TOGETHER));
  }

  /** What does not fit into the answer is asked for alone. */
  #ask(ids: readonly string[]): void {
    const answer = api.fileLetters(this.case, ids).then(
      ({ letters }) => new Map(letters.map(({ id, sealed }) => [id, sealed])),
      () => new Map<string, string>(),
    );
    const one = async (id: string): Promise<Bytes> => {
      const sealed = (await answer).get(id);
      return sealed === undefined ? api.fileLetter(this.case, id) : unbase64(sealed);
    };
    for (const id of ids) void this.#keep(id, one(id));
  }

  #keep(letter: string, asked: Promise<Bytes>): Promise<Bytes> {
    this.#sealed.set(letter, asked);
    asked.catch(() => this.#sealed.delete(letter)); // who opens it says why; the next time it is asked for again
    return asked;
  }
}

let kept = new KeptLetters("");

// What is still being opened ends up in the one that is let go of.
onLock(() => {
  kept = new KeptLetters("");
});

/** Those of this case; of any other nothing is kept any more. */
export function keptOf(id: string): KeptLetters {
  if (kept.case !== id) kept = new KeptLetters(id);
  return kept;
}
