/** One case: said before it is opened, then the words on one side and what is owed on the other. */

import { serverTime } from "../../../lib/clock.ts";
import { sealLetter } from "../../../lib/desk.ts";
import { append, button, h, notice } from "../dom.ts";
import { type Content, done } from "../frame.ts";
import { desk, onLeave } from "../session.ts";
import { noteOpened, openedBefore } from "../opened.ts";
import { problemWords } from "../problems.ts";
import { t } from "../words.ts";
import { composer, unsendable, type Written } from "./composing.ts";
import { deeds } from "./deeds.ts";
import { dutyList } from "./duties.ts";
import { evidencePanel } from "./evidence.ts";
import { filesPanel } from "./files.ts";
import { evidenceBanner, head, lapsedBanner, lateOnArrival, safety, withdrawn } from "./head.ts";
import { stepOutPage } from "./handing.ts";
import { api, keysOf, mayDecide, type OpenCase, readCase, reference } from "./model.ts";
import { reportPanel } from "./report.ts";
import { holderList, timeline } from "./side.ts";
import { pickedTab, pickTab, type Tab, type TabPanel, tabs } from "./tabs.ts";
import { type Thread, threadPanel } from "./thread.ts";

export interface CasePlace {
  readonly id: string;
  readonly put: (page: Content) => void;
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
  const out = (): void => put(stepOutPage({ id, ref, open: null, back: () => put(beforePage(place)) }));
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

/** What was done is done, also where the page cannot be shown anew: then it says so. */
function unshown(place: CasePlace, said: string, error: unknown): HTMLElement {
  return h(
    "div",
    { class: "page narrow" },
    h("h1", {}, t("case.title", { ref: reference(place.id) })),
    said === "" ? null : notice("calm", h("p", {}, said)),
    notice("warm", h("p", {}, t("case.unshown", { why: problemWords(error) }))),
    button({ label: t("case.again"), kind: "main", act: () => again(place, "report", "") }),
  );
}

/** Reads the case anew and shows it, with `said` over it. */
async function again(place: CasePlace, start: Tab, said: string): Promise<void> {
  try {
    const open = await readCase(place.id, desk());
    const page = layout(open, place, start);
    done(said);
    place.put(page);
  } catch (error) {
    place.put(unshown(place, said, error));
  }
}

async function send(open: OpenCase, written: Written): Promise<void> {
  const { words, asks, reason, flags, override } = written;
  const common = { seq: keysOf(open).nextSeq, now: serverTime() };
  const letter =
    asks === null
      ? await sealLetter(keysOf(open), { ...common, kind: written.thread, content: { words } })
      : await sealLetter(keysOf(open), { ...common, kind: "request", content: { words, asks, reason } });
  const { generation } = open;
  await api.send(open.id, {
    ...letter,
    generation,
    kind: asks === null ? written.thread : "request",
    ...(asks === null ? {} : { asks }),
    ...(override === null ? {} : { flags, override }),
  });
}

/** What is owed and what happened: a phone has it on a tab of its own. */
function sidePanel(open: OpenCase, place: CasePlace, now: Date, go: (tab: Tab) => void): HTMLElement {
  const shown = (said: string): Promise<void> => again(place, "side", said);
  return h(
    "div",
    { class: "side" },
    dutyList({ open, now, again: shown, go }),
    holderList(open),
    timeline(open),
  );
}

function panels(open: OpenCase, place: CasePlace, now: Date, go: (tab: Tab) => void): readonly TabPanel[] {
  const count = (kinds: readonly string[]): number =>
    open.letters.filter(({ kind }) => kinds.includes(kind)).length;
  const writing = {
    send: (written: Written): Promise<void> => send(open, written),
    again: (thread: Thread, said: string): Promise<void> =>
      again(place, thread === "note" ? "notes" : "messages", said),
  };
  const shown = (said: string): Promise<void> => again(place, "evidence", said);
  const messages = mayDecide(open) ? composer(open, "message", writing) : unsendable(open, "message");
  const notes = open.proven ? composer(open, "note", writing) : unsendable(open, "note");
  const evidence = evidencePanel({ open, put: place.put, again: shown });
  return [
    { name: "report", count: 0, panel: reportPanel(open) },
    { name: "messages", count: count(["message", "request"]), panel: threadPanel(open, "message", messages) },
    { name: "evidence", count: open.evidence.length, panel: evidence },
    { name: "notes", count: count(["note"]), panel: threadPanel(open, "note", notes) },
    { name: "files", count: open.files.length, panel: filesPanel(open) },
    { name: "side", count: 0, panel: sidePanel(open, place, now, go) },
  ];
}

function layout(open: OpenCase, place: CasePlace, start: Tab = "report"): HTMLElement {
  const now = serverTime();
  const page = h("div", { class: "page wide" });
  const go = (tab: Tab): void => pickTab(page, tab);
  append(
    page,
    head(open, now),
    lapsedBanner(open),
    lateOnArrival(open),
    safety(open),
    withdrawn(open),
    evidenceBanner(open, () => go("evidence"), now),
    tabs({
      start,
      panels: panels(open, place, now, go),
      deeds: deeds({ open, put: place.put, again: said => again(place, pickedTab(page), said) }),
    }),
  );
  onLeave(() => page.replaceChildren());
  return page;
}

/** The case, or what to know before opening it. */
export async function casePage(place: CasePlace): Promise<HTMLElement> {
  return (await openedBefore(place.id)) ? openedPage(place) : beforePage(place);
}
