/**
 * A receipt against what was really sent. That the log's key signed something says nothing of *what*:
 * a receipt of another case, or under a key that the server made up, is as well signed. So the key
 * and the witnesses are those of the roster that the root key signed, and every field is compared.
 */

import type { Accepted, ReportBody } from "./api.ts";
import { unbase64, utf8 } from "./bytes.ts";
import { type Given, verifyGiven } from "./promiseOrProof.ts";
import { sha256hex } from "./hash.ts";
import { checkBy, compare, NotAsSent, policyOf } from "./matching.ts";
import type { Roster } from "./roster.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** What the log must say of her report: every field but the two times, which only it knows. */
async function ofReport(body: ReportBody): Promise<Map<string, string>> {
  const people = body.wraps.map(({ holder }) => holder).sort();
  return new Map([
    ["event", "report_received"],
    ["actor", "reporter"],
    ["case", body.case],
    ["letter", await sha256hex(unbase64(body.letter.sealed))],
    ["recipients", people.join()],
    ["roster", body.roster],
    ["case_recipient", await sha256hex(utf8(body.case_recipient))],
    ["reporter_key", body.reporter.signing],
    ["disclosed", body.disclosed ?? ""],
    ["prev", ""],
  ]);
}

/**
 * Checks the receipt that came with the answer to a report. `now`: by the server's clock. The time by
 * which a person must answer is the one that the page shows. Raises BadReceipt, NotAsSent.
 */
export async function checkSent(
  sent: { readonly body: ReportBody; readonly accepted: Accepted },
  roster: Roster,
  now: Date,
): Promise<Given> {
  const { body, accepted } = sent;
  const verified = await verifyGiven(accepted.receipt, policyOf(roster));
  const expected = await ofReport(body);
  compare(verified, accepted.leaf, expected);
  if (body.roster !== roster.sha256) throw new NotAsSent("roster");
  const owed = accepted.duties.filter(({ kind, state }) => kind === "acknowledge" && state === "open");
  const promised = verified.fields.get("acknowledge_by");
  if (!owed.some(({ due }) => due === promised)) throw new NotAsSent("acknowledge_by");
  const age = now.getTime() - Date.parse(verified.fields.get("at") ?? "");
  if (!(age >= -HOUR && age <= DAY)) throw new NotAsSent("at");
  const more = [...verified.fields.keys()].find(
    name => !expected.has(name) && name !== "at" && name !== "acknowledge_by",
  );
  if (more !== undefined) throw new NotAsSent(more);
  checkBy(verified);
  return verified;
}
