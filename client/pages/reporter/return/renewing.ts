/** A new case key in her browser, sealed to everyone who stays. Fetched when she needs one. */

import { dayIn, serverTime } from "../../../lib/clock.ts";
import { HiddenHistory } from "../../../lib/history.ts";
import { inboxDeeds } from "../../../lib/inboxdeeds.ts";
import { type Renewal, renew, stillHolding } from "../../../lib/renewal.ts";
import { holdersOn } from "../../../lib/roster.ts";
import type { Visit } from "./visit.ts";

/** A made key that did not arrive yet: the same body goes out again. */
let unsent: { readonly made: string; readonly renewal: Renewal } | null = null;

/** The list of readers could not be checked: nobody can be sealed to. */
export class NoRoster extends Error {
  override name = "BadRoster";
}

async function make(visit: Visit, exclude: readonly string[], words: string): Promise<Renewal> {
  if (visit.history === null) throw new HiddenHistory("seen", "something is kept from this page");
  if (!visit.trusted) throw new NoRoster("The list of readers could not be checked.");
  const { view, keys } = visit.inbox;
  const today = dayIn("UTC", serverTime());
  const listed = holdersOn(visit.trusted.roster, today);
  const { staying, gone } = stillHolding(view.holders, listed, visit.heard.readers, visit.history);
  const letter = {
    kind: "addition" as const,
    seq: visit.source.take(),
    author: "reporter",
    content: { words },
    signer: keys.signer,
    now: serverTime(),
    seen: visit.history.newest,
  };
  // Her own recipient by her code: the server need not be asked whose it is.
  const own = { ...view, reporter: { recipient: keys.recipient } };
  const prev = visit.heard.readers.last;
  return renew({ view: own, holders: staying, exclude: [...exclude, ...gone], letter, prev });
}

/**
 * `exclude`: ids of those who lose the case at once; `words`: what she adds under the new key.
 * Raises ApiError, Unreachable, NobodyLeft, NoRoster, HiddenHistory.
 */
export async function renewCase(visit: Visit, exclude: readonly string[], words: string): Promise<void> {
  const made = JSON.stringify([visit.view.case, visit.view.generation, exclude, words]);
  if (unsent?.made !== made) unsent = { made, renewal: await make(visit, exclude, words) };
  await inboxDeeds(visit.source.keys.login).renew(unsent.renewal.body);
  unsent = null;
  await visit.refresh();
}
