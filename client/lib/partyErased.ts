/**
 * Why letters of a party's room are empty (docs/spec/channel.md, 10). A party has no log; so they are shown the
 * log's own word that a class of what is kept was erased, closed but for what they may know, with its proof. It
 * counts where it names the matter that their letters name. Pure.
 */

import type { Erasure } from "./erased.ts";
import { BadReceipt, verifyReceipt } from "./receipt.ts";
import type { Roster } from "./roster.ts";

/** What names the case, or fields of other events: never shown to a party. */
const CLOSED: ReadonlySet<string> = new Set(["actor", "case", "fields", "prev"]);

type Signers = Pick<Roster, "log" | "witnesses" | "quorum">;

async function fieldsOf(receipt: string, { log, witnesses, quorum }: Signers) {
  try {
    return (await verifyReceipt(receipt, { log, witnesses, quorum, gone: CLOSED })).fields;
  } catch (error) {
    if (error instanceof BadReceipt) return null;
    throw error;
  }
}

async function erasureIn(receipt: string, matter: string, signers: Signers): Promise<Erasure[]> {
  const fields = await fieldsOf(receipt, signers);
  if (fields?.get("event") !== "erased" || fields.get("matter") !== matter) return [];
  const [what, at, ground] = ["what", "at", "ground"].map(name => fields.get(name));
  return what && at && ground ? [{ what, at, ground, fields: [] }] : [];
}

/** Those that hold; another matter's, and what no log that is known has signed, says nothing. */
export async function erasuresShown(
  receipts: readonly string[],
  matter: string,
  signers: Signers,
): Promise<Erasure[]> {
  const found = await Promise.all(receipts.map(each => erasureIn(each, matter, signers)));
  return found.flat();
}
