/** What is alleged, one act at a time, in the words that the team goes by: she can say where they are wrong. */

import { recordsOf, type ToldRecord } from "../../../lib/toldMoves.ts";
import { h, paragraphs, t, term } from "../../dom.ts";
import { panel } from "./panel.ts";
import type { InboxSession } from "./inboxSession.ts";

function card({ moves, code, holds }: ToldRecord): HTMLElement {
  const head = h("h3", {}, term("worked", code, t("object.allegation")));
  if (!holds) return h("li", {}, head, h("p", { class: "flag" }, t("told.false")));
  const words = moves.findLast(each => each.words.act !== "")?.words;
  const where = [words?.time ?? "", words?.place ?? ""].filter(each => each !== "");
  return h(
    "li",
    {},
    head,
    ...paragraphs(words?.act ?? ""),
    ...where.map(each => h("p", { class: "small", dir: "auto" }, each)),
  );
}

export function allegedPanel(session: InboxSession): HTMLElement | false {
  const all = recordsOf(session.told, "allegation");
  if (all.length === 0) return false;
  return panel(
    t("object.allegation"),
    h("p", {}, t("alleged.wrong")),
    h("ul", { class: "lines" }, ...all.map(each => card(each))),
  );
}
