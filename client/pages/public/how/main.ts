/** Who can read what; and the fingerprint to compare with the one on a poster. */

import { byId, t } from "../../dom.ts";
import { armExit } from "../../exit.ts";
import { trust } from "../../site.ts";
import { started } from "../../started.ts";

async function showFingerprint(): Promise<void> {
  const place = byId("fingerprint");
  try {
    const { roster } = await trust();
    const { fingerprint } = await import("../../../lib/trusting.ts");
    place.textContent = await fingerprint(roster.root);
  } catch {
    place.removeAttribute("dir");
    place.textContent = t("who.failed");
  }
}

armExit();
void showFingerprint();
started();
