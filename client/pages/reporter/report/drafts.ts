/**
 * A draft, only when she asks: sealed under twelve words that are shown at that moment. It is the
 * one thing that these pages ever store. The same words become the return code of the report.
 */

import type { Bytes } from "../../../lib/bytes.ts";
import { byId, button, h, onClick, show, t } from "../../dom.ts";
import { explain } from "../../errors.ts";
import type { Answers, Form } from "./answers.ts";
import { draftKept, PLACE } from "./draftKept.ts";

async function tools() {
  const [drafting, { publicApi }] = await Promise.all([
    import("./drafting.ts"),
    import("../../../lib/trusting.ts"),
  ]);
  const { site } = await publicApi().site();
  return { ...drafting, site };
}

export class Drafts {
  /** The bytes behind the words of a draft that was saved or opened here. */
  entropy: Bytes | null = null;
  /** The answers as they were last kept here, as text. */
  private saved = "";
  private readonly form: Form;
  private readonly opened: () => void;

  constructor(form: Form, opened: () => void) {
    this.form = form;
    this.opened = opened;
    onClick("draft-save", () => this.save());
    const open = byId("draft-open");
    show(open, draftKept());
    open.querySelector("button")?.addEventListener("click", () => this.ask(open));
  }

  /** Whether these answers hold something that no draft has: her words, or what came after a draft. */
  lacks(answers: Answers): boolean {
    return answers.report.words !== "" && JSON.stringify(answers) !== this.saved;
  }

  /** "Saved" is true of what was there then; what she writes now is not in it. */
  changed(): void {
    const stale = byId("draft-stale");
    show(stale, this.saved !== "" && this.lacks(this.form.read()));
  }

  /** After the report was sent, or when she says so. */
  discard(): void {
    if (draftKept()) localStorage.removeItem(PLACE);
  }

  private async save(): Promise<void> {
    const says = byId("draft-says");
    try {
      const { keepDraft, deriveKeys, newEntropy, wordsOf, codeGrid, codeLanguage, site } = await tools();
      const entropy = this.entropy ?? (await newEntropy(codeLanguage()));
      const answers = this.form.read();
      await keepDraft(localStorage, answers, await deriveKeys(entropy, site));
      this.entropy = entropy;
      this.saved = JSON.stringify(answers);
      this.changed();
      const words = await wordsOf(entropy, codeLanguage());
      says.replaceChildren(h("p", {}, t("draft.saved")), codeGrid(words));
    } catch (error) {
      const stopped = error instanceof DOMException ? t("draft.failed") : explain(error);
      says.replaceChildren(h("p", { class: "flag" }, stopped));
    }
  }

  /** Asks for the words, where the button stood. */
  private ask(place: HTMLElement): void {
    const words = h("textarea", {
      id: "draft-code",
      rows: 3,
      translate: "no",
      spellcheck: "false",
      autocapitalize: "none",
    });
    const says = h("p", { role: "status" });
    const unlock = button(t("draft.unlock"), () => this.unlock(words.value, says));
    const forget = button(
      t("draft.delete"),
      () => {
        this.discard();
        place.replaceChildren(t("draft.gone"));
      },
      "link",
    );
    place.replaceChildren(
      h("label", { for: words.id }, t("draft.code")),
      words,
      says,
      h("div", { class: "row" }, unlock, forget),
    );
    words.focus();
  }

  private async unlock(typed: string, says: HTMLElement): Promise<void> {
    try {
      const { readDraft, deriveKeys, readCode, site } = await tools();
      const entropy = await readCode(typed);
      this.form.fill((await readDraft(localStorage, await deriveKeys(entropy, site))) as Answers);
      this.entropy = entropy;
      this.saved = JSON.stringify(this.form.read());
      this.opened();
    } catch (error) {
      const wrong = error instanceof Error && error.name === "AgeError";
      says.replaceChildren(h("span", { class: "flag" }, wrong ? t("draft.wrong") : explain(error)));
    }
  }
}
