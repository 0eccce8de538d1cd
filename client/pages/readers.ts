/** People who can read a report, tier by tier, as cards that a page may add to. */

import type { Holder } from "../lib/roster.ts";
import { type Child, h, t } from "./dom.ts";

const TIERS = [1, 2, 3] as const;

function initial(name: string): string {
  const [first = ""] = new Intl.Segmenter().segment(name.trim());
  return typeof first === "string" ? first : first.segment.toUpperCase();
}

/** One person: a mark, name and role, and what the page adds. */
export function person(holder: Pick<Holder, "name" | "role">, ...more: readonly Child[]): HTMLLIElement {
  return h(
    "li",
    {},
    h("span", { class: "dot", "aria-hidden": "true" }, initial(holder.name)),
    h(
      "div",
      {},
      h("b", { dir: "auto" }, holder.name),
      h("span", { class: "small", dir: "auto" }, holder.role),
      ...more,
    ),
  );
}

export function byTier(
  holders: readonly Holder[],
  level: "h2" | "h3",
  card: (holder: Holder) => HTMLLIElement = person,
): HTMLElement[] {
  return TIERS.flatMap((tier) => {
    const members = holders.filter((holder) => holder.tier === tier);
    if (members.length === 0) return [];
    return [
      h(
        "section",
        { class: "tier" },
        h(level, {}, t(`tier.${tier}`)),
        h("p", { class: "hint" }, t(`tier.${tier}_text`)),
        h("ul", { class: "people wide" }, ...members.map((holder) => card(holder))),
      ),
    ];
  });
}
