/** The report as she finds it: words between her and them at one side, what is owed at the other. */

import { button, h, moment, t, term } from "../../dom.ts";
import { byTier, person } from "../../readers.ts";
import type { DutyView, HolderView, TimelineView } from "../../../lib/api.ts";
import { filesPanel } from "./files.ts";
import { messagesPanel, reportPanel } from "./letters.ts";
import { receiptsPanel } from "./receipts.ts";
import type { Visit } from "./visit.ts";
import { withdrawPanel } from "./withdraw.ts";

export function panel(title: string, ...children: (Node | string)[]): HTMLElement {
  return h("section", { class: "card" }, h("h2", {}, title), ...children);
}

export function page(visit: Visit): HTMLElement[] {
  const { state, received } = visit.view;
  const head = h(
    "div",
    {},
    h("h1", { tabindex: -1 }, t("return.heading")),
    h("p", { class: "state" }, term("state", state)),
    h("p", { class: "small" }, t("return.received", { when: moment(received) })),
    h("div", { class: "row" }, button(t("return.lock"), () => visit.lock())),
  );
  const main = h("div", { class: "stack" }, messagesPanel(visit), reportPanel(visit), filesPanel(visit));
  const side = h(
    "div",
    { class: "stack" },
    owedPanel(visit.view.duties),
    whoPanel(visit.view.holders),
    timelinePanel(visit.view.timeline),
    receiptsPanel(visit),
    withdrawPanel(visit),
  );
  return [head, h("div", { class: "inbox" }, main, side)];
}

const MARKS: Readonly<Record<string, string>> = { done: "done", missed: "late" };

function owedPanel(duties: readonly DutyView[]): HTMLElement {
  const rows = duties.map(({ kind, due, state }) =>
    h(
      "li",
      { class: MARKS[state] ?? false },
      h("strong", {}, term("duty", kind, t("duty.unknown"))),
      t(`duty.${state}`, { due: moment(due) }),
    ),
  );
  const list = h("ol", { class: "steps" }, ...rows);
  return panel(t("return.owed"), rows.length ? list : h("p", {}, t("return.nothing_owed")));
}

function standing(holder: HolderView): string {
  if (holder.left) return t("return.left");
  if (holder.opened) return t("return.opened", { when: moment(holder.opened) });
  return holder.released ? t("return.not_opened") : t("return.shut");
}

function card(holder: HolderView): HTMLLIElement {
  return person(holder, h("span", { class: "small" }, ` · ${standing(holder)}`));
}

function whoPanel(holders: readonly HolderView[]): HTMLElement {
  return panel(t("return.who"), ...byTier(holders, "h3", card, false));
}

function timelinePanel(timeline: readonly TimelineView[]): HTMLElement {
  const rows = [...timeline].reverse().map(({ event, at, actor, name }) => {
    const who = actor === "reporter" ? t("return.you") : name;
    const when = moment(at);
    const line = who === "" ? when : t("return.by", { who, when });
    return h("li", { class: "done" }, h("strong", {}, term("event", event)), line);
  });
  return panel(t("return.timeline"), h("ol", { class: "steps" }, ...rows));
}
