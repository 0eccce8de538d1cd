/** The queue: what is open to this handler. References, times and states; never content. */

import { serverTime } from "../../lib/clock.ts";
import { deskApi, type KeyChange, type QueueRow as Row } from "../../lib/deskapi.ts";
import { bdi, button, h, notice, replace } from "./dom.ts";
import { keptForm } from "./drafts.ts";
import { say } from "./frame.ts";
import { noteRows } from "./opened.ts";
import { onLeave, type Unlocked } from "./session.ts";
import { countdown, hour, iso, moment, pressure } from "./times.ts";
import { count, t, term } from "./words.ts";

type Filter = "open" | "closed";

const TICK = 30_000;

/** The chosen filter and the cursors of the pages before this one. */
interface Place {
  readonly filter: Filter;
  readonly back: readonly (string | null)[];
  readonly cursor: string | null;
}

function dueCell(due: string | null, now: Date): HTMLElement {
  if (!due) return h("span", { class: "soft" }, t("queue.nothing_due"));
  const when = new Date(due);
  return h(
    "time",
    { class: `due ${pressure(when, now)}`, datetime: iso(when), title: moment(when) },
    countdown(when, now),
  );
}

/** Not opened yet, or what is new since; nothing where all of it has been seen. */
function newsMark({ opened, unread }: Row): HTMLElement | null {
  if (!opened) return h("span", { class: "badge new" }, t("queue.unopened"));
  return unread === 0 ? null : h("span", { class: "badge new" }, count("queue.unread", unread));
}

function row(entry: Row, now: Date): HTMLElement {
  const received = new Date(entry.received);
  const link = h("a", { href: `#/case/${entry.id}`, class: "ref", dir: "ltr" }, entry.ref);
  const cell = (label: string, ...children: (Node | string | null)[]): HTMLElement =>
    h("td", { role: "cell", "data-label": label }, ...children);
  return h(
    "tr",
    { role: "row", class: entry.urgent ? "urgent" : "" },
    h(
      "th",
      { role: "rowheader", scope: "row" },
      link,
      entry.urgent ? h("span", { class: "badge unsafe" }, t("queue.urgent")) : null,
      newsMark(entry),
      keptForm(entry.id) ? h("span", { class: "badge" }, t("queue.unsent")) : null,
    ),
    cell(t("queue.due"), dueCell(entry.next_due, now)),
    cell(t("queue.state"), term("state", entry.state)),
    cell(t("queue.received"), h("time", { datetime: iso(received) }, hour(received))),
    cell(t("queue.lead"), entry.lead ? bdi(entry.lead) : t("queue.no_lead")),
  );
}

// Roles are spelled out because the phone's layout changes `display`, which would take the
// table's meaning away from screen readers.
function table(rows: readonly Row[], now: Date): HTMLElement {
  const heads = ["queue.ref", "queue.due", "queue.state", "queue.received", "queue.lead"] as const;
  return h(
    "table",
    { class: "queue", role: "table", "aria-labelledby": "queue-title" },
    h(
      "thead",
      { role: "rowgroup" },
      h("tr", { role: "row" }, ...heads.map(key => h("th", { role: "columnheader", scope: "col" }, t(key)))),
    ),
    h("tbody", { role: "rowgroup" }, ...rows.map(entry => row(entry, now))),
  );
}

