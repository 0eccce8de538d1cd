/** Checks a receipt in this browser against the key of this site. */

import { armChecking, NotReady } from "../../checking.ts";
import { byId, h, learnWords, t } from "../../dom.ts";
import { armExit } from "../../exit.ts";
import { whyNoKey } from "../../receipts.ts";
import { trust } from "../../site.ts";
import { started } from "../../started.ts";

/** The roster's, which the root key signed: site.json alone could name any key. */
async function sitePolicy() {
  const needed = [import("../../../lib/trusting.ts"), trust(), learnWords()] as const;
  const [{ policyOf }, { roster }] = await Promise.all(needed).catch((error: unknown) => {
    throw new NotReady(whyNoKey(error));
  });
  return { policy: policyOf(roster), quorum: roster.quorum };
}

interface Alarm {
  readonly witness: string;
  readonly what: string;
}

/** Says which witnesses do not confirm this record. Its silence proves nothing: the site serves it. */
async function showAlarms(): Promise<void> {
  const answer = await fetch("/log/alarms.json", { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!answer.ok) return;
  const { alarms } = (await answer.json()) as { alarms: readonly Alarm[] };
  for (const { witness: name, what } of alarms) {
    const other = what === "ahead" || what === "fork";
    const words = t(other ? "verify.alarm_other" : "verify.alarm_refuses", { name });
    byId("alarms").append(h("p", { class: "notice grave" }, words));
  }
}

armExit();
armChecking(sitePolicy);
started();
// Without an answer the page does what it is for.
showAlarms().catch(() => undefined);
