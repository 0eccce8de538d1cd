/** Letters of a case: in which language one is, and sealing one that is sent. */

import { serverTime } from "../../../lib/clock.ts";
import { sealLetter } from "../../../lib/desk.ts";
import type { Asks } from "../../../lib/letter.ts";
import type { Flag, Override } from "../../../lib/wordcheck.ts";
import { api, keysOf, type OpenCase, type ShownLetter } from "./model.ts";

/** The two threads: what the reporter and the handlers write to each other, and the notes. */
export type Thread = "message" | "note";

/** What is to be sealed and sent. */
export interface Written {
  readonly thread: Thread;
  readonly words: string;
  /** Null: a message or a note. */
  readonly asks: Asks | null;
  readonly reason: string;
  /** What its author was warned of and sends all the same, and why. */
  readonly flags: readonly Flag[];
  readonly override: Override | null;
}

/** The language in which a letter is likely to be: a report says so of its reporter, of others nobody knows. */
export function languageOfLetter(letters: readonly ShownLetter[], letter: ShownLetter): string {
  if (letter.author !== "reporter") return "";
  const language = letters.find(({ kind }) => kind === "report")?.content?.["language"];
  return typeof language === "string" ? language : "";
}

/** Raises ApiError: 409 where the case has another key since it was read. */
export async function sendLetter(open: OpenCase, written: Written): Promise<void> {
  const { words, asks, reason, flags, override } = written;
  const common = { seq: keysOf(open).nextSeq, now: serverTime() };
  const letter =
    asks === null
      ? await sealLetter(keysOf(open), { ...common, kind: written.thread, content: { words } })
      : await sealLetter(keysOf(open), { ...common, kind: "request", content: { words, asks, reason } });
  await api.send(open.id, {
    ...letter,
    generation: open.generation,
    kind: asks === null ? written.thread : "request",
    ...(asks === null ? {} : { asks }),
    ...(override === null ? {} : { flags, override }),
  });
}

/** What the sealed letter says under this name; empty where it says nothing that can be read. */
export function textIn(letter: ShownLetter | undefined, name: string): string {
  const value = letter?.content?.[name];
  return typeof value === "string" ? value : "";
}
