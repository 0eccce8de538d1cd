/** A new case key in her browser, sealed to everyone who stays. Fetched when she needs one. */

import { dayIn, serverTime } from "../../../lib/clock.ts";
import { HiddenHistory } from "../../../lib/history.ts";
import { inboxDeeds } from "../../../lib/inboxActions.ts";
import { type Renewal, renew, stillHolding } from "../../../lib/renewal.ts";
import { holdersOn } from "../../../lib/roster.ts";
import type { InboxSession } from "./inboxSession.ts";

/** A made key that did not arrive yet: the same body goes out again. */
let unsent: { readonly madeOf: string; readonly renewal: Renewal } | null = null;

/** The list of readers could not be checked: nobody can be sealed to. */
export class NoRoster extends Error {
  override name = "BadRoster";
}

async function make(session: InboxSession, exclude: readonly string[], words: string): Promise<Renewal> {
  if (session.history === null) throw new HiddenHistory("seen", "something is kept from this page");
  if (!session.trusted) throw new NoRoster("The list of readers could not be checked.");
  const { view, keys } = session.inbox;
  const today = dayIn("UTC", serverTime());
  const listed = holdersOn(session.trusted.roster, today);
  const { staying, gone } = stillHolding(view.holders, listed, session.heard.readers, session.history);
  const letter = {
    kind: "addition" as const,
    seq: session.source.take(),
    author: "reporter",
    content: { words },
    signer: keys.signer,
    now: serverTime(),
    seen: session.history.newest,
  };
  // Her own recipient by her code: the server need not be asked whose it is.
  const own = { ...view, reporter: { recipient: keys.recipient } };
  const prev = session.heard.readers.last;
  return renew({ view: own, holders: staying, exclude: [...exclude, ...gone], letter, prev });
}

/**
 * `exclude`: ids of those who lose the case at once; `words`: what she adds under the new key.
 * Raises ApiError, Unreachable, NobodyLeft, NoRoster, HiddenHistory.
 */
export async function renewCase(
  session: InboxSession,
  exclude: readonly string[],
  words: string,
): Promise<void> {
  const madeOf = JSON.stringify([session.view.case, session.view.generation, exclude, words]);
  if (unsent?.madeOf !== madeOf) unsent = { madeOf, renewal: await make(session, exclude, words) };
  await inboxDeeds(session.source.keys.login).renew(unsent.renewal.body);
  unsent = null;
  await session.refresh();
}
