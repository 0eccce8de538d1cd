/** What was decided about how it goes on: which way, why, by whom and when; the newest first. */

import type { Decision } from "../../../lib/decision.ts";
import { h, moment, paragraphs, t, term } from "../../dom.ts";
import { author } from "./letters.ts";
import { panel } from "./panel.ts";
import type { InboxSession } from "./inboxSession.ts";

/** Why it is not to be relied on. */
function doubtOf(faults: Decision["faults"]): string {
  if (faults.includes("unreadable")) return t("return.unreadable");
  return t(faults.includes("reader") ? "return.not_reader" : "decided.false");
}

/** One that does not hold says no way: what the server makes of it is not what a reader signed. */
function decided(session: InboxSession, { author: by, at, route, text, faults }: Decision): HTMLElement {
  const holds = faults.length === 0;
  const way = holds && h("p", {}, h("strong", {}, term("decided", route, t("decided.any"))));
  return h(
    "div",
    {},
    h("p", { class: "small" }, h("bdi", {}, author(session, by)), ` · ${moment(at)}`),
    holds ? way : h("p", { class: "flag" }, doubtOf(faults)),
    text !== "" && h("p", { class: "small" }, t("decided.reason")),
    ...paragraphs(text),
  );
}

export function decisionsPanel(session: InboxSession): HTMLElement | false {
  const [newest, ...earlier] = session.decided;
  if (!newest) return false;
  const before = h(
    "details",
    {},
    h("summary", {}, t("decided.earlier")),
    ...earlier.map(each => decided(session, each)),
  );
  const write = h("p", {}, t("decided.write"));
  return panel(
    t("decided.title"),
    ...[decided(session, newest), write, earlier.length > 0 && before].filter(each => each !== false),
  );
}
