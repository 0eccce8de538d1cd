/**
 * That the log shows everybody this conflict table (docs/spec/conflicts.md, 6; twin of
 * heard/formats/conflictproof.py). Before anything is asked of it: a server could else give one
 * person a table of her own, with a salt that was chosen for her.
 */

import { utf8 } from "./bytes.ts";
import { sha256hex } from "./hash.ts";
import { type ReceiptPolicy, verifyReceipt } from "./receipt.ts";
import { CONFLICTS_LEAST, CONFLICTS_OLDEST } from "./shared.ts";

/** The receipt holds, and is not of this table. `field`: which differs, or `fields`. */
export class Unproved extends Error {
  override name = "Unproved";
  readonly field: string;
  constructor(field: string, options?: ErrorOptions) {
    super(`the log has another ${field} for the conflict table`, options);
    this.field = field;
  }
}

/** Under whose signatures a table counts, those of the roster that the root key signed; and when. */
export interface ProvedBy {
  readonly policy: ReceiptPolicy;
  readonly now: Date;
}

const HOUR = 3_600_000;
/** One is made each day; an old one does not know who moved since. */
const OLDEST = CONFLICTS_OLDEST * 24 * HOUR;
const FIELDS = "actor,at,event,head,roster,table";
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** `text` is the head's canonical JSON, `roster` what it names, `proof` the receipt of its event. */
export interface Claimed {
  readonly text: string;
  readonly roster: string;
  readonly proof: string;
}

/**
 * Checks that the log published this table, as the last leaf of an epoch: two that one epoch of the
 * usual width holds cannot both be proved. Raises BadReceipt, Unproved.
 */
export async function proveTable({ text, roster, proof }: Claimed, { policy, now }: ProvedBy): Promise<void> {
  const { fields, index } = await verifyReceipt(proof, policy);
  const open = [...fields].flatMap(([name, value]) => (value === null ? [] : [name]));
  if (open.sort().join() !== FIELDS) throw new Unproved("fields");
  const expected = {
    event: "conflicts_published",
    actor: "clock",
    head: await sha256hex(utf8(text)),
    roster,
  };
  for (const [name, value] of Object.entries(expected)) {
    if (fields.get(name) !== value) throw new Unproved(name);
  }
  const at = fields.get("at") ?? "";
  const age = now.getTime() - Date.parse(at);
  if (!TIME.test(at) || !(age >= -HOUR && age <= OLDEST)) throw new Unproved("at");
  if ((index + 1) % CONFLICTS_LEAST) throw new Unproved("place");
}
