/**
 * Whether a case that the server handed over is the one that the reporter made. Anyone can seal a
 * wrap to her, a server too, and what she then wrote would be sealed to whoever made it. Only the
 * true case opens the report that she signed: nobody who cannot read it can seal it anew. A newer
 * generation is true in the same way: it opens a letter of it that she signed, or somebody whom the
 * roster lists. Until there is one she makes a generation of her own instead (renewal.ts).
 */

import { AgeError } from "./agefile.ts";
import type { Bytes } from "./bytes.ts";
import { BadLetter, openLetter } from "./letter.ts";
import type { OpenInbox } from "./report.ts";
import type { LetterView } from "./views.ts";

/** Nothing may be sealed to this case. */
export class ForeignCase extends Error {
  override name = "ForeignCase";
}

async function opens(inbox: OpenInbox, letter: LetterView, sealed: Bytes): Promise<boolean> {
  const { keys, signers, case: given } = inbox;
  const { id, kind, author, seq } = letter;
  const key = author === "reporter" ? keys.signer.key : await signers.of(author);
  const claim = { case: given.case, id, kind, author, seq, key };
  try {
    return (await openLetter(sealed, [given.identity], claim)).doubts.length === 0;
  } catch (error) {
    if (error instanceof AgeError || error instanceof BadLetter) return false;
    throw error;
  }
}

/** Letters that can prove the newest generation: of the first, her report alone. */
function proofs({ view, case: given }: OpenInbox): LetterView[] {
  if (given.generation === 0) return view.letters.filter(({ kind, seq }) => kind === "report" && seq === 0);
  return view.letters.filter(({ generation }) => generation === given.generation);
}

/** Raises ForeignCase, and whatever `fetchLetter` raises. */
export async function refuseForeignCase(
  inbox: OpenInbox,
  fetchLetter: (id: string) => Promise<Bytes>,
): Promise<void> {
  // Where the newest was not sealed to her, what she has is not what the others read by.
  const same = inbox.case.generation === inbox.view.generation;
  for (const letter of same ? proofs(inbox) : []) {
    if (await opens(inbox, letter, await fetchLetter(letter.id))) return;
  }
  throw new ForeignCase(
    "the key that the server gave does not open your own report. Nothing was sent. Do not write" +
      " here; ask somebody you trust outside the organisation to look at it.",
  );
}
