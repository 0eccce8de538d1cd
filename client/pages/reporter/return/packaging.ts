/** A package to take with her: one sealed file that others open and check without Heard. */

import { inboxPost, publicApi } from "../../../lib/api.ts";
import { start, type Started } from "../../../lib/agefile.ts";
import { hex, newId, random } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { type BadItem, checkAll, type Exhibit, sizeOf } from "../../../lib/package/items.ts";
import { make } from "../../../lib/package/making.ts";
import { newPassphrase, startWithPassphrase } from "../../../lib/package/passphrase.ts";
import { type BadRecipient, readRecipient } from "../../../lib/package/recipient.ts";
import {
  inParts,
  NAME,
  picker,
  pour,
  type Sink,
  storage,
  type Stored,
  sweep,
} from "../../../lib/package/ways.ts";
import { button, download, h, percent, size, t } from "../../dom.ts";
import { explain } from "../../errors.ts";
import type { InboxSession } from "./inboxSession.ts";
import type { Navigation } from "./navigation.ts";
import { exhibitsOf, itemsOf } from "./packageContents.ts";

const PERCENT = 500;

/** Says how far it is, and not more often than anybody reads. */
function telling(says: HTMLElement, key: string, total: number): (done: number) => void {
  let last = -PERCENT;
  return done => {
    if (performance.now() - last < PERCENT && done < total) return;
    last = performance.now();
    says.textContent = t(key, { percent: percent(Math.min(done, total), Math.max(1, total)) });
  };
}

function why(error: unknown): string {
  const { name } = error as Error;
  if (name === "BadItem") return t("package.bad_file", { name: (error as BadItem).file });
  if (name === "QuotaExceededError") return t("package.full");
  return `${explain(error)} ${t("package.nothing")}`;
}

class Packing {
  /** What is on her page has the package, where one was made. */
  refreshed: Promise<void> = Promise.resolve();
  readonly #session: InboxSession;
  readonly #exhibits: readonly Exhibit[];
  readonly #place: HTMLElement;
  readonly #says: HTMLElement;

  constructor(session: InboxSession, exhibits: readonly Exhibit[], place: HTMLElement, says: HTMLElement) {
    this.#session = session;
    this.#exhibits = exhibits;
    this.#place = place;
    this.#says = says;
  }

  /** The first way that this browser has. Raises AbortError where she picked no file after all. */
  async #sink(): Promise<Sink> {
    const pick = picker();
    if (pick) return pick();
    await sweep();
    const stored = await storage();
    if (stored) return stored;
    await checkAll(this.#exhibits, telling(this.#says, "package.checking", sizeOf(this.#exhibits)));
    return inParts((part, number, last) => this.#takePart(part, number, last));
  }

  #takePart(part: Blob, number: number, last: boolean): Promise<void> {
    const name = last && number === 1 ? NAME : `${NAME}.part${String(number).padStart(3, "0")}`;
    return new Promise(resolve => {
      // An address keeps its part in memory, and the next one is as large.
      const saved: string[] = [];
      const next = button(t("package.part_next"), () => {
        for (const url of saved) URL.revokeObjectURL(url);
        this.#place.replaceChildren();
        resolve();
      });
      const save = button(
        t("package.part", { number }),
        () => void saved.push(download(name, part, part.type)),
        "",
      );
      const join =
        last && number > 1 && h("p", { class: "small mono", dir: "ltr" }, `cat ${NAME}.part* > ${NAME}`);
      this.#place.replaceChildren(h("div", { class: "row" }, save, next), join || "");
      save.focus();
    });
  }

