/**
 * Whether a case that the server handed over is the one that the reporter made. Anyone can seal a
 * wrap to her, a server too, and what she then wrote would be sealed to whoever made it. Only the
 * true case opens the report that she signed, which names the key it is sealed to: neither the
 * server nor somebody who has read it can seal it anew. A newer generation is true where she said so
 * or somebody who could read the one before (readers.ts): not anybody whom a roster lists. Until
 * there is such a word she makes a generation of her own instead (renewal.ts).
 */

import type { Bytes } from "./bytes.ts";
import { hearLetters, type OpenInbox } from "./report.ts";
import type { LetterView } from "./views.ts";
import { isMade, isOlder } from "./letterAuthors.ts";

/** Nothing may be sealed to this case. */
export class ForeignCase extends Error {
  override name = "ForeignCase";
}

/** What can state who reads the newest generation: of the first, her report alone. */
function stating({ view, case: given }: OpenInbox): LetterView[] {
  if (given.generation === 0) return view.letters.filter(({ kind, seq }) => kind === "report" && seq === 0);
  const kinds = ["report", "addition", "message"];
  return view.letters.filter(({ kind }) => kinds.includes(kind));
}

async function isReporters(inbox: OpenInbox, fetchLetter: (id: string) => Promise<Bytes>): Promise<boolean> {
  // Where the newest was not sealed to her, what she has is not what the others read by.
  if (inbox.case.generation !== inbox.view.generation) return false;
  const view = { ...inbox.view, letters: stating(inbox) };
  // A network that breaks is no verdict: fetched first, and a failure is thrown as it is.
  const sealed = new Map<string, Bytes>();
  for (const { id } of view.letters) sealed.set(id, await fetchLetter(id));
  const heard = await hearLetters({ ...inbox, view }, async id => sealed.get(id) as Bytes);
  return isMade(heard, inbox.case.generation, isOlder(heard.letters));
}

/** Raises ForeignCase, and whatever `fetchLetter` raises. */
export async function verifyCase(
  inbox: OpenInbox,
  fetchLetter: (id: string) => Promise<Bytes>,
): Promise<void> {
  if (await isReporters(inbox, fetchLetter)) return;
  throw new ForeignCase(
    "the key that the server gave does not open your own report. Nothing was sent. Do not write" +
      " here; ask somebody you trust outside the organisation to look at it.",
  );
}
