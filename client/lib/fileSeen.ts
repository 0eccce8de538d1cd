/**
 * Whether a server keeps letters of a file from whoever reads it: by the log, which has each of them, and by
 * what their authors had seen (docs/spec/sealing.md, 4 and 12). Pure.
 */

import { type History, whoSawMore } from "./history.ts";
import type { LetterOrFailure } from "./letterAuthors.ts";
import { toldIn } from "./partyChain.ts";

/** A letter as the server lists it. */
export interface ListedLetter {
  readonly party: string;
  readonly sha256: string;
  /** Of its event. */
  readonly leaf: string;
}

/** Leaves of letters that the log tells of and the server does not list. Those of moves: moves.ts. */
export function hiddenLetters(
  { fields }: Pick<History, "fields">,
  listed: readonly Pick<ListedLetter, "sha256">[],
): string[] {
  const there = new Set(listed.map(({ sha256 }) => sha256));
  return [...fields].flatMap(([leaf, own]) => {
    const is = own.get("event") === "file_letter_added" && !there.has(own.get("letter") ?? "");
    return is ? [leaf] : [];
  });
}

/** Who names a letter of a room that is not listed in it. `read`: each in its place. */
function whoSawMoreOfRooms(listed: readonly ListedLetter[], read: readonly LetterOrFailure[]): string[] {
  const rooms = new Map<string, Set<string>>();
  for (const { party, sha256 } of listed) {
    rooms.set(party, (rooms.get(party) ?? new Set()).add(sha256));
  }
  return listed.flatMap(({ party, sha256 }, at) => {
    const one = read[at];
    if (party === "" || !one?.ok) return [];
    const before = toldIn(one.letter, sha256).held?.said?.before ?? [];
    return before.some(each => rooms.get(party)?.has(each) !== true) ? [one.letter.body.author] : [];
  });
}

/**
 * Authors of letters to the file and to parties who had seen what is not shown; each once. What a letter had
 * seen of another case, no history of this one can say.
 */
export function whoSawMoreOfFile(
  history: History,
  listed: readonly ListedLetter[],
  read: readonly LetterOrFailure[],
): string[] {
  const ofCase = read.filter((_, at) => history.fields.has(listed[at]?.leaf ?? ""));
  return [...new Set([...whoSawMore(history, ofCase), ...whoSawMoreOfRooms(listed, read)])];
}
