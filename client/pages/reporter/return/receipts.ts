/** Receipts of what she did: to keep, and to check here. */

import type { TimelineView } from "../../../lib/api.ts";
import { serverTime } from "../../../lib/clock.ts";
import { keyText } from "../../../lib/ed25519.ts";
import { extension } from "../../../lib/given.ts";
import { checkShown } from "../../../lib/sent.ts";
import { button, download, h, listed, moment, t, term } from "../../dom.ts";
import { plainly } from "../../faults.ts";
import { whyBad, whyNoKey } from "../../receipts.ts";
import { trust } from "../../site.ts";
import { panel } from "./page.ts";
import type { Visit } from "./visit.ts";

const DAY = 24 * 60 * 60 * 1000;

/** What the checking says; a witness that is more than a day late is named, not hidden. */
async function judge(visit: Visit, event: TimelineView): Promise<string> {
  const trusted = visit.trusted ?? (await trust().catch(whyNoKey));
  if (typeof trusted === "string") return trusted;
  const { roster } = trusted;
  const receipt = await visit.api.receipt(event.leaf);
  const { view, inbox, api } = visit;
  const shown = { view, signing: keyText(inbox.keys.signer.key), letter: api.letter };
  try {
    const { operators, promised } = await checkShown(receipt, event, shown, roster);
    if (promised !== null) {
      const kept = serverTime() <= promised.by;
      return t(kept ? "return.receipt_promised" : "receipt.broken", { when: moment(promised.by.toISOString()) });
    }
    if (operators.length > 0 && operators.length >= roster.quorum) {
      return t("return.receipt_witnessed", { names: listed(operators) });
    }
    if (roster.quorum === 0) return t("return.receipt_alone");
    const late = serverTime().getTime() - Date.parse(event.at) > DAY;
    return t(late ? "return.receipt_late" : "return.receipt_first");
  } catch (error) {
    const reason = whyBad(error);
    if (reason === null) throw error;
    return t("receipt.bad", { reason });
  }
}

function row(visit: Visit, event: TimelineView): HTMLElement {
  const says = h("p", { class: "small", role: "status" });
  const telling = (act: () => Promise<unknown>) => async () => {
    try {
      await act();
    } catch (error) {
      says.textContent = plainly(error);
    }
  };
  const name = `${t("receipt.name")}-${event.leaf.slice(0, 8)}`;
  const keep = async () => {
    const receipt = await visit.api.receipt(event.leaf);
    download(`${name}${extension(receipt)}`, receipt);
  };
  const what = t("return.by", { who: term("event", event.event), when: moment(event.at) });
  const save = button(
    t("return.receipt_save"),
    telling(keep),
    "link",
  );
  const check = button(
    t("return.receipt_check"),
    telling(async () => (says.textContent = await judge(visit, event))),
    "link",
  );
  save.ariaLabel = `${t("return.receipt_save")}: ${what}`;
  check.ariaLabel = `${t("return.receipt_check")}: ${what}`;
  return h("li", {}, h("span", { class: "small" }, what), h("div", { class: "row" }, save, check), says);
}

export function receiptsPanel(visit: Visit): HTMLElement {
  const own = visit.view.timeline.filter(({ actor }) => actor === "reporter");
  return panel(t("return.receipts"), h("ul", { class: "lines" }, ...own.map((event) => row(visit, event))));
}
