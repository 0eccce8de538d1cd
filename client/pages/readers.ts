/** People who can read a report, tier by tier, as cards that a page may add to; who is left out, and why. */

import { type Child, h, listed, t } from "./dom.ts";

interface Shown {
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
export function person(holder: Shown, ...more: readonly Child[]): HTMLLIElement {
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
export function byTier<R extends Shown>(
  holders: readonly R[],
  level: "h2" | "h3",
  card: (holder: R) => HTMLLIElement = person,
  explain = true,
): HTMLElement[] {
  return TIERS.flatMap(tier => {
    const members = holders.filter(holder => holder.tier === tier);
    if (members.length === 0) return [];
    return [
      h(
        "section",
        { class: "tier" },
        h(level, {}, t(`tier.${tier}`)),
        explain && h("p", { class: "hint" }, t(`tier.${tier}_text`)),
        h("ul", { class: explain ? "people wide" : "people" }, ...members.map(one => card(one))),
      ),
    ];
  });
}

/** Somebody whom she named. */
export interface Named {
  readonly name: string;
  /** A work e-mail or staff number, or empty. */
  readonly key: string;
  /** False: only they themselves are left out, as a witness or whoever was told. */
  readonly line: boolean;
  /** She told them and they did nothing. */
  readonly failed: boolean;
}

export interface Reader {
  readonly id: string;
  readonly name: string;
}

/** Why one reader is left out. */
export interface Out {
  readonly holder: string;
  readonly person: string;
  /** As in conflicts.ts, or `name`: has the same name. */
  readonly relation: string;
  readonly failed: boolean;
}

export interface Checked {
  readonly outs: readonly Out[];
  /** Names by which nobody was left out. */
  readonly unmatched: readonly string[];
  /** False: the table could not be had, and only names on the list were compared. */
  readonly whole: boolean;
  /** False: the log proves no table, and so nothing was asked. */
  readonly proved: boolean;
}

function parts(name: string): string[] {
  return (
    name
      .normalize("NFKD")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Whether a name that she typed may be a reader's: "Xu" is taken for "Xu Lan", and the reverse. */
export function mayBe(typed: string, reader: string): boolean {
  const [a, b] = [new Set(parts(typed)), new Set(parts(reader))];
  const within = (x: Set<string>, y: Set<string>) => [...x].every(part => y.has(part));
  return a.size > 0 && b.size > 0 && (within(a, b) || within(b, a));
}

/** "Stands above Gao": every reason for one reader, each once. */
export function reasons(outs: readonly Out[], holder: string): string[] {
  const own = outs.filter(out => out.holder === holder);
  const surer = own.some(({ relation }) => relation !== "name");
  const reasons = own
    .filter(({ relation }) => !surer || relation !== "name")
    .map(({ relation, person, failed }) =>
      failed ? t("left.failed", { person }) : t(`left.${relation}`, { person }),
    );
  return [...new Set(reasons)];
}

/** What the looking up could not do, said plainly. */
export function limits({ unmatched, whole, proved }: Checked): HTMLElement[] {
  const notes: HTMLElement[] = [];
  if (!whole) notes.push(h("p", {}, t(proved ? "left.not_checked" : "left.not_proved")));
  if (unmatched.length > 0) {
    notes.push(h("p", {}, t("left.unmatched", { names: listed(unmatched) })), h("p", {}, t("left.surely")));
  }
  return notes.length > 0 ? [h("div", { class: "notice" }, ...notes)] : [];
}
