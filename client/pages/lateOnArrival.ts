/** What was owed before a report existed: the organisation's, and nobody's whom she chose here. */

import type { Accepted, ReportBody } from "../lib/api.ts";
import type { Holder } from "../lib/roster.ts";
import { day, h, listed, t } from "./dom.ts";

const named = (holders: readonly Holder[]) => listed(holders.map(({ name, role }) => `${name} (${role})`));

/** What to say of it, before what is owed from now on and after it; nothing where nothing was. */
export function lateOnArrival(
  { duties }: Accepted,
  { wraps, disclosed }: ReportBody,
  holders: readonly Holder[],
): { readonly before: HTMLElement; readonly after: HTMLElement } | null {
  const owed = duties.find(({ state }) => state === "open");
  if (!owed || !disclosed || !duties.some(({ state }) => state === "before")) return null;
  const { tier: last, from_tier: first } = owed;
  const chosen = new Set(wraps.map(({ holder }) => holder));
  const reading = holders.filter(({ id, tier }) => chosen.has(id) && first <= tier && tier <= last);
  const letIn = first < last ? reading.filter(({ tier }) => tier === last) : [];
  const before = h(
    "div",
    { class: "notice warm" },
    h("p", {}, h("strong", {}, t("late.title", { day: day(disclosed) }))),
    h("p", {}, t("late.text"), letIn.length > 0 && ` ${t("late.readers", { names: named(letIn) })}`),
    h("p", {}, t("late.now")),
  );
  return { before, after: h("p", { class: "small" }, t("promise.with", { names: named(reading) })) };
}
