/** "Ask someone else to take over": who would get it is shown first; a reason is hers to give. */

import { newId } from "../../../lib/bytes.ts";
import { inboxDeeds } from "../../../lib/inboxActions.ts";
import { button, h, t } from "../../dom.ts";
import { explain } from "../../errors.ts";
import { person } from "../../readers.ts";
import type { Navigation } from "./navigation.ts";
import type { InboxSession } from "./inboxSession.ts";

/** One id for each tier, so that a repeated press is one action. */
const actionIds = new Map<number, string>();

async function ask(session: InboxSession, tier: number, reason: string): Promise<void> {
  const id = actionIds.get(tier) ?? newId();
  actionIds.set(tier, id);
  const api = inboxDeeds(session.source.keys.login);
  await session.retryOnStaleKey(async () => {
    await api.escalate(id, tier, reason === "" ? null : await session.letter("addition", reason));
  });
  await session.sent();
}

export function showEscalation(session: InboxSession, go: Navigation): void {
  const { next } = session.view;
  if (!next) return;
  const tier = next.tier as 1 | 2 | 3;
  const says = h("p", { role: "alert" });
  const reason = h("textarea", { id: "reason", rows: 3, dir: "auto", "aria-describedby": "reason-hint" });
  const yes = button(
    t("takeover.yes"),
    async () => {
      try {
        await ask(session, tier, reason.value.trim());
        go.home();
      } catch (error) {
        says.textContent = `${explain(error)} ${t("send.kept")}`;
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
