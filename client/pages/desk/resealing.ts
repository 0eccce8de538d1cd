/**
 * One's own keys, followed by new ones: made, waiting for the roster's signature, and then the cases
 * sealed to them, a page at a time. Whoever stops in between goes on later, on any device.
 */

import { ApiError } from "../../lib/api.ts";
import { deskApi, type Resealed } from "../../lib/deskapi.ts";
import { makeNextKeys, type ResealedWrap, resealWrap } from "../../lib/ownkeys.ts";
import { changeKeyring } from "./keyringChange.ts";
import { confirm } from "./Confirming.tsx";
import { desk } from "./session.ts";
import { t } from "./words.ts";

const api = deskApi();

/** Raises what the server refuses, or CalledOff. */
export async function makeKeys(): Promise<void> {
  const { keyring, roster, me, site } = desk();
  const entry = roster?.entries.find(({ id }) => id === me.id);
  if (!entry) throw new ApiError(409, "conflict", "");
  const { keyring: next, ...keys } = await makeNextKeys(keyring, entry, site.site);
  const send = (sealed: Resealed) => api.makeKeys({ ...keys, ...sealed });
  await changeKeyring({ words: t("keys.making"), next, send });
}

export interface Count {
  readonly seen: number;
  readonly all: number;
  /** They stay as they were. */
  readonly left: number;
}

/** What of a page is to be sealed anew, each told as it is looked at. */
async function resealPage(after: string | null, before: Count, tell: (count: Count) => void) {
  const page = await api.wraps(after);
  const ring = desk().keyring;
  const wraps: ResealedWrap[] = [];
  let { seen, left } = before;
  for (const own of page.wraps) {
    const fresh = await resealWrap(own, ring).catch(() => undefined);
    if (fresh) wraps.push(fresh);
    // One that failed is left: its case says that it does not open.
    if (fresh === undefined) left += 1;
    seen += 1;
    tell({ seen, all: page.total, left });
  }
  return { wraps, count: { seen, all: page.total, left }, next: page.next };
}

/** Page by page, each confirmed and kept before the next is looked at. */
export async function resealAll(tell: (count: Count) => void): Promise<Count> {
  let count: Count = { seen: 0, all: 0, left: 0 };
  tell(count);
  for (let after: string | null = null, more = true; more;) {
    const page = await resealPage(after, count, tell);
    ({ count } = page);
    if (page.wraps.length > 0) {
      const asked = { words: t("keys.sealing", { number: page.wraps.length }), site: desk().site.site };
      const { kept } = await confirm(await api.reseal(page.wraps), asked);
      count = { ...count, left: count.left + page.wraps.length - kept };
    }
    after = page.next;
    more = page.next !== null;
  }
  return count;
}
