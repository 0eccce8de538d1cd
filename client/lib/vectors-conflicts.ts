/** The cases of vectors/conflicts.json: keys, whole blocks of letters, a table and what it says. */

import { type Bytes, equal, hex, unbase64, utf8 } from "./bytes.ts";
import {
  BadConflicts,
  type Conflict,
  conflictDigest,
  Conflicts,
  pickBucket,
  readConflictHead,
} from "./conflicts.ts";
import { Unproved } from "./conflictproof.ts";
import { readWhole, WholeConflicts } from "./conflictWhole.ts";
import { sha256hex } from "./hash.ts";
import { canonicalJson } from "./json.ts";
import { keyOf } from "./names.ts";
import { DOUBTFUL, ENDS, HONORIFICS, POSTS, readings, TITLES } from "./naming.ts";
import { goodProof, proofChecks, type Proofs, provedBy } from "./vectors-conflictproof.ts";

type Case = { readonly [member: string]: unknown };
interface Check {
  readonly name: string;
  readonly expected: string;
  readonly work: () => Promise<string>;
}

const list = (value: unknown) => value as readonly Case[];

function keyChecks(vectors: Case): Check[] {
  const typed = list(vectors["typed"]).map(({ text, key }) => ({
    name: `key of ${JSON.stringify(text)}`,
    expected: String(key),
    work: async () => keyOf(String(text)),
  }));
  const blocks = list(vectors["blocks"]).map(({ name, first, last, sha256 }) => ({
    name: `letters of ${name}`,
    expected: String(sha256),
    work: () => {
      const codes = Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);
      return sha256hex(utf8(codes.map(code => keyOf(String.fromCodePoint(code))).join("\n")));
    },
  }));
  return [...typed, ...blocks];
}

function headChecks(vectors: Case): Check[] {
  return list(vectors["heads"]).map(({ name, head, expect }) => ({
    name: `head ${name}`,
    expected: String(expect),
    work: async () => {
      try {
        readConflictHead(head);
        return "ok";
      } catch (error) {
        if (!(error instanceof BadConflicts)) throw error;
        return "format";
      }
    },
  }));
}

function treeChecks({ head, cases }: Case): Check[] {
  const read = readConflictHead(head);
  return list(cases).map(({ name, prefix, body, expect }) => ({
    name: `bucket ${name}`,
    expected: String(expect),
    work: async () => {
      const given = unbase64(String(body));
      try {
        const entries = await pickBucket(read, Number(prefix), given);
        return equal(entries, given.subarray(0, entries.length)) ? "ok" : "other entries";
      } catch (error) {
        if (error instanceof Unproved) return error.field === "bucket" ? "tree" : error.field;
        if (!(error instanceof BadConflicts)) throw error;
        return "format";
      }
    },
  }));
}

function wholeChecks(vectors: Case, proofs: Proofs): Check[] {
  const head = readConflictHead(vectors["head"]);
  const { cases, unbound } = vectors["whole"] as Case;
  const outcome = async (body: Bytes, whole: string): Promise<string> => {
    try {
      await readWhole({ ...head, whole }, body);
      return "ok";
    } catch (error) {
      if (error instanceof Unproved) return error.field;
      if (!(error instanceof BadConflicts)) throw error;
      return "format";
    }
  };
  const read = list(cases).map(({ name, body, expect }) => {
    const given = unbase64(String(body));
    const work = async () => outcome(given, await sha256hex(given));
    return { name: `whole table ${name}`, expected: String(expect), work };
  });
  const other = {
    name: "whole table that the head does not bind",
    expected: "whole",
    work: () => outcome(unbase64(String(unbound)), head.whole),
  };
  const good = unbase64(String(list(cases)[0]?.["body"]));
  const door = {
    head: async () => vectors["head"],
    proof: async () => goodProof(proofs),
    whole: async () => good,
  };
  const lookups = list(vectors["lookups"]).map(({ text, conflicts }) => ({
    name: `conflicts of ${text} in the whole`,
    expected: canonicalJson(conflicts),
    work: async () => {
      const table = new WholeConflicts(door, async () => provedBy(proofs));
      return told((await table.of([String(text)])).get(String(text)));
    },
  }));
  return [...read, other, ...lookups];
}

const byCodePoint = (a: string, b: string) => (a < b ? -1 : 1);

const told = (found: readonly Conflict[] | undefined) =>
  canonicalJson((found ?? []).map(({ holder, relation }) => [holder, relation]));

export function conflictChecks(vectors: Case): Check[] {
  const buckets = (vectors["buckets"] as string[]).map(unbase64);
  const proofs = vectors["proofs"] as Proofs;
  const salt = String((vectors["head"] as Case)["salt"]);
  const door = {
    head: async () => vectors["head"],
    proof: async () => goodProof(proofs),
    bucket: async (_salt: string, prefix: string): Promise<Bytes> =>
      buckets[Number.parseInt(prefix, 16)] ?? new Uint8Array(),
  };
  const lookups = list(vectors["lookups"]).map(({ text, conflicts }) => ({
    name: `conflicts of ${text}`,
    expected: canonicalJson(conflicts),
    work: async () =>
      told((await new Conflicts(door, async () => provedBy(proofs)).of([String(text)])).get(String(text))),
  }));
  const said = list(vectors["said"]).map(({ text, readings: expected }) => ({
    name: `readings of ${JSON.stringify(text)}`,
    expected: canonicalJson(expected),
    work: async () => canonicalJson(readings(String(text))),
  }));
  const sorted = (words: ReadonlySet<string>) => [...words].sort(byCodePoint);
  const lists = {
    name: "what is no name",
    expected: canonicalJson(vectors["not_names"]),
    work: async () =>
      canonicalJson({
        titles: sorted(TITLES),
        doubtful: sorted(DOUBTFUL),
        ends: sorted(ENDS),
        honorifics: HONORIFICS,
        posts: POSTS,
      }),
  };
  const { key, sha256 } = vectors["digest"] as Case;
  const digest = {
    name: "digest",
    expected: String(sha256),
    work: async () => hex(await conflictDigest(salt, String(key))),
  };
  const trees = treeChecks(vectors["trees"] as Case);
  return [
    digest,
    lists,
    ...said,
    ...keyChecks(vectors),
    ...headChecks(vectors),
    ...trees,
    ...wholeChecks(vectors, proofs),
    ...lookups,
    ...proofChecks(proofs),
  ];
}
