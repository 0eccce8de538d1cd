/**
 * What somebody outside holds and may overwrite: cameras, door logs, bookings, chats. Keeping it is
 * the organisation's duty, the same day; the countdown stands here and never with the reporter.
 */

import { newId } from "../../../lib/bytes.ts";
import { daysLeft } from "../../../lib/evidence.ts";
import { bdi, button, type Child, facts, h, line as oneLine, notice, paragraphs, replace } from "../dom.ts";
import { keptForm } from "../drafts.ts";
import { day, moment, today } from "../times.ts";
import { count, t, term } from "../words.ts";
import type { Again, CaseContext } from "./context.ts";
import { addEvidence, evidenceDraft } from "./evidenceform.ts";
import { type Attempt, attempt } from "./attempt.ts";
import { api, type Evidence, mayDecide, type OpenCase, type ShownLetter } from "./model.ts";
import { preservationPage } from "./preservation.ts";
import { faultBox } from "./report.ts";

function said(letter: ShownLetter | undefined, name: string): string {
  const value = letter?.content?.[name];
  return typeof value === "string" ? value : "";
}

/** The day it may be gone, in words, a date and a shape; colour only helps. */
function countdownLine(item: Evidence): HTMLElement | null {
  if (item.state === "confirmed" || item.state === "lost") return null;
  if (!item.overwritten) return h("p", { class: "due" }, t("evidence.no_date"));
  const left = daysLeft(item.overwritten, today());
  const look = left < 0 ? "late" : left <= 3 ? "soon" : "later";
  const soon = left === 0 ? t("evidence.last_day") : count("evidence.left", left);
  const words = left < 0 ? t("evidence.gone") : soon;
  return h(
    "p",
    { class: `due ${look}` },
    words,
    " · ",
    h("time", { datetime: item.overwritten }, day(item.overwritten)),
  );
}

/** From one time to another, each as it was written. */
function span(from: string, until: string): Child {
  if (from === "" || until === "") return from + until === "" ? "" : bdi(from + until);
  return [bdi(from), " – ", bdi(until)];
}

function steps(item: Evidence): HTMLElement {
  const line = (when: string | null, key: "ordered" | "confirmed" | "lost"): Child =>
    when ? h("li", {}, t(`evidence.was_${key}`, { when: moment(new Date(when)) })) : null;
  return h(
    "ul",
    { class: "plain small" },
    h("li", {}, t("evidence.was_noted", { when: moment(new Date(item.noted)) })),
    line(item.ordered, "ordered"),
    line(item.confirmed, "confirmed"),
    line(item.lost, "lost"),
  );
}

interface Deed {
  readonly label: string;
  readonly sure: string;
  readonly tell: () => Promise<unknown>;
  readonly said: string;
}

/** A deed that is written to the log: asked once more before it is done. */
function asks(place: HTMLElement, deed: Deed, again: Again): () => void {
  return () => {
    const go: Attempt = { deed: deed.tell, after: () => again(deed.said), place };
    replace(
      place,
      h("p", {}, deed.sure),
      h(
        "div",
        { class: "row" },
        button({ label: t("evidence.yes"), kind: "main", act: () => attempt(go) }),
        button({ label: t("page.back"), act: () => replace(place) }),
      ),
    );
    place.querySelector("button")?.focus();
  };
}

function deedButton(place: HTMLElement, deed: Deed, again: Again): HTMLElement {
  return button({ label: deed.label, act: asks(place, deed, again) });
}

