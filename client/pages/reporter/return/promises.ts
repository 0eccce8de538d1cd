/** Every promise: by when, who holds it, kept or not, and what comes then. */

import type { CaseView, DutyView, HolderView, SuspensionView } from "../../../lib/api.ts";
import { serverTime } from "../../../lib/clock.ts";
import { button, h, listed, moment, t, term } from "../../dom.ts";
import { actions } from "./later.ts";
import { panel } from "./panel.ts";
import { dayOf, fromNow } from "./times.ts";
import { isTakenBack } from "./told.ts";
import type { InboxSession } from "./inboxSession.ts";

type Standing =
  "open" | "late" | "done" | "made_good" | "missed" | "before_us" | "cancelled" | "paused" | "held";

const MARKS: Readonly<Partial<Record<Standing, string>>> = {
  done: "done",
  made_good: "late",
  missed: "late",
  before_us: "late",
  late: "late",
};

/** A duty that is due is late at once, though the clock that moves it comes round a little later. */
function standing({ state, due, done, suspended }: DutyView): Standing {
  if (state === "missed") return done ? "made_good" : "missed";
  if (state === "before") return "before_us";
  if (state !== "open") return state;
  if (suspended) return "paused";
  return Date.parse(due) <= serverTime().getTime() ? "late" : "open";
}

function named({ name, role }: HolderView): string {
  return `${name} (${role})`;
}

/** Who is asked to keep it: those of its tier who can act; of a missed one, who could have. */
function keepers({ holders }: CaseView, { from_tier: first, tier, state }: DutyView): HolderView[] {
  const could = holders.filter(one => first <= one.tier && one.tier <= tier && one.released);
  if (state === "missed") return could;
  const able = (all: readonly HolderView[]) => all.filter(({ left, lapsed }) => !left && !lapsed);
  const own = able(could);
  // Where all of its tier are gone, it is with whoever was let in for them.
  return own.length > 0 || state !== "open" ? own : able(holders.filter(({ released }) => released));
}

function whose(view: CaseView, duty: DutyView, how: Standing): string {
  const people = keepers(view, duty);
  if (people.length === 0 || how === "cancelled" || how === "before_us") return "";
  const past = how === "missed" || how === "made_good" || how === "done";
  return t(past ? "promise.was_with" : "promise.with", { names: listed(people.map(named)) });
}

function item(view: CaseView, duty: DutyView): HTMLElement {
  const how = standing(duty);
  const { due, done, suspended } = duty;
  const when = moment(how === "done" && done ? done : due);
  const values = {
    when,
    soon: fromNow(due),
    day: dayOf(due),
    done: done ? moment(done) : "",
    until: suspended ? moment(suspended.until) : "",
    reason: suspended ? term("pause", suspended.reason, t("pause.any")) : "",
  };
  const who = whose(view, duty, how);
  return h(
    "li",
    { class: MARKS[how] ?? false },
    h("strong", {}, term("duty", duty.kind, t("duty.unknown"))),
    t(`promise.${how}`, values),
    who !== "" && h("div", { class: "small" }, who),
  );
}

/** What runs outside is nobody's promise here: a page of its own, which knows nothing of this one. */
function outside(): HTMLElement {
  const to = { href: "../limits/", target: "_blank", rel: "noopener noreferrer" };
  return h("p", { class: "alone" }, h("a", to, t("nav.limits")));
}

/** The last people let their promise pass as well: nothing comes by itself any more. */
function nobodyLeft(view: CaseView): boolean {
  const { next, duties } = view;
  if (next || isTakenBack(view)) return false;
  const last = Math.max(...duties.map(({ tier }) => tier));
  return duties.some(duty => duty.tier === last && standing(duty) === "missed");
}

/** What comes by itself when a promise is broken: said once, under all of them. */
function whatThen(view: CaseView): HTMLElement | false {
  const { next, duties } = view;
  if (nobodyLeft(view)) return h("p", { class: "notice warm" }, t("promise.then_nobody"));
  if (!duties.some(({ state }) => state === "open")) return false;
  if (!next) return h("p", { class: "small" }, t("promise.then_counted"));
  const names = listed(next.holders.map(({ name, role }) => `${name} (${role})`));
  return h("p", { class: "small" }, t(goesOn(view) ? "promise.then_late" : "promise.then", { names }));
}

/** Whether the next readers are about to be let in: whoever has the turn is late with something. */
function goesOn({ holders, duties, next }: CaseView): boolean {
  const reached = holders.filter(({ released, tier }) => released && tier < (next?.tier ?? 0));
  const turn = Math.max(...reached.map(({ tier }) => tier));
  return duties.some(duty => duty.tier >= turn && standing(duty) === "late");
}

function pause(view: CaseView, each: SuspensionView): HTMLElement {
  const holder = view.holders.find(({ id }) => id === each.holder);
  const values = {
    what: term("duty", each.duty, t("duty.unknown")),
    who: holder ? named(holder) : t("promise.somebody"),
    since: moment(each.since),
    until: moment(each.ended ?? each.until),
    reason: term("pause", each.reason, t("pause.any")),
  };
  return h("li", {}, t(each.ended ? "promise.pause_ended" : "promise.pause", values));
}

function pauses(view: CaseView): HTMLElement | false {
  if (view.suspensions.length === 0) return false;
  const rows = view.suspensions.map(each => pause(view, each));
  return h(
    "details",
    {},
    h("summary", {}, t("promise.pauses")),
    h("p", { class: "hint" }, t("promise.pauses_text")),
    h("ul", {}, ...rows),
  );
}

/** What is open first, the soonest before the others; then what is over. */
function ordered(duties: readonly DutyView[]): DutyView[] {
  const rank = ({ state }: DutyView) => (state === "open" ? 0 : 1);
  return [...duties].sort((a, b) => rank(a) - rank(b) || a.due.localeCompare(b.due));
}

export function promisesPanel(session: InboxSession): HTMLElement {
  const { view } = session;
  const rows = ordered(view.duties).map(duty => item(view, duty));
  const open = view.duties.some(({ state }) => state === "open");
  const place = h("div", {});
  const save = button(
    t("calendar.open"),
    async () => {
      const { calendarForm } = await actions();
      place.replaceChildren(calendarForm(session));
      place.querySelector("input")?.focus();
    },
    "link",
  );
  return panel(
    t("return.owed"),
    rows.length ? h("ol", { class: "steps" }, ...rows) : h("p", {}, t("return.nothing_owed")),
    ...[whatThen(view), pauses(view), open && save].filter(each => each !== false),
    place,
    outside(),
  );
}
