/** What somebody has written: in its own direction and language, never parsed as markup. */

import { languageOf } from "../lib/textLanguage.ts";

export interface WrittenProps {
  readonly words: string;
  /** In which they are likely to be; left out where nobody knows. */
  readonly language?: string;
}

/** In one line. */
export function Line({ words, language = "" }: WrittenProps) {
  return (
    <span dir="auto" lang={languageOf(words, language)}>
      {words}
    </span>
  );
}

/** In paragraphs as they were written: one for each block between blank lines. */
export function Paragraphs({ words, language = "" }: WrittenProps) {
  const lang = languageOf(words, language);
  const blocks = words.replaceAll("\r\n", "\n").split(/\n{2,}/);
  return (
    <>
      {blocks.map((block, at) =>
        block.trim() === "" ? null : (
          // `auto`: a report in Arabic on an English desk runs its own way.
          // oxlint-disable-next-line react/no-array-index-key -- they never change places
          <p key={at} class="words" dir="auto" lang={lang}>
            {block}
          </p>
        ),
      )}
    </>
  );
}
