/** The words of the page for the parts that it is made of: the page has them from its own book. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Values } from "../lib/fill.ts";

/** `Key`: the keys of the page's book. */
export interface Words<Key extends string = string> {
  /** The words for a key (MessageFormat 2); each value in a gap runs its own way. */
  readonly t: (key: Key, values?: Values) => string;
  /** The words for a value that the server brought; the value itself if there are none. */
  readonly term: (family: string, value: string) => string;
  /** "A, B and C". */
  readonly list: (names: readonly string[]) => string;
  /** What went wrong, for a person. */
  readonly explain: (error: unknown) => string;
  /** BCP 47. */
  readonly language: string;
  readonly direction: string;
}

export const WordsContext = createContext<Words | null>(null);

/** Draws the component again when the page speaks another language. */
export function useWords<Key extends string = string>(): Words<Key> {
  const words = useContext(WordsContext);
  if (!words) throw new Error("no words: the page is not in a WordsContext");
  return words;
}
