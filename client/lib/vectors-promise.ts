/** Runs vectors/promise.json: promises read, kept and broken. */

import { type Bytes, hex, unbase64 } from "./bytes.ts";
import { canonicalJson } from "./json.ts";
import * as promises from "./promise.ts";
import { BadReceipt, verifyReceipt } from "./receipt.ts";
import type { Witness } from "./roster.ts";

type Case = { readonly [member: string]: unknown };
type Work = () => Promise<string>;

const STEPS: Readonly<Record<string, string>> = { format: "parse", too_large: "parse" };
const QUORUM = 2;

async function outcome(work: Work): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof promises.BadPromise || error instanceof BadReceipt) return error.step;
    throw error;
  }
}

const bytes = (value: unknown): Bytes[] => (value as string[]).map(each => unbase64(each));

function asSaid(read: promises.Promised, claim: Case): boolean {
  const got = {
    fields: Object.fromEntries(read.fields),
    digests: Object.fromEntries(read.digests),
    origin: read.origin,
    leaf: hex(read.leaf),
    size: read.after.size,
    root: hex(read.after.root),
    by: read.by.getTime() / 1000,
  };
  return canonicalJson(got) === canonicalJson(claim);
}

/** `witnesses`: those of the file's policy. */
export function promiseChecks(vectors: Case, witnesses: readonly Witness[]) {
  const log = String(vectors["log"]);
  const keys = { promise: String(vectors["key"]), log };
  const watchers = { log, witnesses, quorum: QUORUM };
  const list = (name: string) => vectors[name] as readonly Case[];
  const promised = (entry: Case) => promises.verifyPromise(String(entry["promise"]), keys);
  const read = async (entry: Case) =>
    asSaid(await promised(entry), entry["verified"] as Case) ? "ok" : "wrong result";
  const kept = async (entry: Case) => {
    const first = await promised(entry);
    const proof = await verifyReceipt(String(entry["receipt"]), watchers);
    const { late } = promises.checkKept(first, proof, QUORUM);
    if ("then" in entry) await promises.vouched(first, proof, String(entry["then"]), watchers);
    else await promises.extended(first, proof, bytes(entry["proof"]));
    return late ? "late" : "ok";
  };
  const broken = async (entry: Case) => {
    const [edge, entries] = [bytes(entry["edge"]), bytes(entry["entries"])];
    const missing = { now: String(entry["checkpoint"]), edge, entries };
    await promises.checkBroken(await promised(entry), missing, watchers);
    return "ok";
  };
  const checks = (name: string, run: (entry: Case) => Promise<string>) =>
    list(name).map(entry => ({
      name: `${name}: ${entry["name"]}`,
      expected: STEPS[String(entry["expect"])] ?? String(entry["expect"]),
      work: () => outcome(() => run(entry)),
    }));
  return [...checks("cases", read), ...checks("kept", kept), ...checks("broken", broken)];
}
