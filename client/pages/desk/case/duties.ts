/** What is owed: by when, by which law, whose turn it is; and clocks that stand still. */

import { newId } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { between, inDays } from "../../../lib/days.ts";
import { longestFor, reasonsFor } from "../../../lib/suspension.ts";
import { AskedDay } from "../askday.ts";
import { bdi, button, type Child, field, h, notice, replace } from "../dom.ts";
import { dropForms, keepForm, keptForm } from "../drafts.ts";
import { problemWords } from "../problems.ts";
import { countdown, day, moment, pressure, today } from "../times.ts";
import { type Key, list, source, t, term, Told } from "../words.ts";
import { choices } from "./choices.ts";
import type { Again } from "./context.ts";
import { api, type Duty, mayDecide, mayKeep, type OpenCase, type Suspension } from "./model.ts";
import { section } from "./side.ts";
import type { Tab } from "./tabs.ts";

function dutyTime(duty: Duty, now: Date): HTMLElement {
  const due = new Date(duty.due);
  if (duty.state === "open" && duty.suspended) {
    return h("span", { class: "due still" }, t("duty.still"));
  }
  const open = duty.state === "open";
  const words = open ? countdown(due, now) : term("duty_state", duty.state);
  return h("span", { class: `due ${open ? pressure(due, now) : duty.state}` }, words);
}

/** Of a kind of duty the one that runs now. */
function running(open: OpenCase, kind: string): Suspension | undefined {
  return open.suspensions.find(({ duty, ended }) => duty === kind && ended === null);
}

interface Standing {
  readonly open: OpenCase;
  readonly duty: Duty;
  readonly again: Again;
  /** Where the form and what went wrong stand. */
  readonly place: HTMLElement;
}

/** What a half-written pause is kept as. */
function draftOf({ open, duty }: Standing): string {
  return `${open.id}/pause/${duty.id}`;
}

async function suspend(standing: Standing, reason: string, until: string): Promise<void> {
  const { open, duty, again } = standing;
  await api.suspend(open.id, { id: newId(), duty: duty.kind, reason, until });
  dropForms(draftOf(standing));
  await again(t("suspend.done", { duty: term("duty", duty.kind), when: day(until) }));
}

/** Asks why and until when; says first who will see it. */
function suspendForm(standing: Standing, close: () => void): HTMLElement {
  const { open, duty } = standing;
  const problem = h("div", { role: "alert" });
  const longest = (): number => Math.max(1, longestFor(duty.kind, reasons.value()));
  const reasons = choices({
    name: `reason-${duty.id}`,
    legend: t("suspend.reason"),
    options: reasonsFor(duty.kind).map(value => ({ value, label: term("suspension", value) })),
    changed: () => until.limit(),
  });
  const until = new AskedDay(() => between(today(), inDays(longest() - 1, today())));
  const act = async (): Promise<void> => {
    problem.replaceChildren();
    try {
      if (reasons.value() === "") throw new Told(t("form.choose_reason"));
      const day = until.value();
      if (day === "") throw new Told(t("suspend.choose_day"));
      if (day !== null) await suspend(standing, reasons.value(), day);
    } catch (error) {
      problem.append(notice("warm", problemWords(error)));
    }
  };
  const form = h(
    "form",
    { class: "inset", on: { submit: (event: Event) => event.preventDefault() } },
    h("h3", { tabindex: "-1" }, t("suspend.title", { duty: term("duty", duty.kind) })),
    notice("warm", h("p", {}, t("suspend.seen"))),
    reasons.element,
    field(
      { id: `until-${open.id}-${duty.id}`, label: t("suspend.until"), hint: t("suspend.until_hint") },
      until.input,
    ),
    until.asks,
    problem,
    button({ label: t("suspend.send"), kind: "main", act }),
    button({ label: t("suspend.cancel"), kind: "link", act: close }),
  );
  keepForm(draftOf(standing), form);
  return form;
}

function resumeButton(standing: Standing, suspension: Suspension): HTMLElement {
  const { open, duty, again, place } = standing;
  const act = async (): Promise<void> => {
    try {
      await api.resume(open.id, suspension.id, newId());
      await again(t("suspend.ended", { duty: term("duty", duty.kind) }));
    } catch (error) {
      replace(place, notice("warm", problemWords(error)));
    }
  };
  return button({ label: t("suspend.end"), kind: "link", act, describedBy: `duty-${duty.id}` });
}

