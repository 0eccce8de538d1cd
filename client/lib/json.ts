/** JSON of what is signed or sealed: read so that it means one thing, and its one spelling. */

import { NotCanonical } from "./bytes.ts";

const QUOTE = 34;
const COLON = 58;
const BACKSLASH = 92;

/** How many members a JSON text writes: each has a colon outside of strings. */
function membersWritten(json: string): number {
  let count = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const letter = json.charCodeAt(at);
    if (inString && letter === BACKSLASH) at += 1;
    else if (letter === QUOTE) inString = !inString;
    else if (!inString && letter === COLON) count += 1;
  }
  return count;
}

interface Seen {
  readonly members: number;
  /** Whether half a character stands somewhere: it has no UTF-8, and would be hashed as another. */
  readonly halved: boolean;
}

const HALF = /\p{Cs}/u;

function look(value: unknown): Seen {
  let members = 0;
  let halved = false;
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string") halved ||= HALF.test(next);
    if (typeof next !== "object" || next === null) continue;
    const names = Array.isArray(next) ? [] : Object.keys(next);
    members += names.length;
    halved ||= names.some(name => HALF.test(name));
    for (const part of Object.values(next) as unknown[]) waiting.push(part);
  }
  return { members, halved };
}

const STRINGS = /"(?:[^"\\]+|\\.)*"/g;
/** `1.0` and `1e0` are 1 to one reader, and no whole number to another; `-0` is two. */
const FRACTION = /\.|E|\de|-0/;

/**
 * A JSON value. Raises NotCanonical where it is none, holds half a character or a number that is not
 * written as a whole one, or where a member stands twice: another reader would take the other one, and two people would read two things under
 * one signature.
 */
export function readJson(json: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new NotCanonical("expected JSON");
  }
  const { members, halved } = look(value);
  if (members !== membersWritten(json)) throw new NotCanonical("a member stands twice");
  if (FRACTION.test(json.replace(STRINGS, ""))) throw new NotCanonical("no whole number");
  if (halved) throw new NotCanonical("half a character");
  return value;
}

/** JSON on one line with members sorted by name and no white space. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, part]) => `${JSON.stringify(name)}:${canonicalJson(part)}`).join()}}`;
}
