/** A field for a day: what cannot be, or is unlikely, is asked about before it is taken. */

import { type Bounds, type Reading, read } from "../../lib/days.ts";
import { button, h, notice, replace } from "./dom.ts";
import { day } from "./times.ts";
import { t } from "./words.ts";

export class AskedDay {
  readonly input: HTMLInputElement;
  /** Where it is asked; belongs below the field. */
  readonly asks = h("div", { role: "alert" });
  readonly #bounds: () => Bounds;
  /** Days of which somebody said that they are right. */
  readonly #right = new Set<string>();

  /** `bounds` is asked each time: what can be may depend on what else is chosen. */
  constructor(bounds: () => Bounds, value = "") {
    this.#bounds = bounds;
    this.input = h("input", { type: "date", class: "narrow", value });
    this.input.addEventListener("input", () => this.#settled());
    this.limit();
  }

  /** What the browser's own calendar offers. */
  limit(): void {
    const { earliest, latest } = this.#bounds();
    this.input.min = earliest;
    this.input.max = latest;
  }

  /** The day, or "" where none is given; null where it is asked about first. */
  value(): string | null {
    // Half a day, or a year of six digits, is something that the browser cannot give.
    const written = this.input.validity.badInput ? "?" : this.input.value;
    if (written === "") return "";
    const found = read(written, this.#bounds());
    const sure = found.ask === "far" && found.day !== null && this.#right.has(found.day);
    if (found.day !== null && (found.ask === "" || sure)) return found.day;
    this.#ask(found);
    return null;
  }

  #settled(): void {
    this.input.ariaInvalid = null;
    replace(this.asks);
  }

  #take(chosen: string): void {
    this.#right.add(chosen);
    this.input.value = chosen;
    this.#settled();
    this.input.focus();
  }

  #ask({ ask, day: said, offers }: Reading): void {
    const { earliest, latest } = this.#bounds();
    const values = { day: said ? day(said) : "", earliest: day(earliest), latest: day(latest) };
    const words = {
      "": "",
      unreadable: t("day.unreadable"),
      early: t("day.early", values),
      late: t("day.late", values),
      far: t("day.far", values),
    };
    const taking = (label: string, chosen: string): HTMLElement =>
      button({ label, act: () => this.#take(chosen) });
    const choices = offers.map(offer => taking(day(offer), offer));
    if (ask === "far" && said !== null) choices.push(taking(t("day.right"), said));
    this.input.ariaInvalid = "true";
    replace(
      this.asks,
      notice(
        "warm",
        h("p", {}, words[ask]),
        offers.length > 0 ? h("p", {}, t("day.meant")) : null,
        choices.length > 0 ? h("div", { class: "row" }, ...choices) : null,
      ),
    );
    this.input.focus();
  }
}
