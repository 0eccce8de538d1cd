/** The cases of vectors/readers.json: statements as they may be written, and what follows from them. */

import { BadStatement, digestOf, follow, parseStatement, type Said, type Successor } from "./readers.ts";

type Case = { readonly [member: string]: unknown };
interface Check {
  readonly name: string;
  readonly expected: string;
  readonly work: () => Promise<string>;
}

const read = (value: unknown) => (value ? parseStatement(value) : null);

async function statement(value: unknown): Promise<string> {
  try {
    return await digestOf(parseStatement(value));
  } catch (error) {
    if (error instanceof BadStatement) return "statement";
    throw error;
  }
}

async function found(reporter: string, { said, successors }: Case): Promise<string> {
  const given = (said as Said[]).map(each => ({ ...each, statement: read(each.statement) }));
  const { bases, members, last } = await follow(reporter, given, (successors ?? []) as Successor[]);
  const made = Object.fromEntries([...bases].map(([at, { digest }]) => [at, digest]));
  const readers = Object.fromEntries([...members].map(([at, ids]) => [at, [...ids.keys()].sort()]));
  return JSON.stringify([made, readers, last]);
}

export function readersChecks(vectors: Case): Check[] {
  const statements = (vectors["statements"] as Case[]).map(({ name, value, expect, digest }) => ({
    name: String(name),
    expected: String(digest ?? expect),
    work: () => statement(value),
  }));
  const cases = (vectors["cases"] as Case[]).map(each => ({
    name: String(each["name"]),
    expected: JSON.stringify([each["made"], each["readers"], each["last"]]),
    work: () => found(String(vectors["reporter"]), each),
  }));
  return [...statements, ...cases];
}
