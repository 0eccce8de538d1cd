/**
 * Whether a case that the server shows to a handler is the one that the log received. A server can
 * make up a case and sign it with a key of its own making; what it cannot do is have had it in the
 * log when the report came in, under the key that signed everybody else's receipts.
 */

import type { CaseView } from "./views.ts";
import { type Bytes, utf8 } from "./bytes.ts";
import { sha256hex } from "./hash.ts";
import { type Given, verifyGiven } from "./promiseOrProof.ts";
import { BadPromise } from "./promise.ts";
import { BadReceipt } from "./receipt.ts";

/** The log does not say of this report what the server says of it. */
export class NotAsLogged extends Error {
  override name = "NotAsLogged";
}

async function expected(view: CaseView, report: Bytes): Promise<ReadonlyMap<string, string>> {
  const expected = new Map([
    ["event", "report_received"],
    ["case", view.case],
    ["letter", await sha256hex(report)],
    ["reporter_key", view.reporter.signing],
  ]);
  // A later generation of the case key came after what was logged at receipt.
  const first = view.keys.find(({ generation }) => generation === 0);
  if (first) expected.set("case_recipient", await sha256hex(utf8(first.case_recipient)));
  return expected;
}

/**
 * Checks the promise or proof of the report's arrival against the case; `keys`: those of
 * log and promises in the roster; `report`: the sealed letter as it was fetched. Raises NotAsLogged.
 */
export async function verifyLogged(
  view: CaseView,
  receipt: string,
  report: Bytes,
  keys: { readonly log: string; readonly promise?: string | undefined },
): Promise<Given> {
  let verified: Given;
  try {
    verified = await verifyGiven(receipt, keys);
  } catch (error) {
    if (error instanceof BadReceipt || error instanceof BadPromise) throw new NotAsLogged(error.message);
    throw error;
  }
  for (const [name, value] of await expected(view, report)) {
    if (verified.fields.get(name) !== value) throw new NotAsLogged(`the log says another ${name}`);
  }
  return verified;
}
