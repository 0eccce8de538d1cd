/**
 * What a fuzz target is. It states a property of parsers: whatever the bytes are, nothing is raised
 * but what the parser documents, and the verdict says in words what was made of them; null where
 * they were refused. A target of tests/support/fuzzing of the same name is the Python twin: both
 * must give the same verdict of the same bytes.
 */

import { type Bytes, NotCanonical, text } from "../lib/bytes.ts";

export type Read = (data: Bytes) => Promise<string | null> | string | null;

export interface Target {
  /** `module.function` of client/lib. */
  readonly covers: readonly string[];
  readonly read: Read;
}

type Refusal = abstract new (...given: never[]) => Error;

/** A parser did what it must not. */
export class Broken extends Error {
  override name = "Broken";
}

/** `refusals`: the only errors that may leave `read`. */
export function target(covers: readonly string[], refusals: readonly Refusal[], read: Read): Target {
  const verdict = async (data: Bytes) => {
    try {
      return await read(data);
    } catch (error) {
      if (refusals.some(each => error instanceof each)) return null;
      throw error;
    }
  };
  return { covers, read: verdict };
}

/** What was accepted has one spelling: the one that was given. */
export function same(written: string, given: string): void {
  if (written !== given) throw new Broken(`accepted, and written back otherwise: ${written}`);
}

/** The text of an input; NotCanonical where it is not UTF-8. */
export function textOf(data: Bytes): string {
  try {
    return text(data);
  } catch {
    throw new NotCanonical("not UTF-8");
  }
}
