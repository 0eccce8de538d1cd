/** Seals keys that holders made once more, to those who wait. */

import { dayIn, serverTime } from "../../../lib/clock.ts";
import { inboxDeeds } from "../../../lib/inboxActions.ts";
import { holdersOn } from "../../../lib/roster.ts";
import { secondWraps } from "../../../lib/secondWraps.ts";
import type { InboxSession } from "./inboxSession.ts";

/** Raises ApiError, Unreachable: the next visit does it then. */
export async function sealAgain(session: InboxSession): Promise<void> {
  const { inbox, heard, history, trusted } = session;
  if (!trusted) return;
  const roster = holdersOn(trusted.roster, dayIn("UTC", serverTime()));
  const opened = { cases: inbox.cases, readers: heard.readers, history, roster };
  const wraps = await secondWraps(inbox.view.wraps_owed ?? [], opened);
  if (wraps.length > 0) await inboxDeeds(session.source.keys.login).sealAgain({ wraps });
}
