/** What she sent and what was answered, each with what its signature is worth. */

import { type Erasure, erasureOf, isReportGone } from "../../../lib/erased.ts";
import { isOtherwiseLogged, whoSawMore } from "../../../lib/history.ts";
import type { OpenedLetter, ReportContent, RequestContent, WordsContent } from "../../../lib/letter.ts";
import type { LetterOrFailure } from "../../../lib/report.ts";
import { isOlder } from "../../../lib/letterAuthors.ts";
import { button, h, listed, moment, paragraphs, show, t, term } from "../../dom.ts";
import { explain } from "../../errors.ts";
import { panel } from "./panel.ts";
import { summaryOf } from "./summary.ts";
import type { InboxSession } from "./inboxSession.ts";

export function author(session: InboxSession, id: string): string {
  if (id === "reporter") return t("word.you");
  const holder = session.view.holders.find(one => one.id === id);
  return holder ? `${holder.name}, ${holder.role}` : id;
}

function doubt(letter: OpenedLetter): HTMLElement | null {
  if (letter.doubts.length === 0) return null;
  const other = letter.doubts.includes("reader");
  return h("p", { class: "flag" }, t(other ? "return.not_reader" : "thread.unverified"));
}

function wordsOf(letter: OpenedLetter): HTMLElement[] {
  return paragraphs((letter.body.content as WordsContent).words);
}

/** What proves or shows something is ours to find: she is told that before she reads what for. */
const OUR_TASK = ["proof", "witness", "recording", "document"];

function isSaid(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** Before the words of a request: what is asked, that she need not, and the reason they gave. */
function asked({ body }: OpenedLetter): HTMLElement[] {
  if (body.kind !== "request") return [];
  // Its writer sealed what they would: what is missing must not keep her from all the rest.
  const { asks = "", reason = "" } = body.content as Partial<Record<keyof RequestContent, unknown>>;
  const why = isSaid(reason) && h("p", {}, t("ask.reason"), " ", h("bdi", {}, reason));
  return [
    h(
      "div",
      { class: "notice" },
      h("p", {}, h("strong", {}, term("ask", String(asks), t("ask.any")))),
      h("p", {}, t(OUR_TASK.includes(String(asks)) ? "ask.free_proof" : "ask.free")),
      why,
    ),
  ];
}

function message(
  session: InboxSession,
  entry: LetterOrFailure,
  kind: string,
  by: string,
  at: string,
): HTMLElement {
  const mine = by === "reporter";
  const who = h(
    "span",
    { class: "who" },
    h("b", {}, h("bdi", {}, author(session, by))),
    ` · ${moment(at)}`,
    kind === "addition" && ` · ${t("return.addition")}`,
  );
  const words = entry.ok
    ? [doubt(entry.letter), ...asked(entry.letter), ...wordsOf(entry.letter)]
    : [unread(erasureOf(entry))];
  return h("li", { class: mine && "mine" }, who, ...words);
}

/** In the place of words that are not there: they were erased, or do not open. */
function unread(by: Erasure | undefined): HTMLElement {
  if (!by) return h("p", { class: "flag" }, t("return.unreadable"));
  return h("p", { class: "hint" }, t("erased.letter", { when: moment(by.at), ground: by.ground }));
}

/** What cannot be believed of the whole thread: said before any of it is read. */
function doubted(session: InboxSession): string {
  const { heard, history } = session;
  const { generation } = session.view;
  if (history === null) return t("return.hidden");
  const signed = heard.readers.bases.has(generation);
  if (signed && isOtherwiseLogged(history, heard.readers, generation)) return t("return.otherwise");
  const more = whoSawMore(history, heard.letters);
  if (more.length > 0) return t("return.unseen", { names: listed(more.map(id => author(session, id))) });
  return generation > 0 && !signed && !isReportGone(session.erasures) ? t("return.not_proven") : "";
}

function standing(session: InboxSession): HTMLElement | null {
  const doubt = doubted(session);
  if (doubt) return h("div", { class: "notice warm" }, h("p", {}, doubt));
  return isOlder(session.heard.letters) ? h("p", { class: "hint" }, t("return.older")) : null;
}

export function messagesPanel(session: InboxSession, home: () => void): HTMLElement {
  const rows = session.view.letters.flatMap(({ id, kind, author: by, at }) => {
    const entry = session.letters.find(letter => letter.id === id);
    if (!entry || !["message", "addition", "request"].includes(kind)) return [];
    return [message(session, entry, kind, by, at)];
  });
  const thread = rows.length
    ? h("ol", { class: "msgs" }, ...rows)
    : h("p", { class: "hint" }, t("return.no_messages"));
  const first = [standing(session)].filter(each => each !== null);
  // Nothing is sealed to a case of which nobody can say any more who reads it.
  const write = !isReportGone(session.erasures) && writeForm(session, home);
  return panel(t("part.messages"), ...first, thread, write);
}

function kindChoice(value: "message" | "addition", label: string, checked: boolean): HTMLElement {
  const input = h("input", { type: "radio", name: "kind", id: `kind-${value}`, value, checked });
  return h("div", { class: "choice" }, input, h("label", { for: input.id }, label));
}

/** A failed send leaves her words where they are. */
function writeForm(session: InboxSession, home: () => void): HTMLElement {
  const words = h("textarea", { id: "write", rows: 4, dir: "auto", "aria-describedby": "write-hint" });
  const says = h("p", { role: "status", class: "small" });
  const addition = kindChoice("addition", t("return.as_addition"), false);
  const send = async () => {
    if (words.value.trim() === "") {
      says.textContent = t("return.empty");
      return words.focus();
    }
    const adds = addition.querySelector("input")?.checked ?? false;
    try {
      await session.write(adds ? "addition" : "message", words.value.trim());
      home();
      const status = document.getElementById("write-says");
      if (status) status.textContent = t("return.sent");
    } catch (error) {
      says.textContent = `${explain(error)} ${t("send.kept")}`;
    }
  };
  says.id = "write-says";
  return h(
    "div",
    {},
    h("label", { for: words.id }, t("thread.write")),
    h("p", { class: "hint", id: "write-hint" }, t("return.write_hint")),
    words,
    h(
      "fieldset",
      {},
      h("legend", { class: "visually-hidden" }, t("return.kind")),
      kindChoice("message", t("return.as_message"), true),
      addition,
    ),
    button(t("thread.send"), send, ""),
    says,
  );
}

/** Each class that is gone, when and by which rule; nothing where all is there. */
export function erasedNotice({ erasures }: InboxSession): HTMLElement | false {
  if (erasures.length === 0) return false;
  const rows = erasures.map(({ what, at, ground }) =>
    h("li", {}, t("erased.part", { what: term("retained", what), when: moment(at), ground })),
  );
  const readers = isReportGone(erasures) && h("p", {}, t("erased.readers"));
  return h("div", { class: "notice" }, h("ul", {}, ...rows), readers);
}

export function reportPanel(session: InboxSession): HTMLElement {
  const [report] = session.opened("report");
  if (!report) {
    const listed = session.view.letters.findIndex(({ kind }) => kind === "report");
    return panel(t("return.report"), unread(erasureOf(session.letters[listed])));
  }
  const body = h("div", { hidden: true }, summaryOf(report.body.content as ReportContent));
  const toggle = button(t("return.show"), () => {
    show(body, body.hidden !== false);
    toggle.ariaExpanded = String(!body.hidden);
  });
  toggle.ariaExpanded = "false";
  return panel(t("return.report"), ...[doubt(report)].filter(each => each !== null), toggle, body);
}
