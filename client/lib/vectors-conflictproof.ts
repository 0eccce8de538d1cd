/** `proofs` of vectors/conflicts.json: whether a receipt proves that the log shows everybody a table. */

import { canonicalJson } from "./json.ts";
import { proveTable, type ProvedBy, Unproved } from "./conflictproof.ts";
import { BadReceipt } from "./receipt.ts";
import type { Witness } from "./roster.ts";

type Case = Readonly<Record<string, string>>;
interface Check {
  readonly name: string;
  readonly expected: string;
  readonly work: () => Promise<string>;
}

export interface Proofs {
  readonly log: string;
  readonly policy: string;
  readonly now: string;
  readonly cases: readonly Case[];
}

const STEPS: Readonly<Record<string, string>> = { format: "parse", quorum: "witnesses" };

/** `union-1` and `union-2` of the vectors' policy are one operator's. */
export function provedBy({ log, policy, now }: Proofs): ProvedBy {
  const witnesses = [...policy.matchAll(/^witness (([a-z]+)\S*) (\S+)$/gm)].map(
    ([, name = "", operator = "", vkey = ""]): Witness => ({ name, operator, vkey }),
  );
  return { policy: { log, witnesses, quorum: 2 }, now: new Date(now) };
}

/** The receipt that proves the table of the vectors. */
export function goodProof({ cases }: Proofs): string {
  return cases.find(({ name }) => name === "good")?.["proof"] ?? "";
}

async function outcome({ head = "", proof = "", expect = "" }: Case, proofs: Proofs): Promise<string> {
  const said = JSON.parse(head) as { roster: string };
  try {
    const claimed = { text: canonicalJson(said), roster: said.roster, proof };
    await proveTable(claimed, provedBy(proofs));
    return "ok";
  } catch (error) {
    if (error instanceof Unproved) return error.field;
    if (!(error instanceof BadReceipt)) throw error;
    // A cosignature that is wrong fails with the witnesses here: they are checked last.
    return error.step === "witnesses" && expect === "signature" ? "signature" : error.step;
  }
}

export function proofChecks(proofs: Proofs): Check[] {
  return proofs.cases.map(entry => ({
    name: `proof ${entry["name"]}`,
    expected: STEPS[entry["expect"] ?? ""] ?? entry["expect"] ?? "",
    work: () => outcome(entry, proofs),
  }));
}
