/**
 * What is compared of every receipt, whoever checks it: whose signatures count, and that nothing that
 * nobody signed says otherwise.
 */

import type { Site } from "./api.ts";
import { hex } from "./bytes.ts";
import type { Given, GivenPolicy } from "./promiseOrProof.ts";
import { canonicalJson } from "./json.ts";
import { BadRoster, type Roster } from "./roster.ts";

/** The receipt holds, but says something else than what was sent; `field` names where. */
export class NotAsSent extends Error {
  override name = "NotAsSent";
  readonly field: string;
  constructor(field: string) {
    super(`the receipt says another ${field}`);
    this.field = field;
  }
}

const HOUR = 60 * 60 * 1000;
const KEPT_WITHIN = 25 * HOUR;

/** Whose signatures count: those that the root key named. A first receipt needs no witness yet. */
export function policyOf(roster: Pick<Roster, "log" | "witnesses" | "promise">): GivenPolicy {
  const { log, witnesses, promise } = roster;
  return { log, witnesses, promise, quorum: 0 };
}

/** Raises BadRoster where site.json, which nobody signed, names another log or other witnesses. */
export function refuseOtherSite(site: Site, roster: Roster): void {
  const settings = (one: Pick<Roster, "site" | "log" | "quorum" | "witnesses">, promise: string | null) =>
    canonicalJson([one.site, one.log, one.quorum, one.witnesses, promise]);
  if (settings(site, site.promise) !== settings(roster, roster.promise ?? null)) {
    throw new BadRoster("site.json names others than the signed roster");
  }
}

/** Raises NotAsSent where a field, or the name of the entry, is another. */
export function compare(verified: Given, leaf: string, expected: ReadonlyMap<string, string>): void {
  for (const [name, value] of expected) {
    if (verified.fields.get(name) !== value) throw new NotAsSent(name);
  }
  if (hex(verified.leaf) !== leaf) throw new NotAsSent("leaf");
}

/** A promise is for 25 hours after the hour of the action: one for the next year would be none. */
export function checkBy({ promised, fields }: Given): void {
  if (promised === null) return;
  const at = Math.floor(Date.parse(fields.get("at") ?? "") / HOUR) * HOUR;
  if (promised.by.getTime() !== at + KEPT_WITHIN) throw new NotAsSent("by");
}
