/** After the report has been sent: what is owed, the receipt, and the files on their way. */

import { all, byId, onClick, show, t } from "../../dom.ts";
import { lateOnArrival } from "../../lateOnArrival.ts";
import { dutyItem } from "../../dutyItem.ts";
import { explain } from "../../errors.ts";
import { whyBad } from "../../receipts.ts";
import type { Trusted } from "../../site.ts";
import { Inbox, Uploads } from "../../uploads.ts";
import { Held } from "./receipt.ts";
import type { Picked } from "./picked.ts";
import type { Sent } from "./send.ts";

function turn(name: string): void {
  for (const section of all("[data-step]")) show(section, section.dataset["step"] === name);
  scrollTo(0, 0);
  all(`[data-step="${name}"] h1`)[0]?.focus({ preventScroll: true });
}

/** Files start at once: they need no more from her, and may take long. */
export async function afterwards(sent: Sent, trusted: Trusted, picked: Picked): Promise<void> {
  armReceipt(sent, trusted);
  showDuties(sent, trusted);
  turn("done");
  // She holds the words: a page that is kept for "back" need not show them to the next one.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  if (picked.list().length > 0) startUploads(sent, picked);
}

function startUploads(sent: Sent, picked: Picked): void {
  show(byId("uploads"));
  const uploads = new Uploads(byId("uploads-list"), byId("uploads-says"), new Inbox(sent.keys));
  for (const prepared of picked.list()) void uploads.add(prepared);
}

/** Checked by itself: who is relieved to have sent it presses no button. */
function armReceipt(sent: Sent, { roster }: Trusted): void {
  const says = byId("receipt-says");
  const held = new Held(sent, roster);
  const check = async (): Promise<void> => {
    says.className = "";
    try {
      says.textContent = await held.check();
    } catch (error) {
      const reason = whyBad(error);
      says.className = "flag";
      says.textContent = reason === null ? explain(error) : t("receipt.bad", { reason });
    }
  };
  held.onNews = () => void check();
  onClick("receipt-save", () => held.save());
  onClick("receipt-check", check);
  void check();
}

function showDuties({ accepted, body }: Sent, { holders }: Trusted): void {
  const late = lateOnArrival(accepted, body, holders);
  const rows = accepted.duties.filter(({ state }) => state !== "before").map(dutyItem);
  const list = byId("duties");
  list.replaceChildren(...rows);
  if (!late) return;
  list.before(late.before);
  list.after(late.after);
}
