/** Withdrawing: explained first, and confirmed on a page of its own. */

import { button, h, t } from "../../dom.ts";
import { plainly } from "../../faults.ts";
import type { Navigation } from "./navigation.ts";
import type { Visit } from "./visit.ts";

export function withdrawPanel(visit: Visit, go: Navigation): HTMLElement {
  if (visit.view.state === "withdrawn") return h("p", { class: "notice" }, t("return.withdrawn"));
  return h(
    "p",
    {},
    button(t("return.withdraw"), () => confirm(visit, go), "link"),
  );
}

function confirm(visit: Visit, go: Navigation): void {
  const says = h("p", { role: "alert" });
  const yes = button(t("return.withdraw_yes"), async () => {
    try {
      await visit.withdraw();
      go.home();
    } catch (error) {
      says.textContent = plainly(error);
    }
  });
  go.subpage(
    h("h1", { tabindex: -1 }, t("return.withdraw_title")),
    h("p", {}, t("return.withdraw_text")),
    h("p", {}, t("return.withdraw_keep")),
    h("div", { class: "row" }, button(t("return.withdraw_no"), go.home, ""), yes),
    says,
  );
}
