/** Promised times for her own calendar. What it is called is hers to choose. */

import { serverTime } from "../../../lib/clock.ts";
import { calendarFile } from "../../../lib/ics.ts";
import { button, download, h, t } from "../../dom.ts";
import type { InboxSession } from "./inboxSession.ts";

async function save(session: InboxSession, title: string): Promise<void> {
  const open = session.view.duties.filter(({ state }) => state === "open");
  const reminders = open.map(({ id, due }) => ({ id, at: new Date(due) }));
  const text = await calendarFile(reminders, title || t("calendar.word"), serverTime());
  download(`${t("calendar.file")}.ics`, text, "text/calendar");
}

export function calendarForm(session: InboxSession): HTMLElement {
  const word = h("input", {
    id: "calendar-word",
    class: "narrow",
    dir: "auto",
    maxlength: 100,
    value: t("calendar.word"),
    "aria-describedby": "calendar-hint",
  });
  return h(
    "div",
    { class: "field" },
    h("p", { class: "hint", id: "calendar-hint" }, t("calendar.text")),
    h("label", { for: word.id }, t("calendar.title")),
    word,
    h(
      "p",
      {},
      button(t("word.download"), () => save(session, word.value.trim())),
    ),
  );
}
