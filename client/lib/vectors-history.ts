/** The cases of vectors/history.json: what a server may tell of a case, and what it may not. */

import { followHistory, HiddenHistory, type ReaderKind, type Told, unseenOf } from "./history.ts";

type Case = { readonly [member: string]: unknown };
interface Check {
  readonly name: string;
  readonly expected: string;
  readonly work: () => Promise<string>;
}

async function found(vectors: Case, each: Case): Promise<string> {
  const events = vectors["events"] as Readonly<Record<string, Told>>;
  const told = (each["told"] as string[]).map(name => events[name] as Told);
  const letters = new Set(each["letters"] as string[]);
  try {
    const history = await followHistory(String(vectors["case"]), told, letters, each["reader"] as ReaderKind);
    return JSON.stringify([history.newest, history.older, unseenOf(history, each["seen"] as string[])]);
  } catch (error) {
    if (error instanceof HiddenHistory) return error.kind;
    throw error;
  }
}

export function historyChecks(vectors: Case): Check[] {
  return (vectors["histories"] as Case[]).map(each => ({
    name: String(each["name"]),
    expected:
      each["expect"] === "ok"
        ? JSON.stringify([each["newest"], each["older"], each["unseen"]])
        : String(each["expect"]),
    work: () => found(vectors, each),
  }));
}
