/** Who will read it: the roster's people, whom she keeps, and whom a name suggests to leave out. */

import type { Holder } from "../../../lib/roster.ts";
import { all, button, byId, h, t } from "../../dom.ts";
import { byTier, person } from "../../readers.ts";

function parts(name: string): string[] {
  return name.normalize("NFKD").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether a name that she typed may be a reader's: "Xu" is taken for "Xu Lan", and the reverse. */
export function mayBe(typed: string, reader: string): boolean {
  const [a, b] = [new Set(parts(typed)), new Set(parts(reader))];
  const within = (x: Set<string>, y: Set<string>) => [...x].every((part) => y.has(part));
  return a.size > 0 && b.size > 0 && (within(a, b) || within(b, a));
}

export class Chosen {
  private holders: readonly Holder[] = [];
  private readonly struck = new Set<string>();
  /** She has put these back: the same name must not strike them out again. */
  private readonly restored = new Set<string>();
  private named: readonly string[] = [];

  ids(): string[] {
    return this.holders.filter(({ id }) => !this.struck.has(id)).map(({ id }) => id);
  }

  holdersKept(): Holder[] {
    return this.holders.filter(({ id }) => !this.struck.has(id));
  }

  /** Compares here, on this device, with the people that she named. */
  suggest(holders: readonly Holder[], named: readonly string[]): void {
    this.holders = holders;
    this.named = holders
      .filter(({ name }) => named.some((typed) => mayBe(typed, name)))
      .map(({ id }) => id);
    for (const id of this.named) if (!this.restored.has(id)) this.struck.add(id);
    this.draw();
  }

  private draw(): void {
    byId("readers").replaceChildren(...byTier(this.holders, "h2", (holder) => this.card(holder)));
  }

  private card(holder: Holder): HTMLLIElement {
    const out = this.struck.has(holder.id);
    const label = out ? t("report.restore") : t("report.strike");
    const act = button(label, () => this.toggle(holder), "link");
    act.ariaLabel = `${label}: ${holder.name}`;
    act.dataset["holder"] = holder.id;
    const card = person(
      holder,
      this.named.includes(holder.id) && h("p", { class: "small" }, t("report.same_name")),
      out && h("p", { class: "small" }, t("report.struck")),
      h("div", {}, act),
    );
    card.classList.toggle("struck", out);
    return card;
  }

  private toggle(holder: Holder): void {
    const out = this.struck.delete(holder.id);
    if (out) this.restored.add(holder.id);
    else this.struck.add(holder.id);
    this.draw();
    byId("exit-says").textContent = t(out ? "report.restored_says" : "report.struck_says", {
      name: holder.name,
    });
    all("#readers [data-holder]").find((act) => act.dataset["holder"] === holder.id)?.focus();
  }
}

/** The people who may know her name: a tick each; those struck out are not offered. */
export class Knowers {
  private readonly place = byId("knowers");

  offer(holders: readonly Holder[]): void {
    if (this.place.childElementCount > 0) return;
    this.place.append(
      ...holders.map((holder) => {
        const input = h("input", { type: "checkbox", id: `knows-${holder.id}`, value: holder.id });
        const label = h(
          "label",
          { for: input.id },
          h("bdi", {}, holder.name),
          h("span", { class: "hint" }, `${holder.role} · ${t(`tier.${holder.tier}`)}`),
        );
        return h("div", { class: "choice" }, input, label);
      }),
    );
  }

  ids(): string[] {
    return all<HTMLInputElement>("input", this.place)
      .filter((input) => input.checked)
      .map((input) => input.value);
  }
}
