/** What only the return page asks of the reporter's door; the report carries none of it. */

import { inboxPost, json, type SealedItem } from "./api.ts";
import type { RenewalBody } from "./renewal.ts";
import type { ContactKind, KeptUntilView, ReportersMove, SecondWraps } from "./wire.ts";

export type { ContactKind, ReportersMove } from "./wire.ts";

/** `login`: see returncode.ts. Each action may be repeated with the same id. */
export function inboxDeeds(login: string, base = "/report/api") {
  const post = inboxPost(login, base);
  return {
    /** `tier`: the one she was shown. `letter`: an addition with her reason. ApiError 409 where
     * another is next by now, or none waits: nobody reads it whom she did not see. */
    escalate: (id: string, tier: number, letter: SealedItem | null) => post("escalate", { id, tier, letter }),
    /** ApiError 409 where the generation has moved, or nobody would be left. */
    renew: (body: RenewalBody) => post("identity", body),
    /** Raises ApiError 409 with `reason` and `version` where the rules are against it, or somebody was first. */
    move: (body: ReportersMove) => post("moves", body),
    /** See secondWraps.ts. */
    sealAgain: (body: SecondWraps) => post("wraps", body),
    /** What is kept of the report, and until when. */
    kept: () =>
      json<KeptUntilView>(`${base}/inbox/kept`, { headers: { Authorization: `Heard-Inbox ${login}` } }),
    /** `sealed`: base64, see contact.ts. */
    setContact: (id: string, kind: ContactKind, sealed: string) => post("contacts", { id, kind, sealed }),
    removeContact: (id: string, kind: ContactKind) => post("contacts/remove", { id, kind }),
  };
}

export type InboxDeeds = ReturnType<typeof inboxDeeds>;
