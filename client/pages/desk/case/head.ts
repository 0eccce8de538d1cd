/** What stands over a case: which it is, what is due next, and what must not be overlooked. */

import { type Child, h, notice } from "../dom.ts";
import { countdown, day, hour, iso, moment, pressure } from "../times.ts";
import { list, t, term } from "../words.ts";
import { type Duty, isUnreadable, mayDecide, type OpenCase } from "./model.ts";

function dueLine(duty: Duty, now: Date): HTMLElement {
  const due = new Date(duty.due);
  return h(
    "p",
    { class: `due ${pressure(due, now)}` },
    `${term("duty", duty.kind)} · `,
    h("time", { datetime: iso(due), title: moment(due) }, countdown(due, now)),
  );
}

/** What runs out first; a clock that stands still does not, and what has a banner is said there. */
function nextDuty(open: OpenCase, now: Date): Child {
  const said = preserving(open);
  const waiting = open.duties.filter(duty => {
    return duty.state === "open" && !duty.suspended && duty !== said;
  });
  const next = waiting.toSorted((a, b) => a.due.localeCompare(b.due))[0];
  return next ? dueLine(next, now) : null;
}

/** Those who have it now instead of whoever let a duty pass. */
function successors(open: OpenCase): string {
  const now = open.holders.filter(({ released, left, lapsed }) => released && !left && !lapsed);
  const names = now.map(({ name, role }) => `${name} (${role})`);
  return names.length === 0 ? t("lapsed.nobody") : list(names);
}

function missedDuties({ duties }: OpenCase): string {
  const kinds = duties.filter(({ state }) => state === "missed").map(({ kind }) => term("duty", kind));
  return list([...new Set(kinds)]);
}

/** What was missed, who has it now, and what is left to do. */
export function lapsedBanner(open: OpenCase): Child {
  if (!open.lapsed) return null;
  const missed = missedDuties(open);
  return notice(
    "warm",
    h("h2", {}, t("lapsed.title")),
    missed === "" ? null : h("p", {}, t("lapsed.missed", { duties: missed })),
    h("p", {}, t("lapsed.now", { names: successors(open) })),
    h("p", {}, t("lapsed.can")),
  );
}

/** The duty of the day, where it is this holder's to keep and not done. */
function preserving(open: OpenCase): Duty | undefined {
  if (!mayDecide(open)) return undefined;
  const kept = open.duties.filter(({ kind, done }) => kind === "preserve_evidence" && !done);
  // One that was missed by others stands beside that of whoever has the case now.
  return kept.find(({ state }) => state === "open") ?? kept.find(({ state }) => state === "missed");
}

/** Before everything else, on its day: recordings are overwritten while a case is being read. */
export function evidenceBanner(open: OpenCase, go: () => void, now: Date): Child {
  const duty = preserving(open);
  if (!duty) return null;
  const link = h("a", { href: "#panel-evidence" }, t("evidence.go"));
  link.addEventListener("click", event => {
    event.preventDefault();
    go();
  });
  return notice(
    "warm",
    h("p", {}, h("b", {}, t("evidence.banner")), " ", t("evidence.banner_what")),
    dueLine(duty, now),
    h("p", {}, link),
  );
}

function whoSaw({ sawMore, holders }: OpenCase): string {
  const name = (id: string): string => holders.find(one => one.id === id)?.name ?? id;
  // The reporter first: "The reporter" begins a sentence there.
  const others = sawMore.filter(id => id !== "reporter").map(name);
  return list(others.length < sawMore.length ? [t("actor.reporter"), ...others] : others);
}

function standing(open: OpenCase, now: Date): Child {
  if (open.logged === null) return notice("grave", t("case.not_logged"));
  if (open.history === null) return notice("grave", t("case.hidden"));
  if (isUnreadable(open)) return notice("grave", t("case.unopened"));
  if (open.otherwise) return notice("grave", t("case.otherwise"));
  if (!open.proven) return notice("grave", t("case.not_proven"));
  if (open.sawMore.length > 0) return notice("grave", t("case.unseen", { names: whoSaw(open) }));
  const { promised } = open.logged;
  if (promised && promised.by < now) return notice("grave", t("case.unkept", { when: moment(promised.by) }));
  const said = promised ? t("case.promised", { when: moment(promised.by) }) : t("case.logged");
  return h("p", { class: "small" }, said);
}

export function head(open: OpenCase, now: Date): HTMLElement {
  const received = new Date(open.received);
  return h(
    "header",
    { class: "case-head" },
    h("a", { href: "#/", class: "back" }, t("queue.title")),
    h(
      "div",
      { class: "title" },
      h("h1", {}, t("case.title", { ref: open.ref })),
      h("span", { class: "state" }, term("state", open.state)),
      open.urgent ? h("span", { class: "badge unsafe" }, t("queue.urgent")) : null,
      open.lapsed ? h("span", { class: "badge" }, t("lapsed.badge")) : null,
    ),
    h(
      "p",
      { class: "small" },
      t("case.received"),
      " ",
      h("time", { datetime: iso(received) }, hour(received)),
      open.disclosed ? ` · ${t("case.disclosed", { when: day(open.disclosed) })}` : "",
    ),
    standing(open, now),
    nextDuty(open, now),
  );
}

/** It was due before anybody here could know: said first, so that nobody takes it for a reproach. */
export function lateOnArrival({ duties, disclosed }: OpenCase): Child {
  if (!disclosed || !duties.some(({ state }) => state === "before")) return null;
  const both = duties.some(
    ({ kind, state, tier, from_tier: first }) => kind === "acknowledge" && state === "open" && first < tier,
  );
  return notice(
    "warm",
    h("p", {}, t("case.late_on_arrival", { when: day(disclosed) }), both ? ` ${t("case.late_both")}` : null),
  );
}

export function safety(open: OpenCase): Child {
  return open.urgent ? notice("warm", h("p", {}, t("case.unsafe"))) : null;
}

export function withdrawn(open: OpenCase): Child {
  return open.state === "withdrawn" ? notice("calm", h("p", {}, t("case.withdrawn"))) : null;
}
