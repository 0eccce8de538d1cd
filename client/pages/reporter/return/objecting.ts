/** "I object": once for each seat; the reason is hers to give, and not shown to that person. */

import type { ToldRecord } from "../../../lib/toldMoves.ts";
import { button, h, t } from "../../dom.ts";
import { sending, wordsField } from "./asking.ts";
import type { InboxSession } from "./inboxSession.ts";
import { send } from "./moving.ts";
import type { Navigation } from "./navigation.ts";
import { holderOf, named } from "./told.ts";

export function showObjection(session: InboxSession, go: Navigation, seat: ToldRecord): void {
  const { name } = named(session, holderOf(seat));
  const hint = t("team.object_reason_hint", { name });
  const { field, words: reason } = wordsField("object-reason", t("team.object_reason"), hint);
  const { press, says } = sending(go, t("team.object_yes"), () => {
    const words = { text: "", what: "", reason: reason.value.trim() };
    return send(session, { object: "seat", record: seat, move: "object", words });
  });
  go.subpage(
    h("h1", { tabindex: -1 }, t("team.object_title", { name })),
    h("p", {}, t("team.object_text")),
    field,
    h("div", { class: "row" }, press, button(t("go.stay"), go.home)),
    says,
  );
}
