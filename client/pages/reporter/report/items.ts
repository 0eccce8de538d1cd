/** Questions that can be answered several times: people involved, people told. */

import { all, byId, inOneLine, t } from "../../dom.ts";

let counter = 0;

/** Ties each label to its control: a template cannot carry ids that are used twice. */
function label(item: HTMLElement): void {
  for (const field of all(".field", item)) {
    const control = field.querySelector<HTMLElement>("input, select");
    const words = field.querySelector("label");
    if (!control || !words) continue;
    control.id = `item-${++counter}`;
    words.htmlFor = control.id;
  }
}

export class Items {
  private readonly place: HTMLElement;
  private readonly template: HTMLTemplateElement;
  private readonly add: HTMLElement;

  constructor(place: string, template: string, add: string) {
    this.place = byId(place);
    this.template = byId<HTMLTemplateElement>(template);
    this.add = byId(add);
    this.add.addEventListener("click", () => this.append({}).focus());
    this.append({});
  }

  /** Adds an empty or filled item; its first control. */
  append(values: Readonly<Record<string, string>>): HTMLElement {
    const item = this.template.content.firstElementChild?.cloneNode(true) as HTMLElement;
    label(item);
    for (const control of all<HTMLInputElement>("[data-f]", item)) {
      control.value = values[control.dataset["f"] ?? ""] ?? "";
    }
    item.querySelector("[data-remove]")?.addEventListener("click", () => this.remove(item));
    this.place.append(item);
    return item.querySelector<HTMLElement>("input") ?? item;
  }

  private remove(item: HTMLElement): void {
    item.remove();
    if (this.place.childElementCount === 0) this.append({});
    this.add.focus();
  }

  /** What was written; items without a word in their text fields are left out. */
  values(): Record<string, string>[] {
    return all(":scope > *", this.place)
      .map(item =>
        Object.fromEntries(
          all<HTMLInputElement>("[data-f]", item).map(c => [c.dataset["f"] ?? "", c.value.trim()]),
        ),
      )
      .filter(item => Object.values(item).some(value => value !== ""));
  }

  fill(items: readonly Readonly<Record<string, string>>[]): void {
    this.place.replaceChildren();
    for (const item of items.length ? items : [{}]) this.append(item);
  }
}

/** "Gao, my manager (was there)": one line for the summary. */
export function personLine(item: Readonly<Record<string, string>>): string {
  const { name = "", relation = "", role = "", note = "" } = item;
  const known = inOneLine(name, note, relation);
  return role ? `${known} (${t(`role.${role}`)})` : known;
}
