/** What is being preserved: by kind and by when. What it is stands in letters among the readers. */

import type { EvidenceView } from "../../../lib/api.ts";
import { dayIn, serverTime } from "../../../lib/clock.ts";
import { daysLeft } from "../../../lib/evidence.ts";
import { day, h, moment, t, term } from "../../dom.ts";
import { panel } from "./panel.ts";
import type { InboxSession } from "./inboxSession.ts";

function countdown({ state, overwritten }: EvidenceView, zone: string): string | false {
  if (!overwritten || state === "lost" || state === "confirmed") return false;
  const count = daysLeft(overwritten, dayIn(zone, serverTime()));
  return t(count < 0 ? "kept.past" : "kept.until", { day: day(overwritten), count });
}

function item(each: EvidenceView, zone: string): HTMLElement {
  const { state, kind } = each;
  const since = { needed: each.noted, ordered: each.ordered, confirmed: each.confirmed, lost: each.lost };
  const left = countdown(each, zone);
  return h(
    "li",
    { class: state === "confirmed" ? "done" : state === "lost" ? "late" : false },
    h("strong", {}, kind === "other" ? t("kept.other") : term("evidence_kind", kind, t("kept.other"))),
    t(`kept.${state}`, { when: moment(since[state] ?? each.noted) }),
    left !== false && h("div", { class: "small" }, left),
  );
}

export function evidencePanel({ view, trusted }: InboxSession): HTMLElement | false {
  if (view.evidence.length === 0) return false;
  // A day of whoever holds it, so the organisation's; without its list of facts, UTC's.
  const zone = trusted?.site.zone ?? "UTC";
  return panel(
    t("kept.title"),
    h("p", { class: "hint" }, t("kept.text")),
    h("ol", { class: "steps" }, ...view.evidence.map(each => item(each, zone))),
  );
}
