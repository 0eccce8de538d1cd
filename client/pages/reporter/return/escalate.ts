/** "Ask someone else to take over": who would get it is shown first; a reason is hers to give. */

import { newId } from "../../../lib/bytes.ts";
import { inboxDeeds } from "../../../lib/inboxdeeds.ts";
import { button, h, t } from "../../dom.ts";
import { plainly } from "../../faults.ts";
import { person } from "../../readers.ts";
import type { Navigation } from "./navigation.ts";
import type { Visit } from "./visit.ts";

/** One id for each tier, so that a repeated press is one deed. */
const deeds = new Map<number, string>();

async function ask(visit: Visit, tier: number, reason: string): Promise<void> {
  const id = deeds.get(tier) ?? newId();
  deeds.set(tier, id);
  const api = inboxDeeds(visit.source.keys.login);
  await visit.retaking(async () => {
    await api.escalate(id, tier, reason === "" ? null : await visit.letter("addition", reason));
  });
  await visit.sent();
}

export function showEscalation(visit: Visit, go: Navigation): void {
  const { next } = visit.view;
  if (!next) return;
  const tier = next.tier as 1 | 2 | 3;
  const says = h("p", { role: "alert" });
  const reason = h("textarea", { id: "reason", rows: 3, dir: "auto", "aria-describedby": "reason-hint" });
  const yes = button(
    t("takeover.yes"),
    async () => {
      try {
        await ask(visit, tier, reason.value.trim());
        go.home();
      } catch (error) {
        says.textContent = `${plainly(error)} ${t("send.kept")}`;
      }
    },
    "",
  );
  go.subpage(
    h("h1", { tabindex: -1 }, t("takeover.title")),
    h("p", {}, t("takeover.text")),
    h("h2", {}, t("takeover.who")),
    h("ul", { class: "people wide" }, ...next.holders.map(one => person({ ...one, tier }))),
    h("p", {}, t("takeover.others")),
    h("label", { for: reason.id }, t("takeover.reason")),
    h("p", { class: "hint", id: "reason-hint" }, t("takeover.reason_hint")),
    reason,
    h("div", { class: "row" }, yes, button(t("go.stay"), go.home)),
    says,
  );
}
