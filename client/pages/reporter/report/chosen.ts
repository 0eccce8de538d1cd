/** Who will read it: the roster's people, whom she keeps, and who is left out for which reason. */

import type { Site } from "../../../lib/api.ts";
import type { Holder } from "../../../lib/roster.ts";
import { all, announce, button, byId, h, listed, t } from "../../dom.ts";
import { byTier, type Checked, limits, person, reasons } from "../../readers.ts";

/** What the law of the organisation's country has it pass on: read before anything is sent. */
function mustReport({ must_report: laws }: Site): HTMLElement[] {
  const rows = laws.map(({ id, law, verified }) => {
    const unread = verified ? "" : t("must.unread");
    return h("li", {}, t(`must.${id}`), h("div", { class: "small" }, h("bdi", {}, law), " ", unread));
  });
  if (rows.length === 0) return [];
  const title = h("h2", {}, t("must.title"));
  return [h("div", { class: "notice" }, title, h("ul", {}, ...rows), h("p", {}, t("must.text")))];
}

export class Chosen {
  private holders: readonly Holder[] = [];
  private readonly byHand = new Set<string>();
  /** She has put these back: the same name must not strike them out again. */
  private readonly restored = new Set<string>();
  private suggested: ReadonlySet<string> = new Set();
  private checked: Checked = { outs: [], unmatched: [], whole: true, proved: true };

  ids(): string[] {
    return this.holdersKept().map(({ id }) => id);
  }

  holdersKept(): Holder[] {
    return this.holders.filter(({ id }) => !this.struck(id));
  }

  private struck(id: string): boolean {
    return this.byHand.has(id) || (this.suggested.has(id) && !this.restored.has(id));
  }

  /** Strikes out whom the looking up found, but not those whom she has put back. */
  suggest(holders: readonly Holder[], checked: Checked, site: Site): void {
    byId("must-report").replaceChildren(...mustReport(site));
    this.holders = holders;
    this.checked = checked;
    this.suggested = new Set(checked.outs.map(({ holder }) => holder));
    this.draw();
  }

  /** Tells one suggestion from another: who there is, who is left out, and whether all were asked. */
  suggestion(): string {
    const outs = [...this.suggested].sort();
    return JSON.stringify([this.holders.map(({ id }) => id), outs, this.checked.whole]);
  }

  private draw(): void {
    byId("readers").replaceChildren(
      ...limits(this.checked),
      ...this.goesTo(),
      ...byTier(this.holders, "h2", holder => this.card(holder)),
    );
  }

  /** Where nobody of the first readers is left, or nobody at all: said before she sends. */
  private goesTo(): HTMLElement[] {
    const kept = this.holdersKept();
    const first = kept[0]?.tier;
    if (first === 1) return [];
    const names = listed(
      kept.filter(({ tier }) => tier === first).map(({ name, role }) => `${name} (${role})`),
    );
    const words = first === undefined ? t("left.nobody") : t(`left.straight_${first}`, { names });
    return [h("div", { class: "notice warm" }, h("p", {}, words))];
  }

  private card(holder: Holder): HTMLLIElement {
    const out = this.struck(holder.id);
    const label = out ? t("report.restore") : t("report.strike");
    const act = button(label, () => this.toggle(holder), "link");
    act.ariaLabel = `${label}: ${holder.name}`;
    act.dataset["holder"] = holder.id;
    const why = reasons(this.checked.outs, holder.id);
    const card = person(
      holder,
      ...why.map(reason => h("p", { class: "small reason" }, reason)),
      out && h("p", { class: "small" }, t("report.struck")),
      h("div", {}, act),
    );
    card.classList.toggle("struck", out);
    return card;
  }

  private toggle(holder: Holder): void {
    const out = this.struck(holder.id);
    const [from, to] = out ? [this.byHand, this.restored] : [this.restored, this.byHand];
    from.delete(holder.id);
    to.add(holder.id);
    this.draw();
    const key = out ? "report.restored_says" : "report.struck_says";
    announce(byId("exit-says"), t(key, { name: holder.name }));
    all("#readers [data-holder]")
      .find(act => act.dataset["holder"] === holder.id)
      ?.focus();
  }
}

/** The people who may know her name: a tick each; those struck out are not offered. */
export class Knowers {
  private readonly place = byId("knowers");

  offer(holders: readonly Holder[]): void {
    if (this.place.childElementCount > 0) return;
    this.place.append(
      ...holders.map(holder => {
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
      .filter(input => input.checked)
      .map(input => input.value);
  }
}
