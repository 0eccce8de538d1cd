/** The two threads: what the reporter and the handlers write to each other, and the notes. */

import { button, field, h, notice, paragraphs } from "../dom.ts";
import { dropDraft, keepDraft } from "../session.ts";
import { hour, iso, moment } from "../times.ts";
import { list, t } from "../words.ts";
import type { OpenCase, ShownLetter } from "./model.ts";
import { faultBox } from "./report.ts";

const MAX_WORDS = 200_000; // characters; well under the largest bucket of a letter

export type Thread = "message" | "note";
export type Send = (kind: Thread, words: string) => Promise<void>;

function who(open: OpenCase, letter: ShownLetter): string {
  if (letter.author === "reporter") return t("thread.reporter");
  if (letter.author === open.me) return t("thread.you");
  const holder = open.holders.find(({ id }) => id === letter.author);
  return holder ? `${holder.name}, ${holder.role}` : t("thread.unknown");
}

function item(open: OpenCase, letter: ShownLetter): HTMLElement {
  const reporter = letter.author === "reporter";
  const words = letter.content?.["words"];
  return h(
    "li",
    { class: letter.author === open.me ? "mine" : "" },
    h(
      "p",
      { class: "who" },
      h("b", {}, who(open, letter)),
      " · ",
      h("time", { datetime: iso(letter.at) }, reporter ? hour(letter.at) : moment(letter.at)),
    ),
    faultBox(letter),
    typeof words === "string" ? paragraphs(words) : null,
  );
}

/** Names of those who can read it now, besides whoever writes. */
function readers(open: OpenCase): string {
  const others = open.holders.filter(({ id, released, left }) => id !== open.me && released && !left);
  const names = others.map(({ name }) => name);
  return names.length === 0 ? t("thread.only-you") : list(names);
}

function composer(open: OpenCase, thread: Thread, send: Send): HTMLElement {
  const box = h("textarea", { rows: 4, maxlength: MAX_WORDS, dir: "auto" });
  const problem = h("div", { role: "alert" });
  const name = `${open.id}/${thread}`;
  keepDraft(name, box);
  const act = async (): Promise<void> => {
    problem.replaceChildren();
    if (box.value.trim() === "") {
      problem.append(notice("warm", t("thread.empty")));
      box.focus();
      return;
    }
    try {
      await send(thread, box.value);
      dropDraft(name);
    } catch (error) {
      problem.append(notice("warm", t("thread.unsent", { why: (error as Error).message })));
    }
  };
  const hint = t(thread === "note" ? "thread.note-readers" : "thread.message-readers", {
    names: readers(open),
  });
  return h(
    "form",
    { class: `composer ${thread}`, on: { submit: (event: Event) => event.preventDefault() } },
    field({ id: `write-${thread}`, label: t(`thread.write-${thread}`), hint }, box),
    thread === "message" ? h("p", { class: "hint" }, t("thread.no-proof")) : null,
    problem,
    button({ label: t(`thread.send-${thread}`), kind: "main", act }),
  );
}

/** One thread with its composer; `read` false: this handler has stepped out or it is closed. */
export function threadPanel(open: OpenCase, thread: Thread, send: Send): HTMLElement {
  const kinds = thread === "note" ? ["note"] : ["message", "addition"];
  const letters = open.letters.filter(({ kind }) => kinds.includes(kind));
  return h(
    "div",
    { class: `thread ${thread}` },
    h("h2", {}, t(`thread.${thread}s`)),
    h("p", { class: "hint" }, t(`thread.${thread}s-hint`)),
    letters.length === 0
      ? h("p", { class: "empty-line" }, t(`thread.no-${thread}s`))
      : h("ol", { class: "msgs" }, ...letters.map((letter) => item(open, letter))),
    composer(open, thread, send),
  );
}
