/** What stands beside the words: who can read it, and what happened. */

import { bdi, type Child, h } from "../dom.ts";
import { hour, iso, moment } from "../times.ts";
import { t, term } from "../words.ts";
import type { Holder, OpenCase, TimelineEntry } from "./model.ts";

/** A part of the side with its heading. */
export function section(name: string, title: string, ...children: readonly Child[]): HTMLElement {
  return h(
    "section",
    { class: "block", "aria-labelledby": `${name}-title` },
    h("h2", { id: `${name}-title` }, title),
    ...children,
  );
}

function standing(holder: Holder): string {
  if (holder.left) return t("holder.left");
  if (holder.lapsed) return t("holder.lapsed");
  if (!holder.released) return t("holder.waiting");
  if (holder.acknowledged) return t("holder.acknowledged");
  return t(holder.opened ? "holder.opened" : "holder.not_opened");
}

function holderItem(open: OpenCase, holder: Holder): HTMLElement {
  const name = holder.id === open.me ? t("holder.you", { name: holder.name }) : bdi(holder.name);
  return h(
    "li",
    { class: holder.left ? "left" : "" },
    h("div", {}, h("b", {}, name), " ", h("span", { class: "small" }, bdi(holder.role))),
    h("p", { class: "small" }, `${term("tier", String(holder.tier))} · ${standing(holder)}`),
  );
}

/** Whoever can be chosen: name, and under it the role, the tier, the unit and what else is to be known. */
export function holderWords(
  holder: { readonly name: string; readonly role: string; readonly tier: number; readonly unit: string },
  more: string | null,
): Child {
  const facts = [
    bdi(holder.role),
    term("tier", String(holder.tier)),
    holder.unit === "" ? null : bdi(holder.unit),
    more,
  ].filter(fact => fact !== null && fact !== "");
  return [
    bdi(holder.name),
    h("span", { class: "hint" }, ...facts.map((fact, at) => (at === 0 ? fact : [" · ", fact]))),
  ];
}

export function holderList(open: OpenCase): HTMLElement {
  const holders = open.holders.toSorted((a, b) => a.tier - b.tier);
  return section(
    "holders",
    t("holders.title"),
    h("ul", { class: "plain" }, ...holders.map(holder => holderItem(open, holder))),
  );
}

function actor(open: OpenCase, entry: TimelineEntry): Child {
  if (entry.actor === open.me) return t("word.you");
  if (entry.name) return bdi(entry.name);
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
  const entries = open.timeline.toReversed();
  return section(
    "timeline",
    t("timeline.title"),
    h("p", { class: "small" }, t("timeline.hint")),
    open.history?.older ? h("p", { class: "small" }, t("timeline.older")) : null,
    h("ol", { class: "timeline" }, ...entries.map(entry => event(open, entry))),
  );
}
