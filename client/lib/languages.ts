/** The languages of this site, and what follows from each. */

import LANGUAGES from "../../src/heard/languages/languages.toml";
import type { CodeLanguage } from "./returncode.ts";

export { LANGUAGES };

/** The first: it stands in for the others. */
export const DEFAULT = LANGUAGES[0]?.tag ?? "";

export function directionOf(tag: string): "ltr" | "rtl" {
  return LANGUAGES.find(each => each.tag === tag)?.direction ?? "ltr";
}

/** Which list of words codes are shown from in this language. */
export function codeListOf(tag: string): CodeLanguage {
  return LANGUAGES.find(each => each.tag === tag)?.code ?? "en";
}

/** The language that the first of these wishes (BCP 47) finds by its first part. */
export function chosenOf(wishes: readonly string[]): string {
  const base = (tag: string) => tag.split("-", 1)[0]?.toLowerCase();
  for (const wish of wishes) {
    const match = LANGUAGES.find(({ tag }) => base(tag) === base(wish));
    if (match) return match.tag;
  }
  return DEFAULT;
}
