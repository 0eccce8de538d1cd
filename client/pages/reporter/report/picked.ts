/** Files she has picked. They stay on the device until the report has been sent. */

import { byId, h, size, t } from "../../dom.ts";

/** Formats that client/lib/metadata.ts can clean. */
const PICTURES = new Set(["image/jpeg", "image/png", "image/webp"]);
const DEFAULT_MAX = 2 * 1024 ** 3;

export class Picked {
  private files: File[] = [];
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
    drop?.addEventListener("dragover", (event) => event.preventDefault());
    drop?.addEventListener("drop", (event) => {
      event.preventDefault();
      this.add([...(event.dataTransfer?.files ?? [])]);
    });
    this.strip.addEventListener("change", () => this.draw());
    this.limit(DEFAULT_MAX);
  }

  limit(max: number): void {
    this.max = max;
    for (const place of document.querySelectorAll("[data-step=files] .drop span")) {
      place.textContent = t("files.several", { max: size(max) });
    }
  }

  list(): readonly File[] {
    return this.files;
  }

  strips(): boolean {
    return this.strip.checked;
  }

  forget(): void {
    this.files = [];
  }

  describe(): string {
    return this.files.map((file) => `${file.name} (${size(file.size)})`).join("\n");
  }

  private add(files: readonly File[]): void {
    const refused = files.flatMap((file) => {
      if (file.size > this.max) return t("files.large", { name: file.name, max: size(this.max) });
      return file.size === 0 ? t("files.empty", { name: file.name }) : [];
    });
    this.files.push(...files.filter((file) => file.size > 0 && file.size <= this.max));
    const total = this.files.reduce((sum, file) => sum + file.size, 0);
    const added = t("files.added", { count: this.files.length, size: size(total) });
    this.says.textContent = [...refused, added, t("files.nothing_sent")].join(" ");
    this.draw();
  }

  private remove(file: File): void {
    this.files = this.files.filter((other) => other !== file);
    this.says.textContent = t("files.removed", { name: file.name });
    this.draw();
    byId("files-input").focus();
  }

  private draw(): void {
    byId("files-list").replaceChildren(...this.files.map((file) => this.row(file)));
  }

  private row(file: File): HTMLElement {
    const remove = h(
      "button",
      { type: "button", class: "link", "aria-label": `${t("files.remove")}: ${file.name}` },
      t("files.remove"),
    );
    remove.addEventListener("click", () => this.remove(file));
    const picture = PICTURES.has(file.type);
    const note = picture && this.strips() ? t("files.will_strip") : t("files.keeps");
    return h(
      "li",
      {},
      h("bdi", { class: "name" }, file.name),
      h("div", { class: "small" }, `${size(file.size)} · ${note}`),
      remove,
    );
  }
}
