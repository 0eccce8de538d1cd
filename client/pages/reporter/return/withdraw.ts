/** Withdrawing: explained first, and confirmed on a page of its own. */

import { button, h, t } from "../../dom.ts";
import { explain } from "../../errors.ts";
import type { Navigation } from "./navigation.ts";
import type { InboxSession } from "./inboxSession.ts";

export function withdrawPanel(session: InboxSession, go: Navigation): HTMLElement {
  if (session.view.state === "withdrawn") return h("p", { class: "notice" }, t("return.withdrawn"));
  return h(
    "p",
    {},
    button(t("return.withdraw"), () => confirm(session, go), "link"),
  );
}

function confirm(session: InboxSession, go: Navigation): void {
  const says = h("p", { role: "alert" });
  const yes = button(t("return.withdraw_yes"), async () => {
    try {
      await session.withdraw();
      go.home();
    } catch (error) {
      says.textContent = explain(error);
    }
  });
  go.subpage(
    h("h1", { tabindex: -1 }, t("return.withdraw_title")),
    h("p", {}, t("return.withdraw_text")),
    h("p", {}, t("return.withdraw_final")),
    h("p", {}, t("return.withdraw_keep")),
    h("div", { class: "row" }, button(t("return.withdraw_no"), go.home, ""), yes),
    says,
  );
}
