/** People who can read a report, tier by tier, as cards that a page may add to. */

import { type Child, h, t } from "./dom.ts";

interface Reader {
  readonly name: string;
  readonly role: string;
  readonly tier: 1 | 2 | 3;
}

const TIERS = [1, 2, 3] as const;

function initial(name: string): string {
  const [first = ""] = Array.from(name.trim());
  return first.toUpperCase();
}

/** One person: a mark, name and role, and what the page adds. */
export function person(holder: Reader, ...more: readonly Child[]): HTMLLIElement {
  return h(
    "li",
    {},
    h("span", { class: "dot", "aria-hidden": "true" }, initial(holder.name)),
    h(
      "div",
      {},
      h("b", {}, h("bdi", {}, holder.name)),
      h("span", { class: "small" }, h("bdi", {}, holder.role)),
      ...more,
    ),
  );
}

/** `card` makes the item of a person; `explain` says under each heading what the tier is. */
export function byTier<R extends Reader>(
  holders: readonly R[],
  level: "h2" | "h3",
  card: (holder: R) => HTMLLIElement = person,
  explain = true,
): HTMLElement[] {
  return TIERS.flatMap((tier) => {
    const members = holders.filter((holder) => holder.tier === tier);
    if (members.length === 0) return [];
    return [
      h(
        "section",
        { class: "tier" },
        h(level, {}, t(`tier.${tier}`)),
        explain && h("p", { class: "hint" }, t(`tier.${tier}_text`)),
        h("ul", { class: explain ? "people wide" : "people" }, ...members.map((one) => card(one))),
      ),
    ];
  });
}
