/** One case: said before it is opened, then the words on one side and what is owed on the other. */

import { newId } from "../../../lib/bytes.ts";
import { sealLetter } from "../../../lib/desk.ts";
import { append, button, h, notice } from "../dom.ts";
import { say } from "../frame.ts";
import { desk, onLeave } from "../session.ts";
import { noteOpened, openedBefore } from "../opened.ts";
import { problemWords } from "../signin.ts";
import { countdown, day, hour, iso, moment, pressure } from "../times.ts";
import { t, term } from "../words.ts";
import { filesPanel } from "./files.ts";
import { passPage, stepOutPage } from "./handing.ts";
import { api, type OpenCase, readCase, reference } from "./model.ts";
import { reportPanel } from "./report.ts";
import { dutyList, holderList, timeline } from "./side.ts";
import { type Tab, tabs } from "./tabs.ts";
import { type Thread, threadPanel } from "./thread.ts";

export interface CasePlace {
  readonly id: string;
  readonly put: (page: HTMLElement) => void;
}

/** Before the first opening: it is a deed, and the reporter sees it. */
function beforePage(place: CasePlace): HTMLElement {
  const { id, put } = place;
  const ref = reference(id);
  const problem = h("div", { role: "alert" });
  const open = async (): Promise<void> => {
    problem.replaceChildren();
    try {
      const page = await openedPage(place);
      noteOpened(id);
      put(page);
    } catch (error) {
      problem.append(notice("warm", problemWords(error)));
    }
  };
  const out = (): void =>
    put(stepOutPage({ id, ref, open: null, back: () => put(beforePage(place)) }));
  return h(
    "div",
    { class: "page narrow" },
    h("a", { href: "#/", class: "back" }, t("queue.title")),
    h("h1", {}, t("before.title", { ref })),
    h("p", { class: "lead" }, t("before.logged", { name: desk().me.name })),
    h("ul", {}, h("li", {}, t("before.conflict")), h("li", {}, t("before.place"))),
    problem,
    h(
      "div",
      { class: "row" },
      button({ label: t("before.open"), kind: "main", act: open }),
      button({ label: t("before.out"), act: out }),
    ),
  );
}

async function openedPage(place: CasePlace): Promise<HTMLElement> {
  return layout(await readCase(place.id, desk()), place);
}

async function again(place: CasePlace, start?: Tab): Promise<void> {
  const open = await readCase(place.id, desk());
  place.put(layout(open, place, start));
}

async function send(open: OpenCase, place: CasePlace, kind: Thread, words: string): Promise<void> {
  const letter = { kind, seq: open.keys.nextSeq, content: { words }, now: new Date() };
  const { id, seq, sealed } = await sealLetter(open.keys, letter);
  await api.send(open.id, { id, kind, seq, sealed });
  say(t(`thread.sent-${kind}`));
  await again(place, kind === "note" ? "notes" : "messages");
}

function nextDuty(open: OpenCase, now: Date): HTMLElement | null {
  const waiting = open.duties.filter(({ state }) => state === "open");
  const next = waiting.toSorted((a, b) => a.due.localeCompare(b.due))[0];
  if (!next) return null;
  const due = new Date(next.due);
  return h(
    "p",
    { class: `due ${pressure(due, now)}` },
    `${term("duty", next.kind)} · `,
    h("time", { datetime: iso(due), title: moment(due) }, countdown(due, now)),
  );
}

function head(open: OpenCase, now: Date): HTMLElement {
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
    ),
    h(
      "p",
      { class: "small" },
      t("case.received"),
      " ",
      h("time", { datetime: iso(received) }, hour(received)),
      open.disclosed ? ` · ${t("case.disclosed", { when: day(open.disclosed) })}` : "",
    ),
    open.logged === null
      ? notice("grave", t("case.not-logged"))
      : h("p", { class: "small" }, t("case.logged", { index: open.logged })),
    nextDuty(open, now),
  );
}

/** The three deeds on a case; acknowledging goes away once done by anyone. */
function deeds(open: OpenCase, place: CasePlace): HTMLElement {
  const problem = h("div", { role: "alert" });
  const acknowledge = async (): Promise<void> => {
    try {
      await api.acknowledge(open.id, newId());
      say(t("case.acknowledged"));
      await again(place);
    } catch (error) {
      problem.replaceChildren(notice("warm", problemWords(error)));
    }
  };
  const back = (): Promise<void> => again(place);
  const pass = (): void => place.put(passPage(open, { back }));
  const out = (): void => place.put(stepOutPage({ id: open.id, ref: open.ref, open, back }));
  return h(
    "section",
    { class: "block deeds", "aria-label": t("case.deeds") },
    open.state === "received"
      ? [
          button({ label: t("case.acknowledge"), kind: "main", act: acknowledge }),
          h("p", { class: "small" }, t("case.acknowledge-what")),
        ]
      : null,
    h(
      "div",
      { class: "pair-of-deeds" },
      button({ label: t("case.pass"), act: pass }),
      button({ label: t("case.out"), act: out }),
    ),
    problem,
  );
}

function safety(open: OpenCase): HTMLElement | null {
  return open.urgent ? notice("warm", h("p", {}, t("case.unsafe"))) : null;
}

function withdrawn(open: OpenCase): HTMLElement | null {
  return open.state === "withdrawn" ? notice("calm", h("p", {}, t("case.withdrawn"))) : null;
}

function layout(open: OpenCase, place: CasePlace, start: Tab = "report"): HTMLElement {
  const now = new Date();
  const write = (kind: Thread, words: string): Promise<void> => send(open, place, kind, words);
  const side = h("div", { class: "side" });
  append(side, deeds(open, place), dutyList(open, now), holderList(open), timeline(open));
  const letters = (kinds: readonly string[]): number =>
    open.letters.filter(({ kind }) => kinds.includes(kind)).length;
  const page = h("div", { class: "page wide" }, head(open, now), safety(open), withdrawn(open));
  append(
    page,
    tabs(start, [
      { name: "report", count: 0, panel: reportPanel(open) },
      { name: "messages", count: letters(["message"]), panel: threadPanel(open, "message", write) },
      { name: "notes", count: letters(["note"]), panel: threadPanel(open, "note", write) },
      { name: "files", count: open.files.length, panel: filesPanel(open) },
      { name: "side", count: 0, panel: side },
    ]),
  );
  onLeave(() => page.replaceChildren());
  return page;
}

/** The case, or what to know before opening it. */
export async function casePage(place: CasePlace): Promise<HTMLElement> {
  return (await openedBefore(place.id)) ? openedPage(place) : beforePage(place);
}