  async make(started: () => Promise<Started>): Promise<void> {
    const sink = await this.#sink();
    const { organisation } = this.#session.trusted?.site ?? (await publicApi().site());
    const about = {
      organisation,
      case: this.#session.view.case,
      day: serverTime().toISOString().slice(0, 10),
      maker: "reporter",
      ground: "own",
      salt: hex(random(32)),
    };
    const made = make({
      items: itemsOf(this.#session, this.#exhibits, about),
      about,
      started: await started(),
      progress: telling(this.#says, "package.making", sizeOf(this.#exhibits)),
    });
    const note = inboxPost(this.#session.source.keys.login);
    const noted = () => note("packages", { id: newId(), digest: made.digest() });
    this.#done(await pour(made.sealed, sink, noted));
    // Her list has it then; where it cannot be had now, the next visit shows it.
    this.refreshed = this.#session.refresh().catch(() => undefined);
  }

  #done(stored: Stored | null): void {
    this.#says.textContent = t(stored ? "package.ready" : "package.saved");
    if (!stored) return;
    const url = URL.createObjectURL(stored.blob);
    const gone = () => {
      URL.revokeObjectURL(url);
      void stored.remove();
    };
    addEventListener("pagehide", gone, { once: true });
    const save = h("a", { class: "button", href: url, download: NAME }, t("package.save"));
    const remove = button(t("package.remove"), () => {
      gone();
      this.#place.replaceChildren();
      this.#says.textContent = t("package.removed");
    });
    this.#place.replaceChildren(h("div", { class: "row" }, save, remove));
    save.focus();
  }
}

function choice(id: string, label: string, hint: string, checked: boolean): [HTMLInputElement, HTMLElement] {
  const input = h("input", { type: "radio", name: "package-for", id, checked });
  const text = h("label", { for: id }, label, h("span", { class: "hint" }, hint));
  return [input, h("div", { class: "choice" }, input, text)];
}

/** How it is opened and checked, for whom it is given to. */
function howTo(): HTMLElement {
  const lines = `age --decrypt -o package.zip ${NAME}\nunzip package.zip`;
  return h(
    "details",
    { class: "field" },
    h("summary", {}, t("package.how")),
    h("p", {}, t("package.how_text")),
    h("p", {}, t("package.abroad")),
    h("pre", { class: "mono small", dir: "ltr" }, lines),
  );
}

/** For whom it is to be: seven words, or a key that is typed. */
class ForWhom {
  readonly #key = h("textarea", {
    id: "package-key",
    rows: 3,
    dir: "ltr",
    spellcheck: false,
    "aria-describedby": "package-key-error",
  });
  readonly #error = h("p", { class: "flag", id: "package-key-error", role: "alert" });
  readonly #field = h(
    "div",
    { class: "field", hidden: true },
    h("label", { for: "package-key" }, t("package.key")),
    this.#key,
    this.#error,
  );
  readonly #shown: HTMLElement;
  // Drawn before the press: a list that comes late would cost the browser's leave to ask for a file.
  #next = newPassphrase();
  #byKey = false;

  constructor(shown: HTMLElement) {
    this.#shown = shown;
  }

  field(): HTMLElement[] {
    const [byWords, first] = choice(
      "package-words-choice",
      t("package.by_words"),
      t("package.by_words_hint"),
      true,
    );
    const [byKey, second] = choice(
      "package-key-choice",
      t("package.by_key"),
      t("package.by_key_hint"),
      false,
    );
    for (const each of [byWords, byKey]) {
      each.addEventListener("change", () => {
        this.#byKey = byKey.checked;
        this.#field.hidden = !byKey.checked;
      });
    }
    const group = h("fieldset", {}, h("legend", {}, t("package.for_whom")), first, second);
    return [group, this.#field];
  }

  /** What it is sealed to. The words are shown before anything is made: without them it is lost. */
  async asked(): Promise<() => Promise<Started>> {
    this.#error.textContent = "";
    if (this.#byKey) {
      const recipient = await readRecipient(this.#key.value);
      this.#shown.replaceChildren();
      return () => start([recipient]);
    }
    const words = await this.#next;
    this.#next = newPassphrase();
    this.#shown.replaceChildren(
      h("h2", {}, t("package.words")),
      h("p", { class: "mono", id: "package-words", dir: "ltr", lang: "en", translate: "no" }, words),
      h("p", {}, t("package.words_hint")),
    );
    return () => startWithPassphrase(words);
  }

  refuse({ fault }: BadRecipient): void {
    this.#error.textContent = t(fault === "secret" ? "package.secret_key" : "package.bad_key");
    this.#key.focus();
  }
}

function asking(exhibits: readonly Exhibit[], forWhom: ForWhom): HTMLElement[] {
  return [
    h("h1", { tabindex: -1 }, t("package.title")),
    h("p", {}, t("package.text")),
    h("p", {}, t("package.noted")),
    ...forWhom.field(),
    h("p", { class: "hint" }, t("package.size", { size: size(sizeOf(exhibits)) })),
  ];
}

export function showPackage(session: InboxSession, go: Navigation): void {
  const exhibits = exhibitsOf(session);
  const [says, alert] = [h("p", { role: "status" }), h("p", { role: "alert" })];
  const [place, shown] = [h("div", {}), h("div", {})];
  const forWhom = new ForWhom(shown);
  const packing = new Packing(session, exhibits, place, says);
  const failed = (error: unknown) => {
    const { name } = error as Error;
    says.textContent = "";
    if (name === "BadRecipient") return forWhom.refuse(error as BadRecipient);
    shown.replaceChildren();
    place.replaceChildren();
    // She picked no file after all: nothing went wrong.
    if (name !== "AbortError") alert.textContent = why(error);
  };
  const yes = button(
    t("package.make"),
    async () => {
      for (const line of [says, alert, place]) line.replaceChildren();
      await forWhom
        .asked()
        .then(started => packing.make(started))
        .catch(failed);
    },
    "",
  );
  go.subpage(
    ...asking(exhibits, forWhom),
    h(
      "div",
      { class: "row" },
      yes,
      button(t("go.stay"), () => packing.refreshed.then(go.home)),
    ),
    shown,
    says,
    alert,
    place,
    howTo(),
  );
}
