/** Checks a receipt in this browser against the key of this site. */

import { armChecking, NotReady } from "../../checking.ts";
import { armExit } from "../../exit.ts";
import { whyNoKey } from "../../receipts.ts";
import { started } from "../../started.ts";

/** The roster's, which the root key signed: site.json alone could name any key. */
async function sitePolicy() {
  const [{ trust }, { policyOf }] = await Promise.all([
    import("../../site.ts"),
    import("../../../lib/sent.ts"),
  ]);
  const { roster } = await trust().catch((error: unknown) => {
    throw new NotReady(whyNoKey(error));
  });
  return { policy: policyOf(roster), quorum: roster.quorum };
}

armExit();
armChecking(sitePolicy);
started();
