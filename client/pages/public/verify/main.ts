/** Checks a receipt in this browser against the key of this site. */

import { armChecking, NotReady } from "../../checking.ts";
import { t } from "../../dom.ts";
import { armExit } from "../../exit.ts";
import { policyOf } from "../../receipts.ts";
import { started } from "../../started.ts";

async function sitePolicy() {
  const { publicApi } = await import("../../../lib/api.ts");
  const site = await publicApi()
    .site()
    .catch(() => {
      throw new NotReady(t("verify.site"));
    });
  return { policy: policyOf(site), quorum: site.quorum };
}

armExit();
armChecking(sitePolicy);
started();
