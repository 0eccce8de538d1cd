/** "I object": once for each seat; the reason is hers to give, and not shown to that person. */

import type { ToldRecord } from "../../../lib/toldMoves.ts";
import { button, h, t } from "../../dom.ts";
import type { InboxSession } from "./inboxSession.ts";
import { refusalOf, send } from "./moving.ts";
import type { Navigation } from "./navigation.ts";
import { holderOf, named } from "./told.ts";

export function showObjection(session: InboxSession, go: Navigation, seat: ToldRecord): void {
  const { name } = named(session, holderOf(seat));
  const says = h("p", { role: "alert" });
  const reason = h("textarea", {
    id: "object-reason",
    rows: 3,
    dir: "auto",
    "aria-describedby": "object-reason-hint",
  });
  const yes = button(
    t("team.object_yes"),
    async () => {
      try {
        const words = { text: "", what: "", reason: reason.value.trim() };
        await send(session, { object: "seat", record: seat, move: "object", words });
        go.home();
      } catch (error) {
        says.textContent = `${refusalOf(error)} ${t("send.kept")}`;
      }
    },
    "",
  );
  go.subpage(
    h("h1", { tabindex: -1 }, t("team.object_title", { name })),
    h("p", {}, t("team.object_text")),
    h("label", { for: reason.id }, t("team.object_reason")),
    h("p", { class: "hint", id: "object-reason-hint" }, t("team.object_reason_hint", { name })),
    reason,
    h("div", { class: "row" }, yes, button(t("go.stay"), go.home)),
    says,
  );
}
