/** After the report has been sent: the twelve words, typed back once; receipt; files. */

import { equal } from "../../../lib/bytes.ts";
import { BadReceipt, verifyReceipt } from "../../../lib/receipt.ts";
import { readCode } from "../../../lib/returncode.ts";
import { codeLanguage, showCode } from "../../codeview.ts";
import { all, byId, download, h, onClick, show, t } from "../../dom.ts";
import { dutyItem } from "../../owed.ts";
import { policyOf, whyBad } from "../../receipts.ts";
import type { Trusted } from "../../site.ts";
import { Inbox, Uploads } from "../../uploads.ts";
import type { Picked } from "./picked.ts";
import type { Sent } from "./send.ts";

const ASKED = 3;

function turn(name: string): void {
  for (const section of all("[data-step]")) show(section, section.dataset["step"] === name);
  scrollTo(0, 0);
  all<HTMLElement>(`[data-step="${name}"] h1`)[0]?.focus({ preventScroll: true });
}

/** Files start at once: they need no more from her, and may take long. */
export async function afterwards(sent: Sent, trusted: Trusted, picked: Picked): Promise<void> {
  showCode(sent.words);
  onClick("code-next", () => turn("confirm"));
  onClick("confirm-back", () => turn("code"));
  armConfirm(sent.words);
  armReceipt(sent, trusted);
  showDuties(sent);
  turn("code");
  if (picked.list().length > 0) startUploads(sent, picked);
}

function startUploads(sent: Sent, picked: Picked): void {
  show(byId("uploads"));
  const uploads = new Uploads(byId("uploads-list"), byId("uploads-says"), new Inbox(sent.keys));
  for (const file of picked.list()) void uploads.add(file, picked.strips());
}

/** Either all twelve, typed or pasted, or three of them: keeping them matters, not the typing. */
function armConfirm(words: readonly string[]): void {
  const three = new Three(words);
  const form = byId<HTMLFormElement>("confirm-form");
  onClick("confirm-easier", () => three.show());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void (three.shown ? Promise.resolve(three.right()) : right(words)).then((held) => {
      show(byId("confirm-error"), !held);
      byId("confirm").ariaInvalid = held ? null : "true";
      if (!held) return;
      turn("done");
      // She holds the words: a page that is kept for "back" need not show them to the next one.
      addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    });
  });
}

async function right(words: readonly string[]): Promise<boolean> {
  try {
    const typed = await readCode(byId<HTMLTextAreaElement>("confirm").value);
    return equal(typed, await readCode(words.join(" ")));
  } catch {
    return false;
  }
}

class Three {
  shown = false;
  private readonly words: readonly string[];
  private readonly places: readonly number[];

  constructor(words: readonly string[]) {
    this.words = words;
    const random = crypto.getRandomValues(new Uint32Array(words.length));
    this.places = [...words.keys()]
      .sort((a, b) => (random[a] ?? 0) - (random[b] ?? 0))
      .slice(0, ASKED)
      .sort((a, b) => a - b);
  }

  show(): void {
    if (this.shown) return;
    this.shown = true;
    const place = byId("confirm-three");
    place.replaceChildren(
      ...this.places.map((at) => {
        const input = h("input", { id: `word-${at}`, class: "narrow", autocapitalize: "none", spellcheck: "false", translate: "no" });
        const label = h("label", { for: input.id }, t("report.word_number", { number: at + 1 }));
        return h("div", { class: "field" }, label, input);
      }),
    );
    show(byId("confirm-all"), false);
    show(byId("confirm-easier"), false);
    show(place);
    place.querySelector("input")?.focus();
  }

  /** The first four letters tell an English word. */
  right(): boolean {
    const letters = codeLanguage() === "en" ? 4 : 1;
    const plain = (word: string) => word.normalize("NFKC").trim().toLowerCase();
    return this.places.every((at) => {
      const word = plain(this.words[at] ?? "");
      const typed = plain(byId<HTMLInputElement>(`word-${at}`).value);
      return typed.length >= Math.min(letters, word.length) && word.startsWith(typed);
    });
  }
}

function armReceipt(sent: Sent, { site }: Trusted): void {
  const says = byId("receipt-says");
  onClick("receipt-save", () => {
    download(`${t("receipt.name")}.tlog-proof`, sent.accepted.receipt);
  });
  onClick("receipt-check", async () => {
    try {
      await verifyReceipt(sent.accepted.receipt, policyOf(site));
      says.textContent = t("receipt.good");
    } catch (error) {
      if (!(error instanceof BadReceipt)) throw error;
      says.textContent = t("receipt.bad", { reason: whyBad(error) });
    }
  });
}

function showDuties(sent: Sent): void {
  const rows = sent.accepted.duties.map((duty) => dutyItem(duty));
  byId("duties").replaceChildren(...rows);
}
