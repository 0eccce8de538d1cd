/** Receipts of what she did: to keep, and to check here. */

import { publicApi, type TimelineView } from "../../../lib/api.ts";
import { serverTime } from "../../../lib/clock.ts";
import { keyText } from "../../../lib/ed25519.ts";
import { extension, type Given } from "../../../lib/promiseOrProof.ts";
import { checkShown } from "../../../lib/verifyReceipts.ts";
import { button, download, h, listed, moment, t, term } from "../../dom.ts";
import { explain } from "../../errors.ts";
import { whyBad, whyNoKey } from "../../receipts.ts";
import { trust } from "../../site.ts";
import { panel } from "./panel.ts";
import type { InboxSession } from "./inboxSession.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Checked without being asked: her report, and the newest of what came after it. */
const BY_ITSELF = 10;
/** What was found genuine in this visit, by leaf. */
const judged = new Map<string, string>();

/** In words; `bad` is to be shown at once. */
type Verdict = { readonly good: string } | { readonly bad: string };

/** What the checking says; a witness that is more than a day late is named, not hidden. */
async function judge(session: InboxSession, event: TimelineView): Promise<Verdict> {
  const trusted = session.trusted ?? (await trust().catch(whyNoKey));
  if (typeof trusted === "string") return { bad: trusted };
  const { roster } = trusted;
  const receipt = await session.api.receipt(event.leaf);
  const { view, inbox, api, heard, erasures } = session;
  const shown = {
    view,
    signing: keyText(inbox.keys.signer.key),
    readers: heard.readers,
    letter: api.letter,
    erasures,
    roster: (version: number) => publicApi().roster(version),
  };
  try {
    return verdictOf(await checkShown(receipt, event, shown, roster), event, roster.quorum);
  } catch (error) {
    const reason = whyBad(error);
    if (reason === null) throw error;
    return { bad: t("receipt.bad", { reason }) };
  }
}

function verdictOf({ operators, promised }: Given, { at }: TimelineView, quorum: number): Verdict {
  if (promised !== null) {
    const when = moment(promised.by.toISOString());
    if (serverTime() > promised.by) return { bad: t("receipt.broken", { when }) };
    return { good: t("return.receipt_promised", { when }) };
  }
  if (operators.length > 0 && operators.length >= quorum) {
    return { good: t("return.receipt_witnessed", { names: listed(operators) }) };
  }
  if (quorum === 0) return { good: t("return.receipt_alone") };
  const late = serverTime().getTime() - Date.parse(at) > DAY;
  return late ? { bad: t("return.receipt_late") } : { good: t("return.receipt_first") };
}

interface Row {
  readonly item: HTMLElement;
  /** Checks it; false where it is not genuine, or could not be checked. */
  readonly look: () => Promise<boolean>;
}

type Says = (text: string, bad: boolean) => void;

async function keep(session: InboxSession, leaf: string, tell: Says): Promise<void> {
  try {
    const receipt = await session.api.receipt(leaf);
    download(`${t("receipt.name")}-${leaf.slice(0, 8)}${extension(receipt)}`, receipt);
  } catch (error) {
    tell(explain(error), false);
  }
}

/** False where it is not genuine, or could not be checked. */
async function check(session: InboxSession, event: TimelineView, tell: Says): Promise<boolean> {
  try {
    const verdict = await judge(session, event);
    if ("good" in verdict) {
      judged.set(event.leaf, verdict.good);
      tell(verdict.good, false);
      return true;
    }
    judged.delete(event.leaf);
    tell(verdict.bad, true);
    warn(verdict.bad);
  } catch (error) {
    tell(explain(error), false);
  }
  return false;
}

function row(session: InboxSession, event: TimelineView): Row {
  const says = h("p", { class: "small" }, judged.get(event.leaf) ?? "");
  const asked = (act: () => Promise<unknown>) => () => {
    says.role = "status";
    return act();
  };
  const tell = (text: string, bad: boolean) => {
    says.className = bad ? "flag" : "small";
    says.textContent = text;
  };
  const look = () => check(session, event, tell);
  const what = t("return.by", { who: term("event", event.event), when: moment(event.at) });
  const save = button(
    t("word.download"),
    asked(() => keep(session, event.leaf, tell)),
    "link",
  );
  const again = button(t("return.receipt_check"), asked(look), "link");
  save.ariaLabel = `${t("word.download")}: ${what}`;
  again.ariaLabel = `${t("return.receipt_check")}: ${what}`;
  const item = h(
    "li",
    {},
    h("span", { class: "small" }, what),
    h("div", { class: "row" }, save, again),
    says,
  );
  return { item, look };
}

/** What does not hold is said where she begins to read, too. */
function warn(text: string): void {
  const head = document.querySelector("#inbox h1")?.parentElement;
  if (head?.querySelector("[role=alert]") === null)
    head.append(h("p", { class: "flag", role: "alert" }, `${t("return.receipts")}: ${text}`));
}

/** One after another, until one does not hold, or the page shows something else. */
async function lookAt(rows: readonly Row[]): Promise<void> {
  for (const { item, look } of rows) {
    if (!item.isConnected || !(await look())) return;
  }
}

export function receiptsPanel(session: InboxSession): HTMLElement {
  const own = session.view.timeline.filter(({ actor }) => actor === "reporter");
  const rows = own.map(event => row(session, event));
  const [first, ...later] = rows.filter((_, at) => !judged.has(own[at]?.leaf ?? ""));
  // Once the panel is on the page.
  if (first) setTimeout(() => void lookAt([first, ...later.slice(-BY_ITSELF)]));
  return panel(t("return.receipts"), h("ul", { class: "lines" }, ...rows.map(({ item }) => item)));
}