/** Suspending, or ending it; nothing for a duty that is over or to whoever decides nothing. */
function clockDeed(standing: Standing): Child {
  const { open, duty, place } = standing;
  if (duty.state !== "open" || !mayDecide(open)) return null;
  const still = running(open, duty.kind);
  if (duty.suspended) return still ? resumeButton(standing, still) : null;
  if (reasonsFor(duty.kind).length === 0 || new Date(duty.due) <= serverTime()) return null;
  // Several links with one name are told apart by the duty that each describes.
  const describedBy = `duty-${duty.id}`;
  const asking = button({ label: t("suspend.open"), kind: "link", act: () => start(), describedBy });
  const close = (): void => {
    dropForms(draftOf(standing));
    replace(place);
    asking.hidden = false;
    asking.focus();
  };
  const start = (): void => {
    asking.hidden = true;
    replace(place, suspendForm(standing, close));
    place.querySelector<HTMLElement>("h3")?.focus();
  };
  if (keptForm(draftOf(standing))) start();
  return asking;
}

function stillLine({ suspended }: Duty): Child {
  if (!suspended) return null;
  const until = moment(new Date(suspended.until));
  return h(
    "p",
    { class: "small" },
    t("duty.still_until", { why: term("suspension", suspended.reason), until }),
  );
}

/** Where the deed is that keeps a duty; an acknowledgement's stands over the list. */
const PLACES: Readonly<Record<string, readonly [Tab, Key]>> = {
  safety_check: ["messages", "thread.write"],
  update: ["messages", "thread.write"],
  preserve_evidence: ["evidence", "evidence.go"],
};

/** Whether it can still be done: it is open, or was missed with nobody after it to owe the same. */
function isOwed({ duties }: OpenCase, { kind, state, done }: Duty): boolean {
  if (state !== "missed") return state === "open";
  return !done && !duties.some(other => other.kind === kind && other.state === "open");
}

/** The way to the deed, for whoever may do it. */
function wayToDeed({ open, go }: Listing, duty: Duty): Child {
  const place = PLACES[duty.kind];
  if (!place || !isOwed(open, duty) || !mayKeep(open, duty)) return null;
  const [tab, label] = place;
  return button({ label: t(label), kind: "link", act: () => go(tab), describedBy: `duty-${duty.id}` });
}

/** Whose it is: of one tier, or of several together; of nobody where it was due before it came. */
function turn({ state, tier, from_tier: first }: Duty): string {
  if (state === "before") return "";
  const tiers = first < tier ? [first, tier] : [tier];
  return ` · ${t("duty.turn", { tier: list(tiers.map(each => term("tier", String(each)))) })}`;
}

function lawOf(said: string): HTMLElement {
  const { words, known } = source(said);
  return known ? h("bdi", {}, words) : bdi(words);
}

function dutyItem(listing: Listing, duty: Duty): HTMLElement {
  const { open, now, again } = listing;
  const due = new Date(duty.due);
  const place = h("div", { "aria-live": "polite" });
  return h(
    "li",
    { class: duty.state },
    h(
      "div",
      { class: "split" },
      h("b", { id: `duty-${duty.id}` }, term("duty", duty.kind)),
      dutyTime(duty, now),
    ),
    h(
      "p",
      { class: "small" },
      t("duty.by", { when: moment(due) }),
      duty.source ? [" · ", lawOf(duty.source)] : null,
      turn(duty),
    ),
    stillLine(duty),
    wayToDeed(listing, duty),
    clockDeed({ open, duty, again, place }),
    place,
  );
}

export interface Listing {
  readonly open: OpenCase;
  readonly now: Date;
  readonly again: Again;
  /** Moves the reader to another tab. */
  readonly go: (tab: Tab) => void;
}

export function dutyList(listing: Listing): HTMLElement {
  const { open } = listing;
  const rank = { missed: 0, open: 0, before: 1, done: 1, cancelled: 2 } as const;
  const duties = open.duties.toSorted((a, b) => rank[a.state] - rank[b.state] || a.due.localeCompare(b.due));
  return section(
    "duties",
    t("duties.title"),
    duties.length === 0
      ? h("p", { class: "small" }, t("duties.none"))
      : h("ul", { class: "duties" }, ...duties.map(duty => dutyItem(listing, duty))),
  );
}