function itemDeeds(item: Evidence, letter: ShownLetter | undefined, where: CaseContext): Child {
  const { open, again, put } = where;
  if (!mayDecide(open) || item.state === "lost") return null;
  const place = h("div", { "aria-live": "polite" });
  const write = (): void => put(preservationPage({ open, item, again, known: name => said(letter, name) }));
  const confirmed: Deed = {
    label: t("evidence.confirmed"),
    sure: t("evidence.confirmed_sure"),
    tell: () => api.confirmed(open.id, item.id, newId()),
    said: t("evidence.confirmed_said"),
  };
  const lost: Deed = {
    label: t("evidence.lost"),
    sure: t("evidence.lost_sure"),
    tell: () => api.lost(open.id, item.id, newId()),
    said: t("evidence.lost_said"),
  };
  return [
    h(
      "div",
      { class: "file-acts" },
      item.state === "needed" ? button({ label: t("evidence.write"), kind: "main", act: write }) : null,
      item.state === "ordered" ? deedButton(place, confirmed, again) : null,
      deedButton(place, lost, again),
    ),
    place,
  ];
}

function itemCard(item: Evidence, where: CaseContext): HTMLElement {
  const letter = where.open.letters.find(({ id }) => id === item.letter);
  const id = `evidence-${item.id}`;
  const written = said(letter, "words");
  const line = (name: "what" | "where" | "holder" | "reach"): readonly [string, Child] => {
    const words = said(letter, name);
    return [t(`evidence.${name}`), words === "" ? "" : oneLine(words)];
  };
  return h(
    "li",
    { "aria-labelledby": id },
    h(
      "div",
      { class: "split" },
      h("h3", { id }, term("evidence_kind", item.kind)),
      h("span", { class: "badge" }, term("evidence_state", item.state)),
    ),
    countdownLine(item),
    letter ? faultBox(letter) : null,
    letter?.before ? h("p", { class: "soft" }, t("thread.before")) : null,
    facts(
      [
        line("what"),
        line("where"),
        [t("evidence.from"), span(said(letter, "from"), said(letter, "until"))],
        line("holder"),
        line("reach"),
        [t("word.anything_else"), written === "" ? "" : paragraphs(written)],
      ],
      "facts inner",
    ),
    steps(item),
    itemDeeds(item, letter, where),
  );
}

function byUrgency(a: Evidence, b: Evidence): number {
  const rank = { needed: 0, ordered: 1, confirmed: 2, lost: 3 } as const;
  const last = "9999";
  return rank[a.state] - rank[b.state] || (a.overwritten ?? last).localeCompare(b.overwritten ?? last);
}

/** "Nothing more is held elsewhere": ends the duty of the day. */
function nothingMore({ open, again }: CaseContext): HTMLElement {
  const place = h("div", { "aria-live": "polite" });
  const deed: Deed = {
    label: t("event.evidence_checked"),
    sure: t("evidence.nothing_sure"),
    tell: () => api.checked(open.id, newId()),
    said: t("evidence.nothing_said"),
  };
  return h("div", { class: "nothing" }, deedButton(place, deed, again), place);
}

function owed({ duties }: OpenCase): boolean {
  return duties.some(
    ({ kind, done, state }) => kind === "preserve_evidence" && !done && state !== "cancelled",
  );
}

/** With an item that nobody was told to keep, saying so would end nothing. */
function mayEnd(open: OpenCase): boolean {
  return owed(open) && open.evidence.every(({ state }) => state !== "needed");
}

export function evidencePanel(where: CaseContext): HTMLElement {
  const { open } = where;
  const adding = h("div", { class: "adding" });
  const add = button({
    label: t("evidence.add"),
    kind: open.evidence.length === 0 ? "main" : "quiet",
    act: () => addEvidence(where, adding, add),
  });
  if (mayDecide(open) && keptForm(evidenceDraft(open))) addEvidence(where, adding, add);
  const items = open.evidence.toSorted(byUrgency);
  return h(
    "div",
    { class: "evidencebox" },
    h("h2", {}, t("evidence.title")),
    h("p", { class: "hint" }, t("evidence.hint")),
    owed(open) ? notice("warm", h("p", {}, t("evidence.today"))) : null,
    items.length === 0
      ? h("p", { class: "empty-line" }, t("evidence.none"))
      : h("ul", { class: "files evidence" }, ...items.map(item => itemCard(item, where))),
    mayDecide(open) ? [add, adding, mayEnd(open) ? nothingMore(where) : null] : null,
  );
}
