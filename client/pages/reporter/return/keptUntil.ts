/** What is kept of the report, and until when: the site's word, asked for when somebody wants to know. */

import { inboxDeeds } from "../../../lib/inboxActions.ts";
import type { KeptUntilView } from "../../../lib/wire.ts";
import { button, day, h, t, term } from "../../dom.ts";
import type { InboxSession } from "./inboxSession.ts";
import type { Navigation } from "./navigation.ts";

function row({ kind, day: gone, source, verified, waits }: KeptUntilView["kept"][number]): HTMLElement {
  const until = gone === "" ? t("kept_until.unknown") : t("kept_until.gone", { day: day(gone) });
  return h(
    "li",
    {},
    h("strong", {}, term("retained", kind)),
    h("p", {}, until),
    // That it is held is said of all at once.
    ...waits.filter(each => each !== "hold").map(each => h("p", {}, term("kept_until", each))),
    h("p", { class: "small" }, source, verified ? "" : ` · ${t("kept_until.unverified")}`),
  );
}

export async function showKept(session: InboxSession, go: Navigation): Promise<void> {
  const { closed, held, kept } = await inboxDeeds(session.source.keys.login).kept();
  go.subpage(
    h("h1", { tabindex: -1 }, t("kept_until.title")),
    held ? h("p", { class: "flag" }, t("kept_until.hold")) : "",
    h("p", {}, t(closed ? "kept_until.closed" : "kept_until.still_open")),
    h("ul", { class: "lines" }, ...kept.map(row)),
    h("p", {}, t("kept_until.not_reached")),
    h("div", { class: "row" }, button(t("go.stay"), go.home)),
  );
}