/** Up, Down, Home and End move between the rows while one of them has the focus. */
function walkRows(element: HTMLElement): void {
  element.addEventListener("keydown", event => {
    const links = [...element.querySelectorAll<HTMLAnchorElement>("a.ref")];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const moves: Record<string, number> = {
      ArrowDown: Math.min(at + 1, links.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: links.length - 1,
    };
    const to = moves[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    links[to]?.focus();
  });
}

function empty(filter: Filter): HTMLElement {
  return h(
    "div",
    { class: "card empty" },
    h("h2", {}, t(filter === "open" ? "queue.empty" : "queue.empty_closed")),
    h("p", {}, t("queue.empty_more")),
  );
}

function pager(place: Place, next: string | null, go: (to: Place) => void): HTMLElement | null {
  const before = place.back.at(-1);
  if (before === undefined && !next) return null;
  const newer = (): void =>
    go({ filter: place.filter, back: place.back.slice(0, -1), cursor: before ?? null });
  const older = (): void => go({ filter: place.filter, back: [...place.back, place.cursor], cursor: next });
  return h(
    "nav",
    { class: "row pager", "aria-label": t("queue.pages") },
    before === undefined ? null : button({ label: t("queue.newer"), act: newer }),
    next ? button({ label: t("queue.older"), act: older }) : null,
  );
}

/** What is due soonest first; what owes nothing, last. */
function byDue(a: Row, b: Row): number {
  return (a.next_due ?? "9").localeCompare(b.next_due ?? "9");
}

function filters(place: Place, go: (to: Place) => void): HTMLElement {
  const choice = (filter: Filter): HTMLElement => {
    const act = (): void => go({ filter, back: [], cursor: null });
    const element = button({ label: t(`queue.${filter}`), act });
    element.setAttribute("aria-pressed", String(filter === place.filter));
    return element;
  };
  return h(
    "div",
    { class: "filters", role: "group", "aria-label": t("queue.show") },
    choice("open"),
    choice("closed"),
  );
}

async function fill(body: HTMLElement, place: Place): Promise<void> {
  const go = (to: Place): void => void fill(body, to);
  const page = await deskApi().cases(place.filter, place.cursor ?? "");
  noteRows(page.cases);
  // A queue of one page is put by what is due first; a longer one keeps the order of its pages.
  const whole = place.cursor === null && page.next === null;
  const rows = whole ? page.cases.toSorted(byDue) : page.cases;
  const draw = (): HTMLElement => table(rows, serverTime());
  let shown = page.cases.length > 0 ? draw() : empty(place.filter);
  const hint = page.cases.length > 1 ? h("p", { class: "hint" }, t("queue.keys")) : null;
  replace(body, filters(place, go), shown, hint, pager(place, page.next, go));
  say(page.cases.length > 0 ? count("queue.shown", page.cases.length) : t("queue.empty"));
  if (page.cases.length === 0) return;
  const timer = setInterval(() => {
    // Redrawing under somebody's focus would throw it away: wait until they look elsewhere.
    if (!shown.isConnected || shown.contains(document.activeElement)) return;
    const fresh = draw();
    shown.replaceWith(fresh);
    shown = fresh;
  }, TICK);
  onLeave(() => clearInterval(timer));
}

const FRESH = 7 * 24 * 3_600_000;

/** A mail said that something waits: this may be it. */
function keysNotice(changed: KeyChange | null): HTMLElement | null {
  if (!changed || serverTime().getTime() - new Date(changed.at).getTime() > FRESH) return null;
  const said = { when: moment(new Date(changed.at)), what: term("change", changed.change) };
  const link = h("a", { href: "#/account" }, t("queue.keys_look"));
  return notice("calm", h("p", {}, t("queue.keys_changed", said), " ", link));
}

/** The page. `active` is false while the roster does not name this handler yet. */
export async function queuePage({
  active,
  changed,
}: Pick<Unlocked, "active" | "changed">): Promise<HTMLElement> {
  const body = h("div", {});
  walkRows(body);
  await fill(body, { filter: "open", back: [], cursor: null });
  const title = new URLSearchParams({ title: t("calendar.word") });
  return h(
    "div",
    { class: "page" },
    h("h1", { id: "queue-title" }, t("queue.title")),
    active ? null : notice("warm", h("p", {}, t("queue.not_active"))),
    keysNotice(changed),
    h("p", { class: "hint" }, t("queue.lead_in")),
    body,
    h(
      "p",
      { class: "calendar" },
      h("a", { href: `/desk/api/duties.ics?${title}`, download: "duties.ics" }, t("queue.calendar")),
    ),
    h("p", { class: "hint" }, t("queue.calendar_hint")),
  );
}
