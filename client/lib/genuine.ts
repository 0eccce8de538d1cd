/**
 * Whether a case that the server handed over is the one that the reporter made. Anyone can seal a
 * wrap to her, a server too, and what she then wrote would be sealed to whoever made it. Only the
 * true case opens the report that she signed: nobody who cannot read it can seal it anew.
 */

import { AgeError } from "./agefile.ts";
import type { Bytes } from "./bytes.ts";
import { BadLetter, openLetter } from "./letter.ts";
import type { OpenInbox } from "./report.ts";

/** Nothing may be sealed to this case. */
export class ForeignCase extends Error {
  override name = "ForeignCase";
}

async function opens(inbox: OpenInbox, id: string, sealed: Bytes): Promise<boolean> {
  const { keys, case: given } = inbox;
  const author = "reporter";
  const claim = { case: given.case, id, kind: "report", author, seq: 0, key: keys.signer.key };
  try {
    return (await openLetter(sealed, [given.identity], claim)).doubts.length === 0;
  } catch (error) {
    if (error instanceof AgeError || error instanceof BadLetter) return false;
    throw error;
  }
}

/** Raises ForeignCase, and whatever `fetchLetter` raises. */
export async function refuseForeignCase(
  inbox: OpenInbox,
  fetchLetter: (id: string) => Promise<Bytes>,
): Promise<void> {
  const report = inbox.view.letters.find(({ kind }) => kind === "report");
  if (report && (await opens(inbox, report.id, await fetchLetter(report.id)))) return;
  throw new ForeignCase(
    "the key that the server gave does not open your own report. Nothing was sent. Do not write" +
      " here; ask somebody you trust outside the organisation to look at it.",
  );
}
