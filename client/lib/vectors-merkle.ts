/** The cases of vectors/merkle and of vectors/consistency.json: proofs that hold, and that do not. */

import { unbase64 } from "./bytes.ts";
import { verifyConsistency, verifyInclusion } from "./merkle.ts";

type Case = { readonly [member: string]: unknown };
interface Check {
  readonly name: string;
  readonly expected: string;
  readonly work: () => Promise<string>;
}

const list = (value: unknown) => (value ?? []) as readonly Case[];

export function proofChecks(vectors: Case): Check[] {
  const decode = (value: unknown) => unbase64(String(value ?? ""));
  const proof = list(vectors["proof"]).map(decode);
  const work = async () => {
    if ("size1" in vectors) {
      const sizes = [Number(vectors["size1"]), Number(vectors["size2"])] as const;
      await verifyConsistency(...sizes, proof, decode(vectors["root1"]), decode(vectors["root2"]));
    } else {
      const place = [Number(vectors["leafIdx"]), Number(vectors["treeSize"])] as const;
      await verifyInclusion(...place, decode(vectors["leafHash"]), proof, decode(vectors["root"]));
    }
    return "ok";
  };
  return [{ name: String(vectors["desc"]), expected: vectors["wantErr"] ? "refused" : "ok", work }];
}

export function consistencyChecks(vectors: Case): Check[] {
  return list(vectors["cases"]).flatMap(entry => {
    const wantErr = entry["expect"] !== "ok";
    const desc = `${entry["size1"]} to ${entry["size2"]}, ${entry["expect"]}`;
    return proofChecks({ ...entry, desc, wantErr });
  });
}
