/** Files she has picked. They stay on the device until the report has been sent. */

import type { Prepared } from "../../../lib/prepare.ts";
import { byId, h, show, size, t } from "../../dom.ts";
import type { Looked } from "../../fileCheck.ts";
import { DEFAULT_MAX, hiddenNote, look, question, sift } from "../../fileCheck.ts";

/** One file, what was found out about it, and what is to be sent. */
interface Entry {
  readonly file: File;
  readonly item: HTMLElement;
  looked: Looked | null;
  /** Null while it is looked through, and while she is asked. */
  sends: Prepared | null;
  looking: Promise<unknown>;
}

export class Picked {
  private entries: Entry[] = [];
  private max = DEFAULT_MAX;
  private readonly strip = byId<HTMLInputElement>("strip");
  private readonly says = byId("files-says");

  constructor() {
    const input = byId<HTMLInputElement>("files-input");
    const drop = input.closest("label");
    input.addEventListener("change", () => {
      this.add([...(input.files ?? [])]);
      // Emptied, so that the same file can be picked again after it was removed.
      input.value = "";
    });
    drop?.addEventListener("dragover", event => event.preventDefault());
    drop?.addEventListener("drop", event => {
      event.preventDefault();
      this.add([...(event.dataTransfer?.files ?? [])]);
    });
    this.strip.addEventListener("change", () => {
      for (const entry of this.entries) this.look(entry);
    });
    this.limit(DEFAULT_MAX);
  }

  /** What the site takes; true where a file had to go that was picked before this was known. */
  limit(max: number): boolean {
    this.max = max;
    for (const place of document.querySelectorAll("[data-step=files] .drop span")) {
      place.textContent = t("files.several", { max: size(max) });
    }
    const { refused } = sift(
      this.entries.map(({ file }) => file),
      max,
    );
    if (refused.length === 0) return false;
    for (const { file, item } of this.entries) if (file.size > max) item.remove();
    this.entries = this.entries.filter(({ file }) => file.size <= max);
    this.tell(refused);
    return true;
  }

  /** Waits until all are looked through; true while she has not said what to do with one. */
  async asks(): Promise<boolean> {
    await Promise.all(this.entries.map(({ looking }) => looking));
    return this.entries.some(({ sends }) => sends === null);
  }

  /** To the first question. */
  focus(): void {
    byId("files-list").querySelector<HTMLElement>(".asks")?.focus();
  }

  /** What is sent, as it was promised. */
  list(): readonly Prepared[] {
    return this.entries.flatMap(({ sends }) => sends ?? []);
  }

  forget(): void {
    this.entries = [];
  }

  describe(): string {
    return this.entries
      .map(({ file, sends }) => `${sends?.name ?? file.name} (${size(sends?.blob.size ?? file.size)})`)
      .join("\n");
  }

  private add(files: readonly File[]): void {
    const { fit, refused } = sift(files, this.max);
    for (const file of fit) {
      const entry = { file, item: h("li"), looked: null, sends: null, looking: Promise.resolve() };
      this.entries.push(entry);
      byId("files-list").append(entry.item);
      this.look(entry);
    }
    this.tell(refused);
  }

  private tell(refused: readonly string[]): void {
    const total = this.entries.reduce((sum, { file }) => sum + file.size, 0);
    const added = t("files.added", { count: this.entries.length, size: size(total) });
    this.says.textContent = [...refused, added, t("files.nothing_sent")].join(" ");
  }

  private look(entry: Entry): void {
    entry.looked = null;
    entry.sends = null;
    const looking: Promise<void> = look(entry.file, this.strip.checked, this.max).then(
      looked => {
        // Looked through once more meanwhile, because she changed her mind.
        if (entry.looking !== looking) return;
        entry.looked = looked;
        entry.sends = looked.prepared.hidden === "stuck" ? null : looked.prepared;
        this.draw(entry);
        if (!entry.sends) this.says.append(` ${t("files.asked", { name: entry.file.name })}`);
      },
      () => this.remove(entry, "files.unreadable"),
    );
    entry.looking = looking;
    this.draw(entry);
  }

  private remove(entry: Entry, key: string): void {
    this.entries = this.entries.filter(other => other !== entry);
    entry.item.remove();
    this.says.textContent = t(key, { name: entry.file.name });
  }

  private leaveOut(entry: Entry): void {
    const beside = entry.item.nextElementSibling ?? entry.item.previousElementSibling;
    this.remove(entry, "files.removed");
    // To the row that is near: the page does not run away under her finger.
    (beside?.querySelector<HTMLElement>("button") ?? byId("files-input")).focus({ preventScroll: true });
  }

  /** One row alone: the focus in another one stays where it is. */
  private draw(entry: Entry): void {
    const { file, item, looked, sends } = entry;
    const asks = looked && !sends;
    const note = sends ? hiddenNote(sends, file) : t(asks ? "files.not_yet" : "files.looking");
    item.replaceChildren(
      h("bdi", { class: "name" }, file.name),
      h("div", { class: "small" }, `${size(file.size)} · ${note}`),
      asks
        ? question(looked, chosen => this.answered(entry, chosen))
        : this.link(entry, "word.remove", () => this.leaveOut(entry)),
    );
    if (looked?.prepared.hidden !== "stuck" || !sends) return;
    item.append(
      " ",
      this.link(entry, "files.change", () => this.askAgain(entry)),
    );
  }

  private link({ file }: Entry, key: string, act: () => void): HTMLElement {
    const label = `${t(key)}: ${file.name}`;
    const element = h("button", { type: "button", class: "link", "aria-label": label }, t(key));
    element.addEventListener("click", act);
    return element;
  }

  private answered(entry: Entry, chosen: Prepared | null): void {
    show(byId("files-error"), false);
    if (!chosen) return this.leaveOut(entry);
    entry.sends = chosen;
    this.says.textContent = `${entry.file.name}: ${hiddenNote(chosen, entry.file)}`;
    this.draw(entry);
    entry.item.querySelector<HTMLElement>(".link")?.focus();
  }

  private askAgain(entry: Entry): void {
    entry.sends = null;
    this.draw(entry);
    entry.item.querySelector<HTMLElement>(".asks")?.focus();
  }
}
