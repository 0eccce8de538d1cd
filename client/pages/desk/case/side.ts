/** What stands beside the words: what is owed and by when, who holds it, what happened. */

import { type Child, h } from "../dom.ts";
import { countdown, hour, iso, moment, pressure } from "../times.ts";
import { t, term } from "../words.ts";
import type { Duty, Holder, OpenCase, TimelineEntry } from "./model.ts";

function section(name: string, title: string, ...children: readonly Child[]): HTMLElement {
  return h(
    "section",
    { class: "block", "aria-labelledby": `${name}-title` },
    h("h2", { id: `${name}-title` }, title),
    ...children,
  );
}

function dutyTime(duty: Duty, now: Date): HTMLElement {
  const due = new Date(duty.due);
  const open = duty.state === "open";
  const words = open ? countdown(due, now) : term("duty-state", duty.state);
  const look = open ? pressure(due, now) : duty.state;
  return h("span", { class: `due ${look}` }, words);
}

function dutyItem(duty: Duty, now: Date): HTMLElement {
  const due = new Date(duty.due);
  return h(
    "li",
    { class: duty.state },
    h("div", { class: "split" }, h("b", {}, term("duty", duty.kind)), dutyTime(duty, now)),
    h(
      "p",
      { class: "small" },
      t("duty.by", { when: moment(due) }),
      duty.source ? ` · ${term("source", duty.source)}` : "",
    ),
  );
}

export function dutyList(open: OpenCase, now: Date): HTMLElement {
  const rank = { missed: 0, open: 0, done: 1, cancelled: 2 } as const;
  const duties = open.duties.toSorted(
    (a, b) => rank[a.state] - rank[b.state] || a.due.localeCompare(b.due),
  );
  return section(
    "duties",
    t("duties.title"),
    duties.length === 0
      ? h("p", { class: "small" }, t("duties.none"))
      : h("ul", { class: "duties" }, ...duties.map((duty) => dutyItem(duty, now))),
  );
}

function standing(holder: Holder): string {
  if (holder.left) return t("holder.left");
  if (!holder.released) return t("holder.waiting");
  if (holder.acknowledged) return t("holder.acknowledged");
  return t(holder.opened ? "holder.opened" : "holder.not-opened");
}

function holderItem(open: OpenCase, holder: Holder): HTMLElement {
  const name = holder.id === open.me ? t("holder.you", { name: holder.name }) : holder.name;
  return h(
    "li",
    { class: holder.left ? "left" : "" },
    h("div", {}, h("b", {}, name), h("span", { class: "small" }, ` ${holder.role}`)),
    h("p", { class: "small" }, `${term("tier", String(holder.tier))} · ${standing(holder)}`),
  );
}

export function holderList(open: OpenCase): HTMLElement {
  const holders = open.holders.toSorted((a, b) => a.tier - b.tier);
  return section(
    "holders",
    t("holders.title"),
    h("ul", { class: "plain" }, ...holders.map((holder) => holderItem(open, holder))),
  );
}

function actor(open: OpenCase, entry: TimelineEntry): string {
  if (entry.actor === open.me) return t("thread.you");
  if (entry.name) return entry.name;
  return term("actor", entry.actor);
}

function event(open: OpenCase, entry: TimelineEntry): HTMLElement {
  const at = new Date(entry.at);
  const when = entry.actor === "reporter" ? hour(at) : moment(at);
  return h(
    "li",
    {},
    h("b", {}, term("event", entry.event)),
    h("p", { class: "small" }, actor(open, entry), " · ", h("time", { datetime: iso(at) }, when)),
  );
}

export function timeline(open: OpenCase): HTMLElement {
  const entries = open.timeline.toSorted((a, b) => b.index - a.index);
  return section(
    "timeline",
    t("timeline.title"),
    h("p", { class: "small" }, t("timeline.hint")),
    h("ol", { class: "timeline" }, ...entries.map((entry) => event(open, entry))),
  );
}
