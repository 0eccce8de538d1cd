/** What was decided about how it goes on: which way, why, by whom and when; the newest first. */

import type { Decision } from "../../../lib/decision.ts";
import { recordsOf } from "../../../lib/toldMoves.ts";
import { button, h, moment, paragraphs, t, term } from "../../dom.ts";
import { actions } from "./later.ts";
import { author } from "./letters.ts";
import type { Navigation } from "./navigation.ts";
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

/** Not where an assault is alleged, nor once there is a draft: the rules say so (docs/spec/casework.md). */
function mayAskInformal({ told, view }: InboxSession): boolean {
  const asked = recordsOf(told, "case").flatMap(({ moves }) => moves.map(each => each.view.move));
  const isOpen = view.course === "open" && ["received", "triaged", "staffed"].includes(view.phase ?? "");
  const isAssault = recordsOf(told, "allegation").some(({ code }) => code === "assault");
  return isOpen && !isAssault && !asked.includes("ask_informal");
}

function informal(session: InboxSession, go: Navigation): HTMLElement | false {
  if (!mayAskInformal(session)) return false;
  const ask = button(
    t("way.ask"),
    async () => {
      const { showInformal } = await actions();
      showInformal(session, go);
    },
    "link",
  );
  ask.dataset["move"] = "ask_informal";
  return ask;
}

export function decisionsPanel(session: InboxSession, go: Navigation): HTMLElement | false {
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
    ...[decided(session, newest), write, earlier.length > 0 && before, informal(session, go)].filter(
      each => each !== false,
    ),
  );
}
