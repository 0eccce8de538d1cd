/** The cases of vectors/history.json: what a server may tell of a case, and what it may not. */

import {
  followHistory,
  HiddenHistory,
  type openingOf,
  type ReaderKind,
  type Told,
  unseenOf,
} from "./history.ts";
import { openingsOnce } from "./openings.ts";

type Case = { readonly [member: string]: unknown };
interface Check {
  readonly name: string;
  readonly expected: string;
  readonly work: () => Promise<string>;
}

const eventsOf = (vectors: Case) => vectors["events"] as Readonly<Record<string, Told>>;

async function found(vectors: Case, each: Case, opening?: typeof openingOf): Promise<string> {
  const told = (each["told"] as string[]).map(name => eventsOf(vectors)[name] as Told);
  const letters = new Set(each["letters"] as string[]);
  const reader = each["reader"] as ReaderKind;
  try {
    const history = await followHistory(String(vectors["case"]), told, letters, reader, opening);
    return JSON.stringify([history.newest, history.older, unseenOf(history, each["seen"] as string[])]);
  } catch (error) {
    if (error instanceof HiddenHistory) return error.kind;
    throw error;
  }
}

/** The same whether what was logged was opened before or not. */
async function foundTwice(vectors: Case, each: Case): Promise<string> {
  const opening = openingsOnce();
  for (const event of Object.values(eventsOf(vectors))) await opening(event).catch(() => undefined);
  const [first, again] = [await found(vectors, each), await found(vectors, each, opening)];
  return first === again ? first : `${first}, but ${again} of what was opened before`;
}

export function historyChecks(vectors: Case): Check[] {
  return (vectors["histories"] as Case[]).map(each => ({
    name: String(each["name"]),
    expected:
      each["expect"] === "ok"
        ? JSON.stringify([each["newest"], each["older"], each["unseen"]])
        : String(each["expect"]),
    work: () => foundTwice(vectors, each),
  }));
}
