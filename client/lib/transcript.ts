/**
 * What was said, written down in lines, and corrections of single lines beside it: the first version is never
 * changed. A correction is a letter with a member `line_<n>` for each line that it says otherwise, and `text`
 * for what is missing (docs/spec/casework.md, "What the letters say"). Pure.
 */

type Words = Readonly<Record<string, string>>;

const NAMED = /^line_([1-9]\d{0,4})$/;

/** The lines of a transcript, of which the first has the number 1; empty ones are none. */
export function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== "");
}

/** The member of a correction for the line of this number. */
export function lineName(number: number): string {
  return `line_${String(number)}`;
}

/** A line with all that was said otherwise of it, in the order of the corrections; the last of them holds. */
export interface Line {
  readonly number: number;
  readonly first: string;
  readonly corrected: readonly string[];
}

/** Both versions of each line. `corrections`: the words of each letter that corrects, oldest first. */
export function withCorrections(text: string, corrections: readonly Words[]): readonly Line[] {
  return linesOf(text).map((first, at) => {
    const name = lineName(at + 1);
    const corrected = corrections.flatMap(words => (name in words ? [words[name]?.trim() ?? ""] : []));
    return { number: at + 1, first, corrected };
  });
}

/** How a line reads by now. */
export function readsNow({ first, corrected }: Line): string {
  return corrected.at(-1) ?? first;
}

/** Numbers of lines that a correction names and the transcript does not have. */
export function strayLines(text: string, words: Words): readonly number[] {
  const last = linesOf(text).length;
  const named = Object.keys(words).map(name => Number(NAMED.exec(name)?.[1] ?? 0));
  return named.filter(number => number > last);
}
