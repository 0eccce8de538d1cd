/** A part of the report's page, under its heading. */

import { type Child, h } from "../../dom.ts";

export function panel(title: string, ...children: readonly Child[]): HTMLElement {
  return h("section", { class: "card" }, h("h2", {}, title), ...children);
}
