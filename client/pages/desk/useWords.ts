/** The desk's words for its components: drawn again when the desk speaks another language. */

import { useWords as useAnyWords, type Words } from "../../ui/useWords.ts";
import { directionOf } from "../../lib/languages.ts";
import { explain } from "./errors.ts";
import { type Key, language, list, t, term } from "./words.ts";

export function wordsNow(): Words {
  const words: Words<Key> = {
    t,
    term,
    list,
    explain: explain,
    language: language(),
    direction: directionOf(language()),
  };
  return words as Words;
}

export function useWords(): Words<Key> {
  return useAnyWords<Key>();
}
