/** A receipt and what it says, in plain words. Used by /verify/, by the report and the return. */

import type { BadReceipt, Verified } from "../lib/receipt.ts";
import type { Site } from "../lib/api.ts";
import { h, moment, t, term } from "./dom.ts";

/**
 * The policy of this site; a first receipt needs no witness yet. The log's own name is its origin
 * (docs/spec/log.md): `site.origin` is where the pages are served.
 */
export function policyOf(site: Pick<Site, "log" | "witnesses">, quorum = 0) {
  return { log: site.log, witnesses: site.witnesses, quorum };
}

/** Which check a receipt did not pass, in the words of the page. */
export function whyBad({ step }: BadReceipt): string {
  return t(`failed.${step}`);
}

const TIMES = new Set(["at", "acknowledge_by"]);

function shown(name: string, value: string | null): string {
  if (value === null) return t("field.erased");
  if (name === "event") return term("event", value);
  return TIMES.has(name) ? moment(value) : value;
}

/** What the receipt opens, as terms and values; empty values are left out. */
export function fieldsOf(verified: Verified): HTMLElement {
  const order = ["event", "at", "acknowledge_by", "disclosed", "case"];
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const rows = [...verified.fields]
    .filter(([, value]) => value !== "")
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
  return h(
    "dl",
    { class: "answers" },
    ...rows.map(([name, value]) =>
      h(
        "div",
        {},
        h("dt", {}, term("field", name, name.replaceAll("_", " "))),
        h("dd", rank(name) < 4 ? {} : { class: "mono" }, shown(name, value)),
      ),
    ),
  );
}
