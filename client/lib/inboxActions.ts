/** What only the return page asks of the reporter's door; the report carries none of it. */

import { json, type Logged, type SealedItem } from "./api.ts";
import type { RenewalBody } from "./renewal.ts";

export type ContactKind = "email" | "push";

/** `login`: see returncode.ts. Each deed may be repeated with the same id. */
export function inboxDeeds(login: string, base = "/report/api") {
  const headers = { Authorization: `Heard-Inbox ${login}` };
  const post = <T>(path: string, body: unknown) => json<T>(`${base}/inbox/${path}`, { headers, json: body });
  return {
    /** `tier`: the one she was shown. `letter`: an addition with her reason. ApiError 409 where
     * another is next by now, or none waits: nobody reads it whom she did not see. */
    escalate: (id: string, tier: number, letter: SealedItem | null) =>
      post<Logged & { tier: number }>("escalate", { id, tier, letter }),
    /** ApiError 409 where the generation has moved, or nobody would be left. */
    renew: (body: RenewalBody) => post<Logged>("identity", body),
    /** `sealed`: base64, see contact.ts. */
    setContact: (id: string, kind: ContactKind, sealed: string) =>
      post<unknown>("contacts", { id, kind, sealed }),
    removeContact: (id: string, kind: ContactKind) => post<unknown>("contacts/remove", { id, kind }),
  };
}

export type InboxDeeds = ReturnType<typeof inboxDeeds>;
