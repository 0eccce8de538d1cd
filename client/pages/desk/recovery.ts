/** The recovery code: shown, printed or saved, and typed back once before it counts. */

import type { Bytes } from "../../lib/bytes.ts";
import { codeListOf } from "../../lib/languages.ts";
import { BadCode, differing, newEntropy, readCode, wordsOf } from "../../lib/returncode.ts";
import { button, field, h, notice } from "./dom.ts";
import { type Content, say } from "./frame.ts";
import { onLeave } from "./session.ts";
import { problemWords } from "./problems.ts";
import { language, list as listed, t, Told } from "./words.ts";

function save(words: readonly string[], name: string): void {
  const text = `${t("recovery.file_title")}\n${name}\n\n${words.join(" ")}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  h("a", { href: url, download: "heard-recovery-code.txt" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function copy(words: readonly string[]): Promise<void> {
  await navigator.clipboard.writeText(words.join(" "));
  say(t("recovery.copied"));
}

function keepButtons(words: readonly string[], name: string): HTMLElement {
  return h(
    "div",
    { class: "row noprint" },
    button({ label: t("word.print"), act: () => print() }),
    button({ label: t("word.copy"), act: () => copy(words) }),
    button({ label: t("recovery.save"), act: () => save(words, name) }),
  );
}

/** What is printed beside the words, so that a sheet in a drawer explains itself. */
function sheetNote(name: string): HTMLElement {
  return h("p", { class: "printonly" }, t("recovery.sheet", { name, site: location.host }));
}

export interface CodePage {
  /** Whose code it is, for the printed sheet. */
  readonly name: string;
  readonly title: string;
  /** Shows a page in place of the one before. */
  readonly put: (page: Content) => void;
}

/** Walks through both pages. Resolves with the entropy once it was typed back right. */
export async function newRecoveryCode(page: CodePage): Promise<Bytes> {
  const list = codeListOf(language());
  const entropy = await newEntropy(list);
  const words = await wordsOf(entropy, list);
  onLeave(() => entropy.fill(0));
  for (;;) {
    await showWords(page, words);
    if (await typeBack(page, entropy, words)) return entropy.slice();
  }
}

function showWords(page: CodePage, words: readonly string[]): Promise<void> {
  return new Promise(next => {
    page.put(
      h(
        "div",
        { class: "page narrow" },
        h("h1", {}, page.title),
        h("p", { class: "lead noprint" }, t("recovery.lead")),
        h("ul", { class: "noprint" }, h("li", {}, t("recovery.why")), h("li", {}, t("recovery.where"))),
        sheetNote(page.name),
        h(
          "ol",
          { class: "code", "aria-label": t("recovery.words"), dir: "ltr" },
          ...words.map(word => h("li", { lang: codeListOf(language()) }, word)),
        ),
        keepButtons(words, page.name),
        button({ label: t("recovery.next"), kind: "main", act: () => next() }),
      ),
    );
  });
}

function typeBack(page: CodePage, entropy: Bytes, words: readonly string[]): Promise<boolean> {
  return new Promise(done => {
    const asked = codeForm({
      label: t("recovery.type"),
      send: t("recovery.confirm"),
      read: async typed => {
        const wrong = await differing(typed, words);
        if (wrong.length === 0) return entropy;
        throw new Told(t("recovery.mismatch", { numbers: listed(wrong.map(String)) }));
      },
      take: async () => done(true),
    });
    page.put(
      h(
        "div",
        { class: "page narrow" },
        h("h1", {}, t("recovery.back_title")),
        h("p", {}, t("recovery.back_lead")),
        asked,
        button({ label: t("confirm.show"), kind: "link", act: () => done(false) }),
      ),
    );
  });
}

export interface CodeForm {
  readonly label: string;
  readonly send: string;
  readonly hint?: string;
  /** Of the box, where another one may be on the page. */
  readonly id?: string;
  /** What becomes of the typed words before `take`; `readCode` where nothing is said. */
  readonly read?: (typed: string) => Promise<Bytes>;
  /** What it throws is shown under the box. */
  readonly take: (entropy: Bytes) => Promise<void>;
}

/** A box for twelve words. */
export function codeForm(form: CodeForm): HTMLElement {
  const box = h("textarea", {
    rows: 3,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    required: true,
    dir: "auto",
  });
  const problem = h("div", { role: "alert" });
  const act = async (): Promise<void> => {
    problem.replaceChildren();
    try {
      await form.take(await (form.read ?? readCode)(box.value));
      box.value = "";
    } catch (error) {
      problem.append(notice("warm", codeWords(error)));
      box.focus();
    }
  };
  return h(
    "form",
    { on: { submit: (event: Event) => event.preventDefault() } },
    field({ id: form.id ?? "code-words", label: form.label, hint: form.hint ?? t("recovery.hint") }, box),
    problem,
    button({ label: form.send, kind: "main", act }),
  );
}

function codeWords(error: unknown): string {
  if (!(error instanceof BadCode)) return problemWords(error);
  const words = error.wrong.map(({ word, number }) => t("code_fault.word_at", { word, number }));
  return t(`code_fault.${error.fault}`, { count: error.count, words: listed(words) });
}
