/** Writing to the reporter and writing notes; words outlive whatever goes wrong. */

import { ApiError } from "../../../lib/api.ts";
import type { Asks } from "../../../lib/letter.ts";
import { check, type Flag, flagsOf, type Override } from "../../../lib/wordcheck.ts";
import { button, type Child, field, h, notice, replace } from "../dom.ts";
import { dropForms, keepForm, keptForm } from "../drafts.ts";
import { problemWords } from "../problems.ts";
import { list, t } from "../words.ts";
import { type Asking, askingPart } from "./asking.ts";
import type { OpenCase } from "./model.ts";
import type { Thread } from "./thread.ts";
import { type Found, warn } from "./warned.ts";

const MAX_WORDS = 200_000; // characters; well under the largest bucket of a letter

/** What is to be sealed and sent. */
export interface Written {
  readonly thread: Thread;
  readonly words: string;
  /** Null: a message or a note. */
  readonly asks: Asks | null;
  readonly reason: string;
  /** What its author was warned of and sends all the same, and why. */
  readonly flags: readonly Flag[];
  readonly override: Override | null;
}

export interface Desk {
  /** Seals and sends; the page is shown anew by `again`. */
  readonly send: (written: Written) => Promise<void>;
  /** Shows the case anew; `said` is spoken. */
  readonly again: (thread: Thread, said: string) => Promise<void>;
}

/** Names of those who can read it now, besides whoever writes. */
function readers(open: OpenCase): string {
  const others = open.holders.filter(({ id, released, left }) => id !== open.me && released && !left);
  const names = others.map(({ name }) => name);
  return names.length === 0 ? t("thread.only_you") : list(names);
}

/** One composer and what stands in it. */
class Composer {
  readonly #open: OpenCase;
  readonly #thread: Thread;
  readonly #desk: Desk;
  readonly #draft: string;
  readonly #box = h("textarea", { rows: 4, maxlength: MAX_WORDS, dir: "auto" });
  readonly #problem = h("div", { role: "alert" });
  readonly #warning = h("div", {});
  readonly #asking: Asking | null;

  constructor(open: OpenCase, thread: Thread, desk: Desk) {
    this.#open = open;
    this.#thread = thread;
    this.#desk = desk;
    this.#draft = `${open.id}/${thread}`;
    this.#asking = thread === "message" ? askingPart() : null;
    // What was warned of may be gone: it is looked at again when it is sent.
    for (const box of [this.#box, this.#asking?.box]) {
      box?.addEventListener("input", () => replace(this.#warning));
    }
  }

  element(): HTMLElement {
    const thread = this.#thread;
    const hint = t(thread === "note" ? "thread.note_readers" : "thread.message_readers", {
      names: readers(this.#open),
    });
    const act = (): Promise<void> => this.#submit();
    const form = h(
      "form",
      { class: `composer ${thread}`, on: { submit: (event: Event) => event.preventDefault() } },
      this.#asking?.element,
      field({ id: `write-${thread}`, label: t(`thread.write_${thread}`), hint }, this.#box),
      thread === "message" ? h("p", { class: "hint" }, t("thread.no_proof")) : null,
      this.#warning,
      this.#problem,
      button({ label: t(`thread.send_${thread}`), kind: "main", act }),
    );
    keepForm(this.#draft, form);
    return form;
  }

  #complain(...words: readonly Child[]): void {
    replace(this.#problem, notice("warm", ...words));
  }

  async #submit(): Promise<void> {
    replace(this.#problem);
    replace(this.#warning);
    if (this.#box.value.trim() === "") {
      this.#complain(t("thread.empty"));
      this.#box.focus();
      return;
    }
    const missing = this.#asking?.missing() ?? null;
    if (missing) {
      this.#complain(missing);
      return;
    }
    const found = this.#found();
    if (found.length === 0) await this.#send([], null);
    else this.#warn(found);
  }

  /** In all that the reporter will read. */
  #found(): Found[] {
    if (!this.#asking) return [];
    const boxes = this.#asking.reason() === "" ? [this.#box] : [this.#asking.box, this.#box];
    return boxes.flatMap(box => check(box.value).map(finding => ({ ...finding, box })));
  }

  #warn(found: readonly Found[]): void {
    const flags = flagsOf(found);
    const send = (override: Override): Promise<void> => this.#send(flags, override);
    warn(this.#warning, { found, send });
  }

  async #send(flags: readonly Flag[], override: Override | null): Promise<void> {
    const [thread, words] = [this.#thread, this.#box.value];
    const [asks, reason] = [this.#asking?.asks() ?? null, this.#asking?.reason() ?? ""];
    try {
      await this.#desk.send({ thread, words, asks, reason, flags, override });
    } catch (error) {
      this.#unsent(error);
      return;
    }
    dropForms(this.#draft);
    await this.#desk.again(thread, t(asks ? "thread.sent_request" : `thread.sent_${thread}`));
  }

  /** The words stay. Where the page is what is old, a new one takes them over. */
  #unsent(error: unknown): void {
    const why = t("thread.unsent", { why: problemWords(error) });
    const stale = error instanceof ApiError && error.status === 409;
    const renew = (): Promise<void> => this.#desk.again(this.#thread, t("thread.renewed"));
    this.#complain(h("p", {}, why), stale ? button({ label: t("thread.renew"), act: renew }) : null);
  }
}

/** In the place of a composer: why nothing can be written, and what was written before that. */
export function unsendable(open: OpenCase, thread: Thread): HTMLElement {
  const words = keptForm(`${open.id}/${thread}`)?.[`write-${thread}`] ?? "";
  const box = h("textarea", { rows: 4, readonly: true, dir: "auto" });
  box.value = words;
  return h(
    "div",
    { class: "composer" },
    notice("calm", h("p", {}, t("thread.only_read"))),
    words === "" ? null : field({ id: `unsent-${thread}`, label: t("draft.unsendable") }, box),
  );
}

export function composer(open: OpenCase, thread: Thread, desk: Desk): HTMLElement {
  return new Composer(open, thread, desk).element();
}
