/** The two threads: what the reporter and the handlers write to each other, and the notes. */

import { demandsProof } from "../../../lib/wordcheck.ts";
import { bdi, type Child, h, paragraphs } from "../dom.ts";
import { hour, iso, moment } from "../times.ts";
import { list, t, term } from "../words.ts";
import type { OpenCase, ShownLetter } from "./model.ts";
import { faultBox, languageOfLetter } from "./report.ts";

export type Thread = "message" | "note";

function who(open: OpenCase, letter: ShownLetter): Child {
  const said = (words: string): HTMLElement => h("b", {}, words);
  if (letter.author === "reporter") return said(t("actor.reporter"));
  if (letter.author === open.me) return said(t("word.you"));
  const holder = open.holders.find(({ id }) => id === letter.author);
  return holder ? [h("b", {}, bdi(holder.name)), " · ", bdi(holder.role)] : said(t("thread.unknown"));
}

/** What a request asks for, and what the reporter is told beside it. */
function requestLine({ asks, content }: ShownLetter): Child {
  if (asks === "") return null;
  const reason = content?.["reason"];
  const proof = demandsProof(asks);
  return [
    h("p", { class: proof ? "flag" : "badge" }, t("thread.asks", { what: term("asks", asks) })),
    proof ? h("p", { class: "small" }, t("thread.asks_proof")) : null,
    proof && typeof reason === "string" && reason !== ""
      ? h("p", { class: "small" }, t("thread.asks_reason", { reason }))
      : null,
  ];
}

function flagLine({ flags }: ShownLetter): Child {
  if (flags.length === 0) return null;
  const names = list(flags.map(code => term("flag", code)));
  return h("p", { class: "small flagged" }, t("thread.flagged", { names }));
}

function words(open: OpenCase, letter: ShownLetter): Child {
  if (letter.before) return h("p", { class: "soft" }, t("thread.before"));
  const said = letter.content?.["words"];
  return typeof said === "string" ? paragraphs(said, languageOfLetter(open, letter)) : null;
}

function item(open: OpenCase, letter: ShownLetter): HTMLElement {
  const reporter = letter.author === "reporter";
  return h(
    "li",
    { class: letter.author === open.me ? "mine" : "" },
    h(
      "p",
      { class: "who" },
      who(open, letter),
      " · ",
      h("time", { datetime: iso(letter.at) }, reporter ? hour(letter.at) : moment(letter.at)),
    ),
    faultBox(letter),
    requestLine(letter),
    words(open, letter),
    flagLine(letter),
  );
}

const KINDS: Readonly<Record<Thread, readonly string[]>> = {
  note: ["note"],
  message: ["message", "request", "addition"],
};

/** One thread above what it is answered with. */
export function threadPanel(open: OpenCase, thread: Thread, answer: HTMLElement): HTMLElement {
  const letters = open.letters.filter(({ kind }) => KINDS[thread].includes(kind));
  return h(
    "div",
    { class: `thread ${thread}` },
    h("h2", {}, t(`thread.${thread}s`)),
    h("p", { class: "hint" }, t(`thread.${thread}s_hint`)),
    letters.length === 0
      ? h("p", { class: "empty-line" }, t(`thread.no_${thread}s`))
      : h("ol", { class: "msgs" }, ...letters.map(letter => item(open, letter))),
    answer,
  );
}
