/**
 * Whether the signed roster says about this handler what their own keyring says. A roster with
 * another key for them would let somebody else read what is sealed in their name, and only they
 * can notice: nobody else knows which key is theirs.
 */

import { publicApi } from "../../lib/api.ts";
import type { Keyring } from "../../lib/keyring.ts";
import { inUse } from "../../lib/ownkeys.ts";
import { type Roster, verifyRoster } from "../../lib/roster.ts";
import { rememberVersion, seenVersion } from "../../lib/rosterRollback.ts";
import type { Me, Site } from "./session.ts";

export type Problem = "root_changed" | "log_changed" | "roster_bad" | "key_differs";

export interface Standing {
  /** Null where it does not verify against the pinned root: then nothing is sealed to anyone. */
  readonly roster: Roster | null;
  /** With the keys first that the roster has for its holder. */
  readonly keyring: Keyring;
  readonly problems: readonly Problem[];
}

async function readRoster(site: Site, keyring: Keyring): Promise<Roster | null> {
  try {
    const note = await publicApi().roster();
    const seen = seenVersion(localStorage, keyring.root);
    const roster = await verifyRoster(note, { root: keyring.root, site: site.site, seen });
    rememberVersion(localStorage, roster);
    return roster;
  } catch {
    return null;
  }
}

/** Fetches and judges the roster against what this keyring pinned when its holder joined. */
export async function loadRoster(site: Site, me: Me, keyring: Keyring): Promise<Standing> {
  const problems: Problem[] = [];
  if (site.root !== keyring.root) problems.push("root_changed");
  const roster = await readRoster(site, keyring);
  // The log that was pinned at joining came from site.json: only a roster shows that the root meant it.
  if ([site.log, roster?.log ?? keyring.log].some(log => log !== keyring.log)) problems.push("log_changed");
  if (!roster) return { roster, keyring, problems: [...problems, "roster_bad"] };
  const entry = roster.entries.find(({ id }) => id === me.id);
  if (!entry) return { roster, keyring, problems }; // not signed in yet: `active` says so
  const used = await inUse(keyring, entry);
  if (!used) problems.push("key_differs");
  return { roster, keyring: used ?? keyring, problems };
}
