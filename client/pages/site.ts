/** What a page needs to know of the site, checked, and fetched only when it is needed. */

import type { Site } from "../lib/api.ts";
import type { Holder, Roster } from "../lib/roster.ts";

export interface Trusted {
  readonly site: Site;
  readonly roster: Roster;
  /** Those who can be sealed to today, first readers first. */
  readonly holders: readonly Holder[];
}

let trusted: Promise<Trusted> | undefined;
/** The newest roster that this page was shown. */
let seen = 0;

/** Site and roster; a failed attempt is forgotten, so that it can be repeated. `anew`: as of now. */
export function trust(anew = false): Promise<Trusted> {
  if (anew) trusted = undefined;
  trusted ??= load().catch((error: unknown) => {
    trusted = undefined;
    throw error;
  });
  return trusted;
}

async function load(): Promise<Trusted> {
  const { publicApi, dayIn, serverTime, verifyRoster, holdersOn, refuseOtherSite } =
    await import("../lib/trusting.ts");
  const api = publicApi();
  const [site, note] = await Promise.all([api.site(), api.roster()]);
  const roster = await verifyRoster(note, { root: site.root, site: site.site, seen });
  seen = roster.version;
  refuseOtherSite(site, roster);
  // By the server's clock: by a phone's that is a day behind, nobody is left on a list of today.
  const today = dayIn("UTC", serverTime());
  const holders = holdersOn(roster, today).sort((a, b) => a.tier - b.tier);
  return { site, roster, holders };
}
