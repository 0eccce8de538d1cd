/** Why a receipt does not hold, in plain words. Used by /verify/, by the report and the return. */

import type { BadPromise } from "../lib/promise.ts";
import type { BadReceipt } from "../lib/receipt.ts";
import { t } from "./dom.ts";

/** A promise fails at steps of its own; most are a receipt's in other words. */
const WORDS = {
  parse: "parse",
  opening: "opening",
  closed: "closed",
  signature: "signature",
  origin: "origin",
  leaf: "inclusion",
  upgrade: "upgrade",
  consistency: "upgrade",
  quorum: "witnesses",
  kept: "upgrade",
} as const;

/** Which check a receipt did not pass, in the words of the page; null for another kind of error. */
export function whyBad(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error.name === "NotAsSent") return t("failed.sent");
  if (error.name === "BadReceipt") return t(`failed.${(error as BadReceipt).step}`);
  return error.name === "BadPromise" ? t(`failed.${WORDS[(error as BadPromise).step]}`) : null;
}

/** Why there is no key to check with: a site that contradicts its signed roster is no bad network. */
export function whyNoKey(error: unknown): string {
  const forged = error instanceof Error && ["BadRoster", "BadNote", "WeakKey"].includes(error.name);
  return t(forged ? "verify.forged" : "verify.site");
}
