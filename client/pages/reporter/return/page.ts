/** The report as she finds it: words between them, then what is owed and by whom, then what was. */

import { button, h, listed, moment, t, term } from "../../dom.ts";
import type { CaseView } from "../../../lib/api.ts";
import { allegedPanel } from "./alleged.ts";
import { askedLink } from "./askedWhen.ts";
import { filesPanel } from "./files.ts";
import { decisionsPanel } from "./decisions.ts";
import { evidencePanel } from "./evidence.ts";
import { erasedNotice, messagesPanel, reportPanel } from "./letters.ts";
import type { Navigation } from "./navigation.ts";
import { panel } from "./panel.ts";
import { whoPanel } from "./people.ts";
import { promisesPanel } from "./promises.ts";
import { protectionPanel } from "./protection.ts";
import { receiptsPanel } from "./receipts.ts";
import { remindersPanel } from "./reminders.ts";
import type { InboxSession } from "./inboxSession.ts";
import { sideOf } from "./side.ts";
import { teamPanel } from "./team.ts";
import { named as nameIn } from "./told.ts";
import { keptButton, withdrawalPanel, withdrawButton } from "./withdraw.ts";
import { needsLink, workPanels } from "../work/panels.ts";
import { workedPanel } from "./workedOn.ts";

/** What waits for her first, then what was said. */
function mainPanels(session: InboxSession, go: Navigation): HTMLElement {
  return h(
    "div",
    { class: "stack" },
    withdrawalPanel(session, go),
    workPanels(sideOf(session, go)),
    decisionsPanel(session, go),
    protectionPanel(session, go),
    needsLink(sideOf(session, go)),
    askedLink(sideOf(session, go)),
    allegedPanel(session),
    messagesPanel(session, go.home),
    reportPanel(session),
    filesPanel(session, go),
  );
}

export function page(session: InboxSession, go: Navigation): HTMLElement[] {
  const { state, received } = session.view;
  const head = h(
    "div",
    {},
    h("h1", { tabindex: -1 }, t("return.heading")),
    h("p", { class: "state" }, term("state", state)),
    h("p", { class: "small" }, t("return.received", { when: moment(received) })),
    h("div", { class: "row" }, button(t("return.lock"), go.lock)),
    brokenPromise(session.view),
    erasedNotice(session),
  );
  const side = h(
    "div",
    { class: "stack" },
    promisesPanel(session),
    workedPanel(session),
    teamPanel(session, go),
    whoPanel(session, go),
    evidencePanel(session),
    remindersPanel(session, go.home),
  );
  const past = h(
    "div",
    { class: "stack" },
    timelinePanel(session),
    receiptsPanel(session),
    keptButton(session, go),
    withdrawButton(session, go),
  );
  return [head, h("div", { class: "inbox" }, mainPanels(session, go), side, past)];
}

/** What was not kept is said first, and who can open the report because of it. */
function brokenPromise({ duties, holders }: CaseView): HTMLElement | false {
  const missed = duties.some(({ state }) => state === "missed");
  if (!missed && !duties.some(({ state, done }) => state === "before" && !done)) return false;
  const able = holders
    .filter(({ released, left, lapsed }) => released && !left && !lapsed)
    .map(({ name }) => name);
  const names = listed(able);
  return h(
    "div",
    { class: "notice warm" },
    h("p", {}, t(missed ? "return.missed_text" : "return.before_us")),
    able.length > 0 && h("p", {}, t("return.open_now", { names })),
  );
}

/** An event in words; of a move, what was moved and how, as the log has it; of a key, who got it. */
function what(
  own: ReadonlyMap<string, string> | undefined,
  event: string,
  nameOf: (id: string) => string,
): string {
  const [object, move] = [own?.get("object") ?? "", own?.get("move") ?? ""];
  const given = own?.get("recipients")?.split(",") ?? [];
  if (event === "file_key_given") return t("told.given", { names: listed(given.map(nameOf)) });
  const moved = move && term("move", move, "");
  if (event !== "record_moved" || !moved) return term("event", event);
  return t("told.moved", { what: term("object", object), how: moved });
}

/** A case that is worked has hundreds: those before so many newest ones are shown on request. */
const TIMELINE = 20;

function timelinePanel(session: InboxSession): HTMLElement {
  const { view, history } = session;
  const nameOf = (id: string) => nameIn(session, id).name;
  const older = history?.older ? [h("p", { class: "hint" }, t("return.timeline_older"))] : [];
  const rows = [...view.timeline].reverse().map(({ leaf, event, at, actor, name }) => {
    const who = actor === "reporter" ? t("word.you") : actor === "clock" ? t("return.itself") : name;
    const when = moment(at);
    const line = who === "" ? when : t("return.by", { who, when });
    return h("li", { class: "done" }, h("strong", {}, what(history?.fields.get(leaf), event, nameOf)), line);
  });
  const [first, rest] = [rows.slice(0, TIMELINE), rows.slice(TIMELINE)];
  return panel(
    t("return.timeline"),
    ...older,
    h("ol", { class: "steps" }, ...first),
    rest.length > 0 &&
      h(
        "details",
        { class: "field" },
        h("summary", {}, t("return.timeline_more")),
        h("ol", { class: "steps", start: first.length + 1 }, ...rest),
      ),
  );
}
